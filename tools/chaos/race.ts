// One random race, from its plan to its verdict.

import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { makeSeeds } from '../../server/pools/seeds.ts';
import { planRace } from '../runner/plan.ts';
import { Runner } from '../runner/runner.ts';
import type { Database } from './database.ts';
import { makeDice } from './dice.ts';
import { type FaultKind, KILLS, strike } from './faults.ts';
import { createRace, enter, giveUp, setScene, startRace, until } from './people.ts';
import { describePlan, type Player, planChaos } from './plan.ts';
import { judge, type Raced, unsaid } from './verdict.ts';
import { raiseWorld, type World } from './world.ts';

export type RaceReport = {
  readonly seed: number;
  readonly plan: string;
  /** Empty: all is as it must be. */
  readonly wrong: readonly string[];
  readonly faults: number;
  readonly facts: number;
  /** Wall ms. */
  readonly tookMs: number;
  /** From the end of a server process to the next one listening, wall ms. */
  readonly backAfterMs: readonly { readonly kind: FaultKind; readonly ms: number }[];
  /** The last warnings of the service, for whoever looks into it. */
  readonly lastWarnings: readonly string[];
};

export type RaceOptions = {
  readonly seed: number;
  readonly kills: boolean;
  readonly database: () => Promise<Database>;
};

export const FACTOR = 10;
const RACE_WITHIN_MS = 150_000;
const WARNINGS_KEPT = 12;
const PINO_WARN = 40;

export async function runChaosRace({ seed, kills, database: open }: RaceOptions): Promise<RaceReport> {
  const began = performance.now();
  const plan = planChaos(seed, { kills });
  const backAfterMs: { kind: FaultKind; ms: number }[] = [];
  const database = await open();
  let world: World | undefined;
  let raced: Raced | undefined;
  let wrong: readonly string[];
  let facts = 0;
  let struck = 0;
  let lastWarnings: readonly string[] = [];
  try {
    world = await raiseWorld({ database, factor: FACTOR });
    raced = await prepare(world, plan.players);
    const runners = raced.runners;
    const dice = makeDice(seed + 1);
    const killing = inTurn();
    const trouble = {
      world,
      dice,
      runners: () => [...runners.values()],
      onBack: (kind: FaultKind, ms: number) => void backAfterMs.push({ kind, ms }),
    };
    const storm = Promise.all(
      plan.faults.map(async ({ atMs, kind, forMs }) => {
        await pause(atMs);
        struck += 1;
        if (isKill(kind)) await killing(() => strike(kind, forMs, trouble));
        else await strike(kind, forMs, trouble);
      }),
    );
    // Its faults are heard where it is awaited; the race may fail first.
    storm.catch(() => {});
    await play(raced);
    await storm;
    await settle(raced);
    wrong = await judge(raced);
    facts = (await world.facts(raced.race.id)).length;
  } catch (error) {
    wrong = [error instanceof Error ? error.message : String(error)];
  }
  for (const runner of raced?.runners.values() ?? []) runner.stop();
  if (world !== undefined) lastWarnings = warningsIn(await world.logLines());
  await world?.close();
  await database.close();
  const tookMs = performance.now() - began;
  return { seed, plan: describePlan(plan), wrong, faults: struck, facts, tookMs, backAfterMs, lastWarnings };
}

const isKill = (kind: FaultKind): boolean => KILLS.some((one) => one === kind);

/** One after another. */
function inTurn(): (job: () => Promise<void>) => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return (job) => {
    last = last.then(job);
    return last;
  };
}

/** Everything before trouble begins: a race that is open at home in both places. */
async function prepare(world: World, players: readonly Player[]): Promise<Raced> {
  const scene = setScene(world, players);
  const race = await createRace(world, scene);
  return { world, scene, race, players, plans: new Map(), runners: new Map(), links: new Map() };
}

async function play(raced: Raced): Promise<void> {
  const { world, scene, race, players } = raced;
  const graph = await graphOf(world);
  const plans = raced.plans as Map<string, ReturnType<typeof planRace>>;
  const runners = raced.runners as Map<string, Runner>;
  const links = raced.links as Map<string, string>;
  const quitting: Promise<void>[] = [];
  await Promise.all(
    players.map(async (player, index) => {
      const { name, givesUp, durationMs } = player;
      const { roll } = makeDice(index * 7919 + durationMs);
      const plan = planRace(graph, { durationMs, roll, givesUp });
      plans.set(name, plan);
      const link = await enter(world, scene, race, player);
      links.set(name, link);
      const onGiveUp = () => void quitting.push(giveUp(world, scene, race, player));
      const runner = new Runner({ name, link, plan, time: world.time, onGiveUp });
      await untilStarted(runner);
      runners.set(name, runner);
    }),
  );
  const all = [...runners.values()];
  await until(async () => {
    const state = await world.state(race.id);
    return state?.participants.every((one) => one.standing.status === 'ready');
  }, 'everybody ready');
  await startRace(world, scene, race);
  await until(
    async () => (await world.state(race.id))?.phase.status === 'finished',
    () =>
      `the end of the race; ${all.map((one) => `${one.name} ${one.state} ${one.stepsDone} (${one.lastWord})`).join(', ')}`,
    RACE_WITHIN_MS,
  );
  await Promise.all(quitting);
}

/** A player whose download fails tries again. */
async function untilStarted(runner: Runner): Promise<void> {
  let failure = '';
  let running = false;
  await until(
    async () => {
      if (running) return false;
      running = true;
      try {
        await runner.start();
        return true;
      } catch (error) {
        failure = String(error);
        await pause(300);
        return false;
      } finally {
        running = false;
      }
    },
    () => `${runner.name}'s pack (${failure})`,
  );
}

/** Trouble is over: all that waits gets its time. */
async function settle(raced: Raced): Promise<void> {
  const { world, scene, race } = raced;
  await until(async () => (await unsaid(raced)) === 0, 'everything to be said');
  await until(
    () =>
      world.discord
        .messagesSeenBy(scene.organizer, scene.channel)
        .some((one) => one.id === race.card.id && JSON.stringify(one.embeds).includes('Finished')),
    'the card to show the end',
  );
  await until(async () => (await fetch(`${world.publicUrl}/api/races/${race.id}`)).ok, 'the page');
}

async function graphOf(world: World) {
  const store = await world.store();
  const seeds = makeSeeds({ dir: world.seedsDir, rows: store.seedRows });
  const [race] = await store.log.unfinished();
  const log = race === undefined ? [] : await store.log.read(race);
  const created = log.map(({ fact }) => fact).find((fact) => fact.type === 'race_created');
  const graph = created === undefined ? undefined : await seeds.graph(created.seed.id);
  if (graph === undefined) throw new Error('the seed has no graph');
  return graph;
}

function warningsIn(lines: readonly string[]): readonly string[] {
  return lines
    .map((line) => LogLine.parse(JSON.parse(line)))
    .filter(({ level }) => level >= PINO_WARN)
    .slice(-WARNINGS_KEPT)
    .map(({ time, msg, err }) => `${new Date(time).toISOString().slice(14, 23)} ${msg}: ${err?.message ?? ''}`);
}

const LogLine = z.object({
  level: z.number(),
  time: z.number(),
  msg: z.string().default(''),
  err: z.object({ message: z.string() }).optional(),
});
