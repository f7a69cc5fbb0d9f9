// Which race each channel has that somebody watches by its live address, followed as races come and go. One question to the log
// per channel and change, however many watch. Deliberately absent: sockets, sight.

import { currentRace, isAt, type LivePlace } from '../play/current-race.ts';
import type { Change, Changes, EventLog, Time } from '../play/ports/index.ts';
import type { LoadRace } from '../play/submit.ts';
import type { FactType } from '../race/facts.ts';
import type { RaceId } from '../race/ids.ts';

export type LivePlacePorts = {
  readonly log: Pick<EventLog, 'byChannel' | 'byServer'>;
  readonly load: LoadRace;
  readonly changes: Changes;
  readonly time: Time;
  readonly onFault: (fault: unknown) => void;
};

export type LivePlaces = {
  /** `told`: with the race now, and whenever another one takes its place; undefined: there is none. Returns the way to stop. */
  follow(place: LivePlace, told: (race: RaceId | undefined) => void): () => void;
  stop(): void;
};

/** What can make another race the current one. */
const MOVES: ReadonlySet<FactType> = new Set<FactType>([
  ...(['race_created', 'race_opened', 'race_edited', 'channel_added', 'channel_removed'] as const),
  ...(['countdown_started', 'countdown_stopped', 'race_started', 'race_finished', 'race_reopened'] as const),
  ...(['results_became_final', 'race_cancelled'] as const),
]);

/** While the log cannot be asked. */
const RETRY_MS = 2_000;

type Followed = {
  readonly listeners: Set<(race: RaceId | undefined) => void>;
  /** Null: not known yet. */
  current: RaceId | undefined | null;
  looking: boolean;
  lookAgain: boolean;
};

export function makeLivePlaces({ log, load, changes, time, onFault }: LivePlacePorts): LivePlaces {
  const followed = new Map<LivePlace, Followed>();

  const look = async (place: LivePlace, one: Followed) => {
    one.lookAgain = one.looking;
    if (one.looking) return;
    one.looking = true;
    try {
      const race = (await currentRace(place, { log, load }))?.id;
      if (race !== one.current) {
        one.current = race;
        for (const told of one.listeners) told(race);
      }
    } catch (fault) {
      onFault(fault);
      time.after(RETRY_MS, () => {
        if (followed.get(place) === one) void look(place, one);
      });
    } finally {
      one.looking = false;
    }
    if (one.lookAgain) await look(place, one);
  };
  const heard = ({ race, facts }: Change) => {
    if (followed.size === 0 || !facts.some(({ fact }) => MOVES.has(fact.type))) return;
    for (const [place, one] of followed) {
      if (one.current === race.id || isAt(race, place)) void look(place, one);
    }
  };
  const stop = changes.subscribe(heard);

  return {
    follow(place, told) {
      const one = followed.get(place) ?? { listeners: new Set(), current: null, looking: false, lookAgain: false };
      followed.set(place, one);
      one.listeners.add(told);
      // Under way: everybody is told when it is known.
      if (one.current !== null) told(one.current);
      else if (!one.looking) void look(place, one);
      return () => {
        one.listeners.delete(told);
        if (one.listeners.size === 0) followed.delete(place);
      };
    },
    stop,
  };
}
