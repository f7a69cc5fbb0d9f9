// Submit: queues per race, keeps the folded state keyed by seq, appends, and publishes after commit. What anybody was shown
// is durable. Deliberately absent: any rule (server/race decides) and any platform.

import PQueue from 'p-queue';
import { decide, decideCreate } from '../race/decide.ts';
import { foldFacts, foldLog } from '../race/evolve.ts';
import type { Fact, LoggedFact } from '../race/facts.ts';
import type { RaceId, UserId } from '../race/ids.ts';
import type { CreateRace, Decision, Intent } from '../race/intents.ts';
import { asOnePerson } from '../race/one-person.ts';
import type { Race } from '../race/race.ts';
import { noticesFor } from './notices.ts';
import type { Change, EventLog, Publish, RaceViews, Seeds, Time } from './ports/index.ts';
import { makeStandstill } from './standstill.ts';
import type { CreateOutcome, LoadRace, Outcome, SeedGone, Submit } from './submit.ts';

export type SubmitPorts = {
  readonly log: Pick<EventLog, 'append' | 'read'>;
  readonly seeds: Pick<Seeds, 'graph'>;
  readonly liveness: RaceViews['liveness'];
  readonly publish: Publish;
  readonly time: Time;
};

export type Submitter = {
  readonly submit: Submit;
  readonly load: LoadRace;
  readonly create: (create: CreateRace) => Promise<CreateOutcome>;
  /** Runs something while no race is being written. */
  readonly atRest: <T>(job: () => Promise<T>) => Promise<T>;
  /** What is kept of races may be wrong: each is read again. */
  readonly readAnew: () => void;
  /** Every race is read anew, and who still asks as `from` asks as `into`. To be called at rest. */
  readonly rename: (from: UserId, into: UserId) => void;
  /** Resolves when everything that was asked so far is committed or refused; from then on nothing is looked at again by itself. */
  readonly idle: () => Promise<void>;
};

type Known = { readonly race: Race; readonly seq: number };

/** Races whose state is kept in memory; the one that was asked for longest ago goes first. A fold of a few hundred facts takes milliseconds. */
export const RACES_IN_MEMORY = 500;
/** A second writer is refused by the primary key; the loser reloads and decides once more. */
const TRIES = 3;
/** When a race is read again whose last commit got no answer: it may still be on its way. What is found is told then, not before. */
const DOUBT_MS = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000] as const;

export function makeSubmit({ log, seeds, liveness, publish, time }: SubmitPorts): Submitter {
  const known = new Map<RaceId, Known>();
  const queues = new Map<RaceId, PQueue>();
  /** Races of which the log may hold more than was published, with the last seq that was. */
  const doubted = new Map<RaceId, number>();
  /** The last seq that was published, of races that are kept. */
  const toldLast = new Map<RaceId, number>();
  const standstill = makeStandstill();
  /** Accounts that became part of another while somebody may still ask as them. */
  const renamed = new Map<UserId, UserId>();
  /** Counts how often what was read before is worth nothing any more. */
  let readings = 0;
  let ended = false;

  const remember = (id: RaceId, state: Known) => {
    known.delete(id);
    known.set(id, state);
    const oldest = known.size > RACES_IN_MEMORY ? known.keys().next().value : undefined;
    if (oldest === undefined) return;
    known.delete(oldest);
    toldLast.delete(oldest);
  };

  const tell = (change: Change) => {
    toldLast.set(change.race.id, change.seq);
    publish(change);
  };

  const load: LoadRace = async (id) => {
    const kept = known.get(id);
    if (kept !== undefined) {
      remember(id, kept);
      return kept;
    }
    const reading = readings;
    const entries = await log.read(id);
    if (reading !== readings) return load(id);
    const race = foldLog(entries);
    const seq = entries.at(-1)?.seq ?? 0;
    const told = doubted.get(id);
    if (race !== undefined && told !== undefined && seq > told) {
      doubted.delete(id);
      remember(id, { race, seq });
      tell({ race, seq, facts: entries.filter((entry) => entry.seq > told) });
    }
    // A writer may have been faster than this read: the newer state stays.
    const newer = known.get(id);
    if (newer !== undefined && newer.seq >= seq) return newer;
    if (race === undefined) return undefined;
    const state = { race, seq };
    remember(id, state);
    return state;
  };

  /** Without an answer nobody knows whether it was committed; who waits for what it says must not wait for the next fact. */
  const doubt = (id: RaceId, after: number) => {
    known.delete(id);
    if (doubted.has(id)) return;
    // Another reader may have found it, and told it, since the writer looked.
    const told = Math.max(after, toldLast.get(id) ?? 0);
    doubted.set(id, told);
    lookAgain(id, told, 0);
  };
  const lookAgain = (id: RaceId, told: number, looks: number) => {
    const wait = DOUBT_MS[looks];
    if (ended || doubted.get(id) !== told) return;
    if (wait === undefined) return void doubted.delete(id);
    time.after(wait, () => {
      look(id, told).then(
        () => lookAgain(id, told, looks + 1),
        // Without a database nothing is learnt: this look does not count.
        () => lookAgain(id, told, looks),
      );
    });
  };
  const look = async (id: RaceId, told: number): Promise<void> => {
    if (ended || doubted.get(id) !== told) return;
    const found = await log.read(id, told);
    if (found.length === 0 || doubted.get(id) !== told) return;
    known.delete(id);
    await load(id);
  };

  const append = async (id: RaceId, before: Known | undefined, facts: readonly Fact[]) => {
    const race = foldFacts(facts, before?.race);
    if (race === undefined) throw new Error(`race ${id}: its first fact must be race_created`);
    const after = before?.seq ?? 0;
    const notices = noticesFor(facts, before?.race, race);
    const result = await log.append({ race: id, after, facts, state: race, notices }).catch((fault: unknown) => {
      doubt(id, after);
      throw fault;
    });
    if (result === 'conflict' && before !== undefined) doubt(id, after);
    if (result !== 'ok') return result;
    doubted.delete(id);
    const logged: readonly LoggedFact[] = facts.map((fact, index) => ({ seq: after + 1 + index, fact }));
    const state = { race, seq: after + facts.length };
    remember(id, state);
    // Who looked for an earlier commit may have found this one, and told it, before its writer had the answer.
    if ((toldLast.get(id) ?? 0) < state.seq) tell({ race, seq: state.seq, facts: logged });
    return { ...state, facts: logged };
  };

  const attempt = async (id: RaceId, intent: Intent): Promise<Outcome | 'conflict'> => {
    const before = await load(id);
    if (before === undefined) return { refused: { code: 'unknown_race' } };
    const graph = await seeds.graph(before.race.seed.id);
    // Without it no gate can be judged; a race must be stoppable all the same.
    if (graph === undefined && intent.type === 'report') return { refused: seedGone };
    const asked = asOnePerson(intent, renamed);
    const decision: Decision = decide(before.race, asked, { now: time.now(), graph, live: liveness(id) });
    if ('refused' in decision) return decision;
    if (decision.facts.length === 0) return { ...before, facts: [] };
    const done = await append(id, before, decision.facts);
    return typeof done === 'string' ? 'conflict' : done;
  };

  const write = async (id: RaceId, intent: Intent): Promise<Outcome> => {
    for (let tried = 0; tried < TRIES; tried += 1) {
      const outcome = await attempt(id, intent);
      if (outcome !== 'conflict') return outcome;
    }
    throw new Error(`race ${id}: another writer was faster ${TRIES} times`);
  };

  const readAnew = () => {
    readings += 1;
    known.clear();
  };

  const inTurn = <T>(id: RaceId, job: () => Promise<T>): Promise<T> => {
    const queue = queues.get(id) ?? new PQueue({ concurrency: 1 });
    queues.set(id, queue);
    return queue
      .add(() => standstill.among(job))
      .finally(() => {
        if (queue.size === 0 && queue.pending === 0) queues.delete(id);
      });
  };

  return {
    load,
    submit: (id, intent) => inTurn(id, () => write(id, intent)),
    create: (create) =>
      inTurn(create.race, async () => {
        const decision = decideCreate(asOnePerson(create, renamed), time.now());
        if ('refused' in decision) return decision;
        const done = await append(create.race, undefined, decision.facts);
        if (done === 'code_taken') return { refused: { code: 'code_taken' } };
        if (done === 'conflict') return { refused: { code: 'race_there' } };
        return done;
      }),
    atRest: standstill.alone,
    readAnew,
    rename(from, into) {
      renamed.set(from, into);
      readAnew();
    },
    idle: async () => {
      ended = true;
      await Promise.all([...queues.values()].map((queue) => queue.onIdle()));
    },
  };
}

const seedGone: SeedGone = { code: 'seed_gone' };
