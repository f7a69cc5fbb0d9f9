// Logs of every released version fold to the standings that were recorded with them: `evolve` of an old fact never changes.
// A sample is written once and then left alone; a new fact or a new version of one comes with another sample.

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { foldLog } from './evolve.ts';
import type { FactType, LoggedFact } from './facts.ts';
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
  const known = new Set(samples.flatMap(({ log }) => log.map((entry) => entry.fact.type)));
  expect(known.size).toBeGreaterThan(0);
  expect(FACT_TYPES.filter((type) => !known.has(type))).toEqual([]);
});

const FACT_TYPES = Object.keys({
  race_created: true,
  race_opened: true,
  race_edited: true,
  channel_added: true,
  channel_removed: true,
  caster_added: true,
  caster_removed: true,
  organizer_added: true,
  organizer_removed: true,
  player_invited: true,
  join_requested: true,
  join_declined: true,
  player_waiting: true,
  player_stopped_waiting: true,
  player_joined: true,
  player_left: true,
  player_removed: true,
  start_approached: true,
  start_time_came: true,
  announcement_made: true,
  problem_reported: true,
  race_locked: true,
  race_unlocked: true,
  packs_released: true,
  pack_renewed: true,
  pack_downloaded: true,
  seed_rerolled: true,
  player_ready: true,
  player_not_ready: true,
  countdown_started: true,
  countdown_stopped: true,
  race_started: true,
  player_started_late: true,
  mod_connected: true,
  mod_disconnected: true,
  save_reported: true,
  note_reported: true,
  gate_passed: true,
  player_finished: true,
  player_abandoned: true,
  player_restored: true,
  player_warned: true,
  map_seen: true,
  result_set: true,
  result_held: true,
  result_released: true,
  race_finished: true,
  race_reopened: true,
  results_became_final: true,
  race_cancelled: true,
} as const satisfies Record<FactType, true>) as readonly FactType[];
