// Logs of every released version fold to the standings that were recorded with them: `evolve` of an old fact never changes.
// A sample is written once and then left alone; a new fact or a new version of one comes with another sample.

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { foldLog } from './evolve.ts';
import { FACT_TYPES, type LoggedFact } from './facts.ts';
import type { Race } from './race.ts';
import { type Line, standings } from './standings.ts';

type Folded = { readonly seq: number; readonly status: string };

const SAMPLES = new URL('samples/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, SAMPLES), 'utf8');

const samples = readdirSync(SAMPLES)
  .filter((file) => file.endsWith('.log.jsonl'))
  .map((file) => {
    const name = file.replace('.log.jsonl', '');
    const { folded } = JSON.parse(read(`${name}.folded.json`)) as { readonly folded: readonly Folded[] };
    const log = read(file)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as LoggedFact);
    return { name, log, folded };
  });

const recordOf = (race: Race) => ({
  status: race.phase.status,
  final: race.phase.status === 'finished' ? race.phase.final : null,
  seed: race.seed.number,
  standings: standings(race, {}).map(recordOfLine),
});

function recordOfLine({ participant, place, layer, node, igtMs, deaths, gapMs }: Line) {
  const { name, standing, lateMs, generation, held, sawMap, marks } = participant;
  const why = standing.status === 'abandoned' ? standing.why : null;
  const byHand = standing.status === 'finished' && standing.byHand;
  const player = { name, status: standing.status, why, byHand, lateMs, generation, held, sawMap, marks };
  return { ...player, place, layer, node, igtMs, deaths, gapMs };
}

describe.each(samples)('$name', ({ log, folded }) => {
  it('is numbered without holes', () => {
    expect(log.map((entry) => entry.seq)).toEqual(log.map((_, index) => index + 1));
  });

  it.each(folded)('folds to what was recorded at $seq', ({ seq, ...recorded }) => {
    const race = foldLog(log.slice(0, seq));
    if (race === undefined) throw new Error('the log does not begin with race_created');
    expect(recordOf(race)).toEqual(recorded);
  });
});

it('the samples know every fact', () => {
  const known = new Set<string>(samples.flatMap(({ log }) => log.map((entry) => entry.fact.type)));
  expect(known.size).toBeGreaterThan(0);
  expect([...FACT_TYPES].filter((type) => !known.has(type))).toEqual([]);
});
