// A whole race in which one player plays with the very DLL out of a downloaded pack, in a stand-in for the game, beside seven others
// and against the real server: ready by itself, F8, countdown, GO, every gate, a pulled cable, the main menu, a crash of the game, the finish,
// marks.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pino } from 'pino';
import { afterEach, expect, inject, it } from 'vitest';
import { systemTime } from '../../server/play/ports/index.ts';
import type { Graph, NodeId } from '../../server/race/graph.ts';
import { makeDemoPools } from '../demo-seeds.ts';
import { castRunners, createRace, GIVES_UP, joinAll, setScene } from '../e2e/race-story.ts';
import { type Plan, planRace } from '../runner/plan.ts';
import { raiseStand, type Stand } from '../stand/stand.ts';
import { freshDatabase } from '../testing/database.ts';
import { isBannerShown, isNothingDrawn, isPanelShown, ownRows, panelBottom, type Size } from './overlay-pixels.ts';
import { MOD_DLL } from './paths.ts';
import { Screen } from './screen.ts';
import { makeShows, showEvidence } from './shows.ts';
import { unpackInto } from './unpack.ts';
import { readLog, WineGame } from './wine-game.ts';
import { Wire } from './wire.ts';

const SIZE: Size = [1280, 720];
const LARGE: Size = [1920, 1080];
const WAIT_MS = 60_000;
const ME = 'ann';
/** How long the game shows a loading screen, at least: a shorter one than any real one. */
const LOADING_MS = 600;

const cleanUp: (() => Promise<unknown> | unknown)[] = [];
let evidence: () => Promise<void> | undefined = () => undefined;
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await evidence();
  for (const one of cleanUp.splice(0).reverse()) await one();
});

it('a race with the real mod in a stand-in for the game', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'speedfog-wine-'));
  cleanUp.push(() => rmSync(folder, { recursive: true, force: true }));
  const { stand, made, links } = await raiseRace(folder);
  const graph = await graphOf(stand, made.id);

  const screen = await Screen.open(...LARGE);
  cleanUp.push(() => screen.close());
  const pack = await unpackInto(join(folder, 'pack'), links.get(ME) ?? '');
  const wire = await Wire.to(Number(new URL(stand.publicUrl).port));
  cleanUp.push(() => wire.close());
  const configuration = join(pack.dir, 'speedfog_race.toml');
  writeFileSync(
    configuration,
    readFileSync(configuration, 'utf8').replace(/127\.0\.0\.1:\d+/, `127.0.0.1:${wire.port}`),
  );
  evidence = () => showEvidence(screen, readLog(pack.dir));
  const start = () =>
    WineGame.start({
      folder: inject('windowsFolder'),
      screen,
      gameDir: join(folder, 'game'),
      config: pack.config,
      size: SIZE,
    });
  let game = await start();
  // The group of the seed's flags comes up when it is asked for.
  await game.isSet(graph.finishEvent);
  cleanUp.push(() => game.close());
  const shows = makeShows(screen);
  const me = async () => (await snapshot(stand.publicUrl, made.id)).participants.find((one) => one.name === ME);
  const isMine = (what: string, holds: (mine: Mine) => boolean) =>
    expect
      .poll(async () => holds((await me()) ?? NOBODY), { timeout: WAIT_MS, interval: 200, message: what })
      .toBe(true);

  // Ready by itself, not ready and ready again with F8.
  await isMine('ready in the main menu', (mine) => mine.status === 'ready');
  await shows('the panel', (picture) => isPanelShown(picture, SIZE));
  screen.focus('ELDEN RING');
  screen.press('F8');
  await isMine('not ready after F8', (mine) => mine.status === 'registered');
  screen.press('F8');
  await isMine('ready again after F8', (mine) => mine.status === 'ready');

  // The others, and the start.
  links.delete(ME);
  const { runners, plans } = await castRunners({
    links,
    graph,
    time: systemTime,
    durationMs: 70_000,
    onGiveUp: (name) => giveUp(stand, name),
  });
  cleanUp.push(() => [...runners.values()].forEach((runner) => void runner.stop()));
  await expect.poll(() => [...runners.values()].every((one) => one.state === 'ready'), { timeout: WAIT_MS }).toBe(true);
  await stand.discord.slash(made.organizer, made.channel, 'race start', { race: made.code }).settled();
  await shows('the countdown', (picture) => isBannerShown(picture, SIZE));
  await isMine('playing at GO', (mine) => mine.status === 'playing');

  // A new character.
  const began = Date.now();
  const igtNow = () => Math.floor((Date.now() - began) * 0.9) + 1;
  await game.ask('igt 0');
  await game.ask('map m60_41_38_00');
  await game.ask('position 1 2 3');
  await game.scene('loading');
  await game.ask('igt 1');
  await game.scene('playing');
  await shows('the own line', (picture) => ownRows(picture, SIZE) > 10);

  let deaths = 0;
  let igt = 0;
  /** The flag of a gate is set, a loading screen comes and goes, as the game does it. */
  const pass = async (flag: number) => {
    igt = igtNow();
    await game.ask(`igt ${igt}`);
    await game.ask(`deaths ${deaths}`);
    await game.ask(`flag ${flag} 1`);
    await game.scene('loading');
    await setTimeout(LOADING_MS);
    await game.scene('playing');
    await expect.poll(() => game.isSet(flag), { timeout: WAIT_MS, message: `${flag} is cleared` }).toBe(false);
  };
  const plan = planRace(graph, { durationMs: 60_000, roll: (sides) => Math.floor(sides / 2) });
  const gates = plan.steps.filter((step) => step.node !== null);
  const [first, second, third, fourth, ...rest] = gates;
  if (first === undefined || second === undefined || third === undefined || fourth === undefined)
    throw new Error('the way is too short');

  await pass(first.flag);
  await isMine('the first gate', (mine) => mine.layer === 1 && mine.igt_ms >= igt);

  // F9 hides everything, F11 closes the exits, a larger window is drawn in its own size.
  screen.focus('ELDEN RING');
  screen.press('F9');
  await shows('nothing after F9', (picture) => isNothingDrawn(picture, SIZE));
  screen.press('F9');
  await shows('the panel after F9', (picture) => isPanelShown(picture, SIZE));
  const open = panelBottom(await screen.take(), SIZE);
  screen.press('F11');
  await shows('fewer lines after F11', (picture) => isPanelShown(picture, SIZE) && panelBottom(picture, SIZE) < open);
  screen.press('F11');
  await shows('all lines after F11', (picture) => panelBottom(picture, SIZE) >= open);
  await game.ask(`size ${LARGE.join(' ')} plain`);
  await shows(
    'the panel in the large window',
    (picture) => isPanelShown(picture, LARGE) && picture.drawn([1200, 900, 20, 20]) === 0,
  );

  // Two gates without a network: kept, and sent later with their own times.
  wire.pull();
  deaths = 2;
  await pass(second.flag);
  await pass(third.flag);
  const igtOffline = igt;
  expect((await me())?.layer).toBe(1);
  wire.plug();
  await isMine(
    'gates of a pulled cable',
    (mine) => mine.layer === 3 && mine.death_count === 2 && mine.igt_ms >= igtOffline,
  );

  // Out to the main menu and in again: the same character, whose gates count.
  await game.scene('menu');
  await setTimeout(LOADING_MS);
  await game.scene('loading');
  await setTimeout(LOADING_MS);
  await game.scene('playing');
  await pass(fourth.flag);
  await isMine('a gate after the main menu', (mine) => mine.layer === 4 && mine.death_count === 2);

  // The game crashes and comes back with the same save.
  await game.crash();
  game = await start();
  await game.isSet(graph.finishEvent);
  await game.ask('map m60_41_38_00');
  await game.ask('position 1 2 3');
  await game.ask(`igt ${igtNow()}`);
  await game.ask(`deaths ${deaths}`);
  await isMine('connected again', (mine) => mine.connected);
  await game.scene('loading');
  await game.scene('playing');
  await shows('the own line after a crash', (picture) => ownRows(picture, SIZE) > 10);

  let layer = 4;
  for (const step of rest) {
    await pass(step.flag);
    layer += 1;
    await isMine(`gate ${layer}`, (mine) => mine.layer === layer);
  }

  igt = igtNow();
  await game.ask(`igt ${igt}`);
  await game.ask(`flag ${graph.finishEvent} 1`);
  await isMine('the finish', (mine) => mine.status === 'finished' && mine.igt_ms === igt);
  await shows('the own line with its time', (picture) => ownRows(picture, SIZE) > 10);

  // Marks where the others died, as often as the server counts them, and nowhere else: this game began anew in the middle.
  const setMarks = async () => {
    const set: number[] = [];
    for (const flag of Object.values(graph.deathFlags).flat()) if (await game.isSet(flag)) set.push(flag);
    return set.toSorted((a, b) => a - b);
  };
  const due = marksOf(graph, [...plans.values()]);
  expect(due.length).toBeGreaterThan(0);
  await expect.poll(setMarks, { timeout: 2 * WAIT_MS, interval: 1_000, message: 'marks of deaths' }).toEqual(due);
  expect(await game.quit()).toBe(0);

  await expect
    .poll(async () => (await snapshot(stand.publicUrl, made.id)).race.status, { timeout: 2 * WAIT_MS, interval: 500 })
    .toBe('finished');
  expect(readLog(pack.dir)).not.toContain('fault');
  expect(stand.discord.violations).toEqual([]);
}, 300_000);

type Mine = { name: string; status: string; layer: number; igt_ms: number; death_count: number; connected: boolean };
type Snapshot = { race: { status: string }; participants: Mine[] };
const NOBODY: Mine = { name: '', status: '', layer: -1, igt_ms: -1, death_count: -1, connected: false };

async function snapshot(publicUrl: string, id: string): Promise<Snapshot> {
  return (await (await fetch(`${publicUrl}/api/races/${id}`)).json()) as Snapshot;
}

async function raiseRace(folder: string) {
  const seedsDir = join(folder, 'seeds');
  await makeDemoPools(seedsDir, { seedsPerPool: 1, mod: readFileSync(MOD_DLL) });
  const database = await freshDatabase();
  const stand = await raiseStand({
    databaseUrl: database.url,
    dataDir: join(folder, 'data'),
    seedsDir,
    logger: pino({ level: 'silent' }),
    discordCheck: 'collect',
  });
  cleanUp.push(async () => {
    await stand.close();
    await database.drop();
  });
  const scene = setScene(stand);
  const commands = () => stand.discord.commandsFor(scene.organizer, scene.channel);
  await stand.discord.waitFor(() => commands().some((one) => one.body.name === 'race'), { timeoutMs: 20_000 });
  const made = await createRace(stand, scene, 'sprint');
  const links = await joinAll(stand, scene, made);
  return { stand, made: { ...made, organizer: scene.organizer, channel: scene.channel }, links };
}

/** In the node that a player leaves by a gate lie the deaths since the gate before. */
function marksOf(graph: Graph, plans: readonly Plan[]): readonly number[] {
  const deaths = new Map<NodeId, number>();
  for (const { steps } of plans) {
    let at: NodeId | null = graph.start;
    let before = 0;
    for (const step of steps) {
      if (at !== null) deaths.set(at, (deaths.get(at) ?? 0) + step.deaths - before);
      [at, before] = [step.node, step.deaths];
    }
  }
  const flags = [...deaths].flatMap(([node, count]) => (graph.deathFlags[node] ?? []).slice(0, count));
  return flags.toSorted((a, b) => a - b);
}

function giveUp(stand: Stand, name: string): void {
  if (name !== GIVES_UP) return;
  stand.twitch.say(name, 'streamer', '!forfeit', { limits: false });
  stand.twitch.say(name, 'streamer', '!forfeit yes', { limits: false });
}

async function graphOf(stand: Stand, id: Parameters<ReturnType<Stand['service']>['race']>[0]) {
  const view = await stand.service().race(id);
  const graph = view === undefined ? undefined : await stand.service().seeds.graph(view.seed.id);
  if (graph === undefined) throw new Error('the seed has no graph');
  return graph;
}
