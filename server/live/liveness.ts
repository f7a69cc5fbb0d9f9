// Who is connected, since when not, and when anybody last moved: what `decide` is told and facts never say.

import type { Fact } from '../race/facts.ts';
import type { ParticipantId } from '../race/ids.ts';
import type { Liveness } from '../race/intents.ts';
import type { Pulse } from '../race/pulses.ts';
import type { Race } from '../race/race.ts';

type Presence = { readonly connectedSince: number | null; readonly offlineSince: number | null };

export type Presences = {
  connected(id: ParticipantId, now: number): void;
  disconnected(id: ParticipantId, now: number): void;
  clock(id: ParticipantId, boundMs: number): void;
  /** A fact of a player moves them, whatever it says. */
  heard(fact: Fact): void;
  online(): ReadonlySet<ParticipantId>;
  of(race: Race, pulses: Readonly<Record<string, Pulse>>): Readonly<Record<string, Liveness>>;
};

/** `since`: the room knows of nobody before it; who is not connected counts as offline from then on. */
export function makePresences(since: number): Presences {
  const presence = new Map<ParticipantId, Presence>();
  const bounds = new Map<ParticipantId, number>();
  const moved = new Map<ParticipantId, number>();
  let online: ReadonlySet<ParticipantId> = new Set();
  const recount = () => {
    online = new Set([...presence].filter(([, one]) => one.connectedSince !== null).map(([id]) => id));
  };
  return {
    connected(id, now) {
      presence.set(id, { connectedSince: now, offlineSince: null });
      recount();
    },
    disconnected(id, now) {
      presence.set(id, { connectedSince: null, offlineSince: now });
      recount();
    },
    clock: (id, boundMs) => void bounds.set(id, boundMs),
    heard(fact) {
      if (fact.type === 'gate_passed' || fact.type === 'player_finished' || fact.type === 'player_restored') {
        moved.set(fact.participant, fact.at);
      }
    },
    online: () => online,
    of: (race, pulses) =>
      Object.fromEntries(
        race.participants.map(({ id }): [string, Liveness] => {
          const { connectedSince, offlineSince } = presence.get(id) ?? { connectedSince: null, offlineSince: since };
          const pulse = pulses[id];
          const times = [pulse?.movedAt, moved.get(id)].filter((time) => time !== undefined);
          return [
            id,
            {
              connected: connectedSince !== null,
              connectedSince,
              offlineSince,
              lastMovedAt: times.length === 0 ? null : Math.max(...times),
              deaths: pulse?.deaths ?? null,
              clockBoundMs: bounds.get(id) ?? null,
              watchedSince: since,
            },
          ];
        }),
      ),
  };
}
