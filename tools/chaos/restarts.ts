// The restarts that hurt most, one after another in one race: while a pack downloads, while a platform answers, in the countdown, and,
// in good order, in the middle of the race. Random instants are the random race's business (race.ts).

import { createHash, randomFillSync } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { downloadAddress } from '../runner/pack.ts';
import type { Database } from './database.ts';
import { within } from './faults.ts';
import { startRace, until } from './people.ts';
import { type Player, planChaos } from './plan.ts';
import { finish, gather, leave, prepare, settle } from './racing.ts';
import { judge, type Raced } from './verdict.ts';
import { raiseWorld, type World } from './world.ts';

export type RestartReport = {
  readonly wrong: readonly string[];
  /** What was measured, as sentences. */
  readonly measured: readonly string[];
};

/** Slower than the random race: how soon clients are back is measured here. */
const FACTOR = 4;
const RACE_MS = 60_000;
/** Bytes beside the placeholders of a demo seed, so that a download takes long enough to die in. */
const LARGE_BYTES = 24 * 1_048_576;
const BROKEN_AFTER_BYTES = 4 * 1_048_576;
/** For Discord to be told of the countdown, wall ms. */
const HOLD_MS = 20_000;

export async function runRestarts(open: () => Promise<Database>): Promise<RestartReport> {
  const database = await open();
  const wrong: string[] = [];
  const measured: string[] = [];
  let world: World | undefined;
  let raced: Raced | undefined;
  try {
    world = await raiseWorld({ database, factor: FACTOR, fillSeeds: addLargeFiles });
    const players = planChaos(1, { kills: false }).players.map(
      (one): Player => ({
        ...one,
        givesUp: false,
        closed: false,
        durationMs: Math.round(one.durationMs * (RACE_MS / 45_000)),
      }),
    );
    raced = await prepare(world, players);
    await gather(raced);
    const say = (sentence: string) => void measured.push(sentence);
    wrong.push(...(await whileDownloading(raced, say)));
    wrong.push(...(await inTheCountdown(raced, say)));
    wrong.push(...(await inGoodOrder(raced, say)));
    await finish(raced);
    await settle(raced);
    wrong.push(...(await judge(raced)));
  } catch (error) {
    wrong.push(error instanceof Error ? error.message : String(error));
  }
  if (raced !== undefined) leave(raced);
  await world?.close();
  await database.close();
  return { wrong, measured };
}

async function addLargeFiles(seedsDir: string): Promise<void> {
  const available = join(seedsDir, 'sprint', 'available');
  for (const seed of await readdir(available)) {
    await writeFile(join(available, seed, 'mod', 'large.bin'), randomFillSync(Buffer.alloc(LARGE_BYTES)));
  }
}

type Say = (sentence: string) => void;

/** How long until everybody is in again, by the service's clock, once it listens: told, not judged, since it is the machine's speed too. */
async function everybodyBack({ world, runners }: Raced, what: string, say: Say): Promise<void> {
  const from = world.time.now();
  await until(() => [...runners.values()].every((one) => one.isConnected), `everybody back ${what}`);
  say(`${what}: all ${runners.size} players back ${seconds(world.time.now() - from)} after the service`);
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

async function reborn({ world }: Raced, end: () => Promise<void>, what: string, say: Say): Promise<void> {
  await end();
  const from = performance.now();
  await world.server.start();
  say(`${what}: the service listens again after ${seconds(performance.now() - from)} on the wall`);
}

/** The half that has arrived is kept, the rest is asked for, and together they are the pack. */
async function whileDownloading(raced: Raced, say: Say): Promise<readonly string[]> {
  const { world, links } = raced;
  const [link] = links.values();
  if (link === undefined) return ['nobody has a link'];
  const address = await downloadAddress(link);
  const first = await fetch(address);
  const etag = first.headers.get('etag');
  const kept: Uint8Array[] = [];
  let bytes = 0;
  let died: Promise<void> | undefined;
  try {
    for await (const chunk of first.body ?? []) {
      kept.push(chunk);
      bytes += chunk.byteLength;
      if (bytes >= BROKEN_AFTER_BYTES) died ??= world.server.kill();
      await died;
    }
  } catch {
    // The connection broke, as it should.
  }
  const total = Number(first.headers.get('content-length'));
  if (died === undefined || bytes >= total)
    return [`the download was over before the service died (${bytes} of ${total})`];
  await reborn(raced, () => died ?? Promise.resolve(), 'killed while a pack downloads', say);
  const rest = await fetch(address, {
    headers: { range: `bytes=${bytes}-`, ...(etag === null ? {} : { 'if-range': etag }) },
  });
  const tail = Buffer.from(await rest.arrayBuffer());
  const whole = Buffer.from(await (await fetch(address)).arrayBuffer());
  await everybodyBack(raced, 'killed while a pack downloads', say);
  say(`the download went on at ${bytes} of ${total} bytes`);
  const same = hashOf(Buffer.concat([...kept, tail])) === hashOf(whole);
  return [
    ...(rest.status === 206 ? [] : [`the rest of the pack was answered with ${rest.status}`]),
    ...(same ? [] : ['the pack that went on after the restart is another one']),
  ];
}

const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** Discord has the announcement of the countdown in hand when the service dies. */
async function inTheCountdown(raced: Raced, say: Say): Promise<readonly string[]> {
  const { world, scene, race } = raced;
  const post = world.discord.faults.next({ method: 'POST', route: /\/messages$/ }, { kind: 'hold' });
  await startRace(world, scene, race);
  if (!(await within(post.hit, HOLD_MS))) return ['Discord was not told of the countdown'];
  const before = await world.state(race.id);
  const startsAt = before?.phase.status === 'countdown' ? before.phase.startsAt : null;
  await reborn(raced, world.server.kill, 'killed in the countdown while Discord answers', say);
  post.release();
  await everybodyBack(raced, 'killed in the countdown', say);
  await until(async () => (await world.state(race.id))?.phase.status === 'running', 'GO');
  const after = (await world.state(race.id))?.phase;
  const startedAt = after?.status === 'running' ? after.startedAt : null;
  if (startsAt === null) return ['the countdown was over before the service died'];
  return startedAt === startsAt ? [] : [`the start moved from ${startsAt} to ${startedAt}`];
}

/** Who is told to come back does so once. */
async function inGoodOrder(raced: Raced, say: Say): Promise<readonly string[]> {
  const { world, runners } = raced;
  await until(() => [...runners.values()].every((one) => one.stepsDone > 0), 'everybody on the way');
  const before = new Map([...runners].map(([name, one]) => [name, one.connections]));
  await reborn(raced, world.server.stop, 'stopped and started in the race', say);
  await everybodyBack(raced, 'stopped and started in the race', say);
  return [...runners].flatMap(([name, one]) => {
    const times = one.connections - (before.get(name) ?? 0);
    return times === 1 ? [] : [`${name} reconnected ${times} times after an orderly restart`];
  });
}
