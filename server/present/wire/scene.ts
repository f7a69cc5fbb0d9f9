// A race at one instant, ready to be told: the state, the graph, what ticks, and the standings computed once for all who look.

import type { Graph } from '../../race/graph.ts';
import type { ParticipantId } from '../../race/ids.ts';
import type { Pulse } from '../../race/pulses.ts';
import type { Participant, Race, Standing } from '../../race/race.ts';
import { type Line, standings } from '../../race/standings.ts';

export type Scene = {
  readonly race: Race;
  /** Seq of the last fact in it. */
  readonly seq: number;
  /** Undefined: the seed's folder is gone. */
  readonly graph: Graph | undefined;
  readonly pulses: Readonly<Record<string, Pulse>>;
  readonly connected: ReadonlySet<ParticipantId>;
  readonly lines: readonly Line[];
};

/** Lines that are as they were `before` stay the same objects: whoever tells of differences sees at a glance that there are none. */
export const makeScene = (parts: Omit<Scene, 'lines'>, before?: Scene): Scene => ({
  ...parts,
  lines: standings(parts.race, parts.pulses, before?.lines),
});

/** What `you.reason` and `player_status.reason` say: why not ready, or why out. */
export function reasonOf(standing: Standing): string | null {
  if (standing.status === 'registered') return standing.reason;
  return standing.status === 'abandoned' ? standing.why : null;
}

/** The moments of a race as both wires name them. */
export function momentsOf(race: Race): {
  scheduled_start: number | null;
  starts_at: number | null;
  started_at: number | null;
} {
  const { phase } = race;
  return {
    scheduled_start: race.scheduledStart,
    starts_at: phase.status === 'countdown' ? phase.startsAt : null,
    started_at: phase.status === 'running' || phase.status === 'finished' ? phase.startedAt : null,
  };
}

export const participantOf = (scene: Scene, id: ParticipantId): Participant | undefined =>
  scene.race.participants.find((one) => one.id === id);
