// Races for the benchmark, put where the service will find them: seeds in pools, and in the database the facts that the rules made of
// a race that runs since twenty minutes. Written before the service starts, one append per race, so that a thousand players take seconds.

import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { makeTokens } from '../../server/play/tokens.ts';
import { makeSeeds } from '../../server/pools/seeds.ts';
import { decide, decideCreate } from '../../server/race/decide.ts';
import { foldFacts } from '../../server/race/evolve.ts';
import type { Fact, Person } from '../../server/race/facts.ts';
import type { Graph } from '../../server/race/graph.ts';
import { CODE_ALPHABET, CODE_LENGTH, type ParticipantId, type RaceCode, type RaceId } from '../../server/race/ids.ts';
import type { CreateRace, Decision, Intent } from '../../server/race/intents.ts';
import { startEmbeddedPostgres } from '../../server/store/embedded.ts';
import { migrate } from '../../server/store/migrate.ts';
import { openStore, type Store } from '../../server/store/store.ts';
import { igtAt, planRace } from '../runner/plan.ts';

export const SECRET_KEY = 'a key of the benchmark, worth nothing to anybody';
export const RUNNING_SINCE_MS = 20 * 60_000;
/** How long these players will take: what lies behind them is less than half of the way. */
const PLAN_MS = 45 * 60_000;

export type RaceWish = { readonly pool: string; readonly players: number };
export type WorldPlayer = { readonly id: string; readonly modToken: string; readonly downloadToken: string };
export type WorldRace = { readonly id: string; readonly players: readonly WorldPlayer[]; readonly facts: number };

/** `dataDir`: as the service will get it. The pools in `seedsDir` must hold a seed for every race. */
export async function makeWorld(
  dirs: { readonly dataDir: string; readonly seedsDir: string },
  wishes: readonly RaceWish[],
): Promise<readonly WorldRace[]> {
  const database = await startEmbeddedPostgres({
    dataDir: join(dirs.dataDir, 'database'),
    log: () => {},
    durable: false,
  });
  try {
    await migrate(database.url);
    const store = await openStore({ url: database.url, log: { warn: () => {} }, secretKey: SECRET_KEY });
    try {
      return await fill(store, dirs.seedsDir, wishes);
    } finally {
      await store.close();
    }
  } finally {
    await database.stop();
  }
}

async function fill(store: Store, seedsDir: string, wishes: readonly RaceWish[]): Promise<readonly WorldRace[]> {
  const seeds = makeSeeds({ dir: seedsDir, rows: store.seedRows });
  await seeds.scan();
  const people: Person[] = [];
  for (let n = 0; n < Math.max(...wishes.map(({ players }) => players)); n += 1) {
    const login = `player${n}`;
    const identity = { platform: 'console', id: login, login, displayName: `Player ${n}`, avatarUrl: null } as const;
    const { id, name } = await store.accounts.ofIdentity(identity);
    people.push({ user: id, name });
  }
  const races: WorldRace[] = [];
  for (const [index, { pool, players }] of wishes.entries()) {
    const id = randomUUID() as RaceId;
    const drawn = await seeds.draw(pool, id, (index % 97) / 97);
    if ('refused' in drawn) throw new Error(`no seed for a race in ${pool}: ${drawn.refused.code}`);
    const graph = await seeds.graph(drawn.seed.id);
    if (graph === undefined) throw new Error(`the graph of ${drawn.seed.number} cannot be read`);
    const [organizer] = people;
    if (organizer === undefined) throw new Error('a race needs people');
    const create: CreateRace = {
      ...{
        race: id,
        code: codeOf(index),
        name: `Race ${index}`,
        note: null,
        seed: drawn.seed,
        organizer,
        channels: [],
      },
      options: { maxPlayers: 100, inactiveMinutes: 240, inactiveWarningMinutes: 239, packs: 'join' },
      ...{ scheduledStart: null, draft: false },
    };
    races.push(await writeRace(store, { create, people: people.slice(0, players), graph }));
  }
  await seeds.settle();
  return races;
}

type Draft = { readonly create: CreateRace; readonly people: readonly Person[]; readonly graph: Graph };

async function writeRace(store: Store, draft: Draft): Promise<WorldRace> {
  const { facts, ids } = runningRace(draft, Date.now() - RUNNING_SINCE_MS);
  const state = foldFacts(facts);
  if (state === undefined) throw new Error('a race begins with its creation');
  const { race } = draft.create;
  const stored = await store.log.append({ race, after: 0, facts, state, notices: [] });
  if (stored !== 'ok') throw new Error(`race ${race}: ${stored}`);
  const tokens = makeTokens(SECRET_KEY);
  const players = state.participants
    .filter(({ id }) => ids.includes(id))
    .map(({ id, generation }) => ({
      id,
      modToken: tokens.derive('mod', id, generation),
      downloadToken: tokens.derive('download', id, generation),
    }));
  return { id: race, players, facts: facts.length };
}

/** Joined, ready, counted down, started at `startedAt`, and every gate that lies behind each player by now. */
function runningRace({ create, people, graph }: Draft, startedAt: number): { facts: Fact[]; ids: ParticipantId[] } {
  const facts = accepted(decideCreate(create, startedAt - 3_600_000));
  let race = foldFacts(facts);
  const say = (intent: Intent, now: number) => {
    if (race === undefined) throw new Error('a race begins with its creation');
    const more = accepted(decide(race, intent, { now, graph, live: {} }));
    race = foldFacts(more, race);
    facts.push(...more);
  };
  const ids = people.map(() => randomUUID() as ParticipantId);
  const goAt = startedAt - (race?.options.countdownSeconds ?? 0) * 1_000;
  people.forEach((person, n) => {
    const participant = ids[n] ?? (randomUUID() as ParticipantId);
    say({ type: 'join', person, newParticipant: participant }, goAt - 60_000);
    say({ type: 'ready', participant }, goAt - 1_000);
  });
  say({ type: 'start', missing: 'late', by: { kind: 'user', ...create.organizer } }, goAt);
  say({ type: 'tick' }, startedAt);
  for (const { participant, step, seq } of gatesBehind(graph, ids)) {
    const at = startedAt + step.atMs;
    const report = {
      subject: { kind: 'flag', flag: step.flag },
      igtMs: igtAt(step.atMs),
      deaths: step.deaths,
    } as const;
    say({ type: 'report', participant, ...report, place: { outbox: `box ${participant}`, seq }, happenedAt: at }, at);
  }
  return { facts, ids };
}

function gatesBehind(graph: Graph, ids: readonly ParticipantId[]) {
  const gates = ids.flatMap((participant, n) => {
    let state = n + 1;
    const roll = (sides: number) => {
      state = (state * 48_271) % 2_147_483_647;
      return state % sides;
    };
    const { steps } = planRace(graph, { durationMs: PLAN_MS, roll });
    const behind = steps.filter((step) => step.node !== null && step.atMs < RUNNING_SINCE_MS);
    return behind.map((step, index) => ({ participant, step, seq: index + 1 }));
  });
  return gates.toSorted((a, b) => a.step.atMs - b.step.atMs);
}

function accepted(decision: Decision): Fact[] {
  if ('refused' in decision) throw new Error(`refused: ${JSON.stringify(decision.refused)}`);
  return [...decision.facts];
}

function codeOf(index: number): RaceCode {
  let [left, code] = [index, ''];
  for (let letters = 0; letters < CODE_LENGTH; letters += 1) {
    code += CODE_ALPHABET[left % CODE_ALPHABET.length];
    left = Math.floor(left / CODE_ALPHABET.length);
  }
  return code as RaceCode;
}
