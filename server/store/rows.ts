// The read tables as a function of a race's folded state: one place for the database and for its twin in memory.
// Deliberately absent: statements.

import type { RaceSummary } from '../play/ports/index.ts';
import type { Fact, FactType } from '../race/facts.ts';
import type { ParticipantId, RaceCode, RaceId } from '../race/ids.ts';
import { shown } from '../race/pulses.ts';
import type { Participant, Race, RaceStatus } from '../race/race.ts';
import type { ParticipantRow } from './schemas/participants.ts';
import type { RaceChannelRow } from './schemas/race-channels.ts';
import type { RaceRow } from './schemas/races.ts';

export function raceRow(race: Race): RaceRow {
  const { phase } = race;
  const running = phase.status === 'running' || phase.status === 'finished';
  return {
    id: race.id,
    code: race.code,
    name: race.name,
    organizer_id: race.creator.user,
    organizer_name: race.creator.name,
    organizer_ids: race.organizers.map((person) => person.user),
    seed_id: race.seed.id,
    pool_name: race.seed.pool,
    status: phase.status,
    settled: phase.status === 'cancelled' || (phase.status === 'finished' && phase.final),
    mode: 'sync',
    config: race.options,
    players: race.participants.length,
    max_players: race.options.maxPlayers,
    scheduled_start: asDate(race.scheduledStart),
    started_at: running ? new Date(phase.startedAt) : null,
    finished_at: phase.status === 'finished' ? new Date(phase.finishedAt) : null,
    created_at: new Date(race.createdAt),
  };
}

export function participantRow(race: RaceId, participant: Participant): ParticipantRow {
  const { standing } = participant;
  const { node, layer, igtMs, deaths } = shown(participant, undefined);
  return {
    id: participant.id,
    race_id: race,
    user_id: participant.user,
    name: participant.name,
    color: participant.color,
    status: standing.status,
    current_zone: node,
    current_layer: layer,
    igt_ms: igtMs,
    death_count: deaths,
    finished_at: standing.status === 'finished' ? new Date(standing.finishedAt) : null,
    generation: participant.generation,
    joined_at: new Date(participant.joinedAt),
  };
}

export const channelRows = (race: Race): readonly RaceChannelRow[] =>
  race.channels.map(({ platform, channel, server, kind }) => ({ race_id: race.id, platform, channel, server, kind }));

export const summaryOf = (row: RaceRow): RaceSummary => ({
  id: row.id as RaceId,
  code: row.code as RaceCode,
  name: row.name,
  status: row.status as RaceStatus,
  pool: row.pool_name,
  organizerName: row.organizer_name,
  players: row.players,
  maxPlayers: row.max_players,
  scheduledStart: row.scheduled_start?.getTime() ?? null,
  startedAt: row.started_at?.getTime() ?? null,
  finishedAt: row.finished_at?.getTime() ?? null,
  createdAt: row.created_at.getTime(),
});

/** Facts that change one player's row and nothing else of the read tables; all others may change any. */
const OF_ONE_PLAYER = [
  'pack_renewed',
  'pack_downloaded',
  'player_ready',
  'player_not_ready',
  'player_started_late',
  'mod_connected',
  'mod_disconnected',
  'save_reported',
  'note_reported',
  'gate_passed',
  'player_finished',
  'player_abandoned',
  'player_restored',
  'map_seen',
  'result_set',
  'result_held',
  'result_released',
] as const satisfies readonly FactType[];
type OfOnePlayer = Extract<Fact, { readonly type: (typeof OF_ONE_PLAYER)[number] }>;

const isOfOnePlayer = (fact: Fact): fact is OfOnePlayer => (OF_ONE_PLAYER as readonly FactType[]).includes(fact.type);

/** Whose rows these facts may have changed; `everything`: the race's own row and its channels too. */
export function touchedBy(facts: readonly Fact[]): ReadonlySet<ParticipantId> | 'everything' {
  const players = facts.filter(isOfOnePlayer);
  return players.length < facts.length ? 'everything' : new Set(players.map((fact) => fact.participant));
}

const asDate = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));
