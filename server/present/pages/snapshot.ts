// A race as `GET /api/races/{id}` tells it: race and leaderboard, field names as on the wire. The graph is not in it: whoever
// needs the map takes the socket, which follows a viewer's sight as it changes. No node, no zone, no token.

import type { RaceView } from '../../play/ports/index.ts';
import type { Race } from '../../race/race.ts';
import { type Line, standings } from '../../race/standings.ts';

export function raceSnapshot(view: RaceView) {
  const { race } = view;
  return {
    race: {
      id: race.id,
      code: race.code,
      name: race.name,
      note: race.note,
      ...raceTimes(race),
      pool: race.seed.pool,
      organizers: race.organizers.map((person) => person.name),
    },
    seed: { total_layers: race.seed.totalLayers },
    as_of: view.asOf,
    participants: standings(race, view.pulses).map((line) => lineOf(line, view)),
  };
}

/** Status and instants of a race, as in `auth_ok` and `race_state` (PROTOCOL.md). */
export function raceTimes(race: Race) {
  const { phase } = race;
  return {
    status: phase.status,
    scheduled_start: race.scheduledStart,
    starts_at: phase.status === 'countdown' ? phase.startsAt : null,
    started_at: phase.status === 'running' || phase.status === 'finished' ? phase.startedAt : null,
    finished_at: phase.status === 'finished' ? phase.finishedAt : null,
    results_final: phase.status === 'finished' ? phase.final : null,
  };
}

function lineOf(line: Line, view: RaceView) {
  const { participant } = line;
  const { standing } = participant;
  return {
    id: participant.id,
    name: participant.name,
    color: participant.color,
    place: line.place,
    layer: line.layer,
    igt_ms: line.igtMs,
    death_count: line.deaths,
    gap_ms: line.gapMs,
    status: standing.status,
    reason: standing.status === 'abandoned' ? standing.why : null,
    connected: view.liveness[participant.id]?.connected === true,
    late_ms: participant.lateMs,
    by_hand: standing.status === 'finished' && standing.byHand,
    under_review: participant.held,
  };
}
