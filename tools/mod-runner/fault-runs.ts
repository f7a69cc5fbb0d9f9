// Random runs with the real mod while the wires between it and the server misbehave: each player has a wire of its own. What is
// true afterwards is the server's log: every deed of the script, once, in order.

import { setTimeout as pause } from 'node:timers/promises';
import type { Fact } from '../../server/race/facts.ts';
import type { ParticipantId } from '../../server/race/ids.ts';
import { makeDice } from '../chaos/dice.ts';
import { igtAt, type Plan, planRace, type Step } from '../runner/plan.ts';
import { fastTime } from '../stand/fast-time.ts';
import { type FaultWorld, raiseFaultWorld } from './fault-world.ts';
import { type FaultyMessages, MESSAGE_FAULTS, type MessageFault, startFaultyMessages } from './faulty-wire.ts';
import { type ModProcess, startModRunners } from './mod-runner.ts';

export type FaultReport = {
  /** Sentences; none where every run is as it must be. */
  readonly wrong: readonly string[];
  readonly runs: number;
  readonly facts: number;
  readonly faults: Readonly<Record<MessageFault, number>>;
  /** Between the first and the last view that said GO, wall ms; 0 where nobody saw it in time. */
  readonly goSpreadMs: number;
};

export type FaultOptions = {
  readonly databaseUrl: string;
  readonly binary: string;
  /** One run each. */
  readonly seeds: readonly number[];
  /** The runners' process is killed in the middle, and the service restarted. */
  readonly deadly: boolean;
  /** Lines of the runners, for whoever looks into it. */
  readonly onWord?: (line: string) => void;
};

const FACTOR = 10;
/** Race time. */
const DURATION_MS = 120_000;
const FAULTS_EACH = 8;
const ROUNDS_MS = 50;
/** From the first GO to the last that is counted. */
const GO_WITHIN_MS = 1_000;
/** A busy machine takes its time; nobody waits for longer than this in vain. */
const WITHIN_MS = 300_000;
/** One gate in so many is taken a second time. */
const AGAIN_ONE_IN = 4;

export async function runFaults({ databaseUrl, binary, seeds, deadly, onWord }: FaultOptions): Promise<FaultReport> {
  const time = fastTime(FACTOR);
  const names = seeds.map((seed) => `run${seed}`);
  const world = await raiseFaultWorld({ databaseUrl, time, names });
  const wires: FaultyMessages[] = [];
  let process: ModProcess | undefined;
  try {
    const plans = new Map<string, Plan>();
    for (const [index, name] of names.entries()) {
      const { roll } = makeDice(seeds[index] ?? 0);
      plans.set(name, takeSomeTwice(planRace(world.graph, { durationMs: DURATION_MS, roll }), roll));
      wires.push(await startFaultyMessages({ target: () => world.socketUrl, roll, faults: FAULTS_EACH }));
    }
    const start = () =>
      startModRunners({
        binary,
        folder: `${world.folder}/mods`,
        speed: FACTOR,
        ...(onWord === undefined ? {} : { onWord }),
        players: world.players.map(({ name, packPath }, index) => {
          const url = wires[index]?.url;
          const plan = plans.get(name) ?? { steps: [], givesUpAtMs: null };
          return { name, packPath, plan, ...(url === undefined ? {} : { url }) };
        }),
      });
    process = start();
    // Whose wire broke before the clocks had met is not told GO in time.
    const runners = [...process.runners.values()];
    const went = await until(() => runners.some(({ goAt, state }) => goAt !== undefined || state === 'racing'));
    await pause(GO_WITHIN_MS);
    const goAt = runners.flatMap((runner) => runner.goAt ?? []);
    if (deadly && went) {
      await pause(DURATION_MS / FACTOR / 3);
      await process.kill();
      await world.restart();
      process = start();
    }
    await pause(DURATION_MS / FACTOR);
    for (const wire of wires) wire.calm();
    const ended = await until(() => everybody(process, ({ state }) => state === 'finished'));
    const wrong = ended ? [] : [`not everybody finished: ${describe(process)}`];
    const facts = (await world.facts()).map(({ fact }) => fact);
    wrong.push(...judge(world, plans, facts));
    const counted = MESSAGE_FAULTS.map((fault) => [fault, wires.reduce((sum, { counts }) => sum + counts[fault], 0)]);
    return {
      wrong,
      runs: seeds.length,
      facts: facts.length,
      faults: Object.fromEntries(counted) as FaultReport['faults'],
      goSpreadMs: goAt.length === 0 ? 0 : Math.max(...goAt) - Math.min(...goAt),
    };
  } finally {
    await process?.close();
    for (const wire of wires) await wire.close();
    await world.close();
  }
}

export function describeFaults({ wrong, runs, facts, faults, goSpreadMs }: FaultReport): string {
  const kinds = Object.entries(faults).map(([kind, count]) => `${count} ${kind}`);
  const verdict = wrong.length === 0 ? 'as played' : wrong.join('; ');
  return `${runs} runs, ${facts} facts, ${kinds.join(', ')}; GO within ${goSpreadMs} ms: ${verdict}`;
}

/** The player goes back and passes the gate again. */
function takeSomeTwice(plan: Plan, roll: (sides: number) => number): Plan {
  const steps = plan.steps.flatMap((step, index): Step[] => {
    const next = plan.steps[index + 1];
    if (next === undefined || roll(AGAIN_ONE_IN) !== 0) return [step];
    return [step, { ...step, atMs: Math.round((step.atMs + next.atMs) / 2) }];
  });
  return { ...plan, steps };
}

const everybody = (process: ModProcess | undefined, holds: (runner: ModRunnerOf) => boolean): boolean =>
  process !== undefined && [...process.runners.values()].every(holds);
type ModRunnerOf = Parameters<Parameters<ModProcess['runners']['forEach']>[0]>[0];

async function until(holds: () => boolean): Promise<boolean> {
  for (const began = Date.now(); Date.now() - began < WITHIN_MS; await pause(ROUNDS_MS)) if (holds()) return true;
  return false;
}

const describe = (process: ModProcess): string =>
  [...process.runners.values()]
    .filter(({ state }) => state !== 'finished')
    .map(({ name, state, lastWord, now }) => `${name} is ${state} (${lastWord}; ${JSON.stringify(now)})`)
    .join(', ');

function judge(world: FaultWorld, plans: ReadonlyMap<string, Plan>, facts: readonly Fact[]): readonly string[] {
  return world.players.flatMap(({ name, id }) => {
    const should = (plans.get(name)?.steps ?? []).map(({ flag, atMs, deaths }) => `${flag} ${igtAt(atMs)} ${deaths}`);
    const did = deedsOf(facts, id);
    return should.join() === did.join() ? [] : [`${name} did [${should.join(', ')}], the log says [${did.join(', ')}]`];
  });
}

const deedsOf = (facts: readonly Fact[], id: ParticipantId): readonly string[] =>
  facts.flatMap((fact) => {
    if (fact.type !== 'gate_passed' && fact.type !== 'player_finished') return [];
    if (fact.participant !== id || fact.subject.kind !== 'flag') return [];
    return [`${fact.subject.flag} ${fact.igtMs} ${fact.deaths}`];
  });
