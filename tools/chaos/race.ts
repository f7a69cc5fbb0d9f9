// One random race, from its plan to its verdict.

import { setTimeout as pause } from 'node:timers/promises';
import PQueue from 'p-queue';
import { z } from 'zod';
import type { Database } from './database.ts';
import { makeDice } from './dice.ts';
import { type FaultKind, KILLS, strike } from './faults.ts';
import { startRace } from './people.ts';
import { describePlan, type PlannedFault, planChaos } from './plan.ts';
import { finish, gather, leave, prepare, settle } from './racing.ts';
import { judge, type Raced } from './verdict.ts';
import { raiseWorld, type World } from './world.ts';

export type RaceReport = {
  readonly seed: number;
  readonly plan: string;
  /** Whether processes were killed too. */
  readonly kills: boolean;
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

/** How far a race has come. */
type Course = { raced: Raced | undefined; wrong: readonly string[]; facts: number };

export const FACTOR = 10;
const AN_OLD_CARD_MS = 2 * 3_600_000;
const WARNINGS_KEPT = 12;
const PINO_WARN = 40;

export async function runChaosRace({ seed, kills, database: open }: RaceOptions): Promise<RaceReport> {
  const began = performance.now();
  const plan = planChaos(seed, { kills });
  const backAfterMs: { kind: FaultKind; ms: number }[] = [];
  const database = await open();
  let world: World | undefined;
  const course: Course = { raced: undefined, wrong: [], facts: 0 };
  let struck = 0;
  let lastWarnings: readonly string[] = [];
  try {
    const here = await raiseWorld({ database, factor: FACTOR, aheadMs: plan.oldCard ? AN_OLD_CARD_MS : 0 });
    world = here;
    const dice = makeDice(seed + 1);
    const killing = new PQueue({ concurrency: 1 });
    const trouble = {
      world: here,
      dice,
      runners: () => [...(course.raced?.runners.values() ?? [])],
      onBack: (kind: FaultKind, ms: number) => void backAfterMs.push({ kind, ms }),
    };
    const storm = (faults: readonly PlannedFault[]): Promise<unknown> => {
      const over = Promise.all(
        faults.map(async ({ atMs, kind, forMs }) => {
          await pause(atMs);
          struck += 1;
          if (isKill(kind)) await killing.add(() => strike(kind, forMs, trouble));
          else await strike(kind, forMs, trouble);
        }),
      );
      // Its faults are heard where it is awaited; the race may fail first.
      over.catch(() => {});
      return over;
    };
    const story = async () => {
      const earlyOne = storm(plan.early);
      const raced = await prepare(here, plan.players, plan);
      course.raced = raced;
      const theOther = storm(plan.faults);
      await gather(raced);
      await startRace(here, raced.scene, raced.race);
      await finish(raced);
      await Promise.all([earlyOne, theOther]);
      await settle(raced);
      course.wrong = await judge(raced);
      course.facts = (await here.facts(raced.race.id)).length;
    };
    // A process that ends by itself would else be a race in which nothing happens any more.
    await Promise.race([story(), here.server.crashed]);
  } catch (error) {
    course.wrong = [error instanceof Error ? error.message : String(error)];
  }
  const { raced, wrong, facts } = course;
  if (raced !== undefined) leave(raced);
  if (world !== undefined) lastWarnings = warningsIn(await world.logLines());
  await world?.close();
  await database.close();
  const tookMs = performance.now() - began;
  return { seed, kills, plan: describePlan(plan), wrong, faults: struck, facts, tookMs, backAfterMs, lastWarnings };
}

const isKill = (kind: FaultKind): boolean => KILLS.some((one) => one === kind);

function warningsIn(lines: readonly string[]): readonly string[] {
  return lines
    .map((line) => LogLine.parse(JSON.parse(line)))
    .filter(({ level }) => level >= PINO_WARN)
    .slice(-WARNINGS_KEPT)
    .map((line) => `${new Date(line.time).toISOString().slice(14, 23)} ${line.msg}: ${reasonIn(line)}`);
}

const reasonIn = ({ err, why, fault, code, at }: z.infer<typeof LogLine>): string =>
  err?.message ?? ([why, fault, code, at[0] ?? ''].filter((part) => part !== '').join(' ') || 'no more is said');

const LogLine = z.object({
  level: z.number(),
  time: z.number(),
  msg: z.string().default(''),
  err: z.object({ message: z.string() }).optional(),
  why: z.string().default(''),
  fault: z.string().catch(''),
  code: z.union([z.string(), z.number()]).catch(''),
  at: z.array(z.string()).catch([]),
});
