// A race that is about to start, written where the service will find it, and the service: everybody has joined and is ready, the
// countdown runs. No platform takes part: what is tested lies between mods and the server.

import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { readConfig } from '../../server/config.ts';
import { type Service, startService } from '../../server/main.ts';
import type { Time } from '../../server/play/ports/index.ts';
import { makeTokens } from '../../server/play/tokens.ts';
import { makeSeeds } from '../../server/pools/seeds.ts';
import { decide, decideCreate } from '../../server/race/decide.ts';
import { foldFacts } from '../../server/race/evolve.ts';
import type { Fact, LoggedFact, Person } from '../../server/race/facts.ts';
import type { Graph } from '../../server/race/graph.ts';
import type { ParticipantId, RaceCode, RaceId } from '../../server/race/ids.ts';
import type { CreateRace, Decision, Intent } from '../../server/race/intents.ts';
import { openStore, type Store } from '../../server/store/store.ts';
import { ensureViewsBuilt } from '../build.ts';
import { makeDemoPools } from '../demo-seeds.ts';
import { freePort } from '../free-port.ts';

export type FaultPlayer = { readonly name: string; readonly id: ParticipantId; readonly packPath: string };

export type FaultWorld = {
  readonly folder: string;
  readonly graph: Graph;
  readonly players: readonly FaultPlayer[];
  /** Base of the server's socket addresses. */
  readonly socketUrl: string;
  restart(): Promise<void>;
  /** The race's log, read from the database. */
  facts(): Promise<readonly LoggedFact[]>;
  close(): Promise<void>;
};

const SECRET_KEY = 'a key for races between mods and faults, worth nothing';
const POOL = 'sprint';
const COUNTDOWN_SECONDS = 60;
const QUIET = { warn: () => {} };

type Given = { readonly databaseUrl: string; readonly time: Time; readonly names: readonly string[] };

export async function raiseFaultWorld(given: Given): Promise<FaultWorld> {
  await ensureViewsBuilt();
  const folder = mkdtempSync(join(tmpdir(), 'speedfog-mod-faults-'));
  const store = await openStore({ url: given.databaseUrl, log: QUIET, secretKey: SECRET_KEY });
  try {
    return await fillWorld(given, folder, store);
  } catch (error) {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

async function fillWorld({ databaseUrl, time, names }: Given, folder: string, store: Store): Promise<FaultWorld> {
  const seedsDir = join(folder, 'seeds');
  await makeDemoPools(seedsDir, { seedsPerPool: 1 });
  const { race, graph, pack, ids } = await writeRace(store, { seedsDir, names, now: time.now() });
  const port = await freePort();
  const socketUrl = `ws://127.0.0.1:${port}`;
  const tokens = makeTokens(SECRET_KEY);
  const players = names.map((name, index) => {
    const id = ids[index];
    if (id === undefined) throw new Error(`${name} has not joined`);
    const home = join(folder, 'packs', name);
    mkdirSync(home, { recursive: true });
    const packPath = join(home, 'speedfog_race.toml');
    const token = tokens.derive('mod', id, 1);
    const server = { url: socketUrl, mod_token: token, race_id: race, pack };
    const lines = Object.entries(server).map(([key, value]) => `${key} = ${JSON.stringify(value)}`);
    writeFileSync(packPath, `[server]\n${lines.join('\n')}\n`);
    return { name, id, packPath };
  });
  const read = readConfig({
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    PORT: String(port),
    DATA_DIR: join(folder, 'data'),
    SEEDS_POOL_DIR: seedsDir,
    DATABASE_URL: databaseUrl,
    SECRET_KEY,
    SOCKETS_PER_ADDRESS: '10000',
  });
  if ('problems' in read) throw new Error(read.problems.join('\n'));
  const logger = pino({ level: 'silent' });
  const start = () => startService(read.config, { logger, say: () => {}, time, durable: false, simulated: true });
  let service: Service = await start();
  return {
    folder,
    graph,
    players,
    socketUrl,
    async restart() {
      await service.stop();
      service = await start();
    },
    facts: () => store.log.read(race),
    async close() {
      await service.stop();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function writeRace(
  store: Store,
  { seedsDir, names, now }: { seedsDir: string; names: readonly string[]; now: number },
): Promise<{ race: RaceId; graph: Graph; pack: string; ids: readonly ParticipantId[] }> {
  const seeds = makeSeeds({ dir: seedsDir, rows: store.seedRows });
  await seeds.scan();
  const people: Person[] = [];
  for (const name of names) {
    const identity = { platform: 'console', id: name, login: name, displayName: name, avatarUrl: null } as const;
    const { id } = await store.accounts.ofIdentity(identity);
    people.push({ user: id, name });
  }
  const [organizer] = people;
  if (organizer === undefined) throw new Error('a race needs people');
  const race = randomUUID() as RaceId;
  const drawn = await seeds.draw(POOL, race, 0);
  if ('refused' in drawn) throw new Error(`no seed: ${drawn.refused.code}`);
  const graph = await seeds.graph(drawn.seed.id);
  if (graph === undefined) throw new Error('the seed has no graph');
  const create: CreateRace = {
    ...{ race, code: 'FAULT' as RaceCode, name: 'Faults', note: null, seed: drawn.seed, organizer, channels: [] },
    options: { maxPlayers: 100, countdownSeconds: COUNTDOWN_SECONDS, provisionalMinutes: 1_440, packs: 'join' },
    ...{ scheduledStart: null, draft: false },
  };
  const { facts, ids } = countingDown({ create, people, graph, now });
  const state = foldFacts(facts);
  if (state === undefined) throw new Error('a race begins with its creation');
  const stored = await store.log.append({ race, after: 0, facts, state, notices: [] });
  if (stored !== 'ok') throw new Error(stored);
  await seeds.settle();
  return { race, graph, pack: drawn.seed.pack, ids };
}

type Draft = {
  readonly create: CreateRace;
  readonly people: readonly Person[];
  readonly graph: Graph;
  readonly now: number;
};

function countingDown({ create, people, graph, now }: Draft): { facts: Fact[]; ids: readonly ParticipantId[] } {
  const facts = accepted(decideCreate(create, now));
  let race = foldFacts(facts);
  const say = (intent: Intent) => {
    if (race === undefined) throw new Error('a race begins with its creation');
    const more = accepted(decide(race, intent, { now, graph, live: {} }));
    race = foldFacts(more, race);
    facts.push(...more);
  };
  const ids = people.map((person) => {
    const participant = randomUUID() as ParticipantId;
    say({ type: 'join', person, newParticipant: participant });
    say({ type: 'ready', participant });
    return participant;
  });
  say({ type: 'start', missing: 'late', by: { kind: 'user', ...create.organizer } });
  return { facts, ids };
}

function accepted(decision: Decision): Fact[] {
  if ('refused' in decision) throw new Error(`refused: ${JSON.stringify(decision.refused)}`);
  return [...decision.facts];
}
