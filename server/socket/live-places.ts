// Which race each channel has that somebody watches by its live address, followed as races come and go. One question to the log
// per channel and change, and another one when the change is due for who is delayed, however many watch. Deliberately absent: sockets,
// sight.

import { type CurrentRaces, currentRaces, isAt, type LivePlace, type Looking } from '../play/current-race.ts';
import type { Change, Changes, Time } from '../play/ports/index.ts';
import type { FactType } from '../race/facts.ts';

export type LivePlacePorts = Looking & {
  readonly changes: Changes;
  readonly time: Time;
  readonly onFault: (fault: unknown) => void;
};

export type LivePlaces = {
  /** `told`: with the races now, and whenever others take their place. Returns the way to stop. */
  follow(place: LivePlace, told: (races: CurrentRaces) => void): () => void;
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

/** So that a timer that is early by a hair does not look too soon. */
const SLACK_MS = 20;
const SECOND_MS = 1_000;

const delayOf = ({ live, delayed }: CurrentRaces): number =>
  Math.max(live?.options.spectatorDelaySeconds ?? 0, delayed?.options.spectatorDelaySeconds ?? 0);

type Followed = {
  readonly listeners: Set<(races: CurrentRaces) => void>;
  /** Null: not known yet. */
  current: CurrentRaces | null;
  looking: boolean;
  lookAgain: boolean;
};

export function makeLivePlaces(ports: LivePlacePorts): LivePlaces {
  const { changes, time, onFault } = ports;
  const followed = new Map<LivePlace, Followed>();

  const look = async (place: LivePlace, one: Followed) => {
    one.lookAgain = one.looking;
    if (one.looking) return;
    one.looking = true;
    try {
      const before = one.current;
      const races = await currentRaces(place, ports);
      one.current = races;
      // What happened before anybody looked may be held back still.
      if (before === null) lookLater(place, one, delayOf(races));
      if (before?.live?.id !== races.live?.id || before?.delayed?.id !== races.delayed?.id || before === null) {
        for (const told of one.listeners) told(races);
      }
    } catch (fault) {
      onFault(fault);
      lookIn(RETRY_MS, place, one);
    } finally {
      one.looking = false;
    }
    if (one.lookAgain) await look(place, one);
  };
  const lookIn = (ms: number, place: LivePlace, one: Followed) =>
    void time.after(ms, () => {
      if (followed.get(place) === one) void look(place, one);
    });
  /** When that which is so now is so for who is delayed. */
  const lookLater = (place: LivePlace, one: Followed, delaySeconds: number) => {
    if (delaySeconds > 0) lookIn(delaySeconds * SECOND_MS + SLACK_MS, place, one);
  };
  const heard = ({ race, facts }: Change) => {
    if (followed.size === 0 || !facts.some(({ fact }) => MOVES.has(fact.type))) return;
    for (const [place, one] of followed) {
      if (one.current?.live?.id !== race.id && one.current?.delayed?.id !== race.id && !isAt(race, place)) continue;
      lookLater(
        place,
        one,
        Math.max(race.options.spectatorDelaySeconds, one.current === null ? 0 : delayOf(one.current)),
      );
      void look(place, one);
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
