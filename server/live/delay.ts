// What the delayed audiences see: moments of the race held back until they are due (ARCHITECTURE.md, spectator_delay).
// Everything before the start is shown at once; from the start on, everything comes `delayMs` late, in order.

import type { Scene } from '../present/wire/scene.ts';
import { evolve } from '../race/evolve.ts';
import type { LoggedFact } from '../race/facts.ts';
import type { Liveness } from '../race/intents.ts';
import { progressOf } from '../race/pulses.ts';
import type { Race } from '../race/race.ts';

/** A scene with who was there, as of a server time. */
export type Moment = {
  readonly at: number;
  readonly scene: Scene;
  readonly liveness: Readonly<Record<string, Liveness>>;
};

export type Delay = {
  /** The newest moment that is due. */
  shown(): Moment;
  /** A new moment of the live race; shown at once where nothing is delayed. */
  push(moment: Moment): void;
  /** Moves on to whatever is due now; true if what is shown changed. */
  advance(now: number): boolean;
  /** Server ms at which the next moment is due; undefined while none waits. */
  nextDue(): number | undefined;
};

/** `ticked`: nothing but pulses since the moment before; it takes in what ticks within `TICKS_APART_MS` of `since`. */
type Held = { readonly due: number; readonly since: number; readonly ticked: boolean; readonly moment: Moment };

/** Facts are held back one by one; of what only ticked, one moment a second is kept, so that long delays stay small. */
const TICKS_APART_MS = 1_000;

export function makeDelay(first: Moment, waiting: readonly Moment[]): Delay {
  let shown = first;
  const queue: Held[] = [];
  const push = (moment: Moment) => {
    const delayMs = delayOf(moment.scene.race);
    if (delayMs === 0) {
      queue.length = 0;
      shown = moment;
      return;
    }
    const held = { due: moment.at + delayMs, since: moment.at, ticked: false, moment };
    const last = queue.at(-1);
    if (last?.moment.scene.seq !== moment.scene.seq) queue.push(held);
    else if (!last.ticked || moment.at - last.since >= TICKS_APART_MS) queue.push({ ...held, ticked: true });
    else queue[queue.length - 1] = { ...held, since: last.since, ticked: true };
  };
  for (const moment of waiting) push(moment);
  return {
    shown: () => shown,
    push,
    advance(now) {
      const before = shown;
      while (queue[0] !== undefined && queue[0].due <= now) shown = queue.shift()?.moment ?? shown;
      return shown !== before;
    },
    nextDue: () => queue[0]?.due,
  };
}

/** ms by which this race is late for who is delayed; 0 before its start. A race cancelled while it ran stays late. */
export function delayOf(race: Race): number {
  const { phase } = race;
  const started =
    phase.status === 'running' ||
    phase.status === 'finished' ||
    race.participants.some((one) => progressOf(one) !== undefined);
  return started ? race.options.spectatorDelaySeconds * SECOND_MS : 0;
}

/**
 * The moments of a log that are not due yet, after a restart: the first is due already (the newest of those, or the last
 * before the start), the others wait. Without pulses, which are not kept with their past.
 */
export function momentsOf(
  log: readonly LoggedFact[],
  now: number,
  make: (race: Race, seq: number) => Scene,
): readonly Moment[] {
  const waiting: { readonly at: number; readonly race: Race; readonly seq: number }[] = [];
  let race: Race | undefined;
  for (const { seq, fact } of log) {
    race = evolve(race, fact);
    if (race === undefined) continue;
    if (fact.at + delayOf(race) <= now) waiting.length = 0;
    waiting.push({ at: fact.at, race, seq });
  }
  return waiting.map((one) => ({ at: one.at, scene: make(one.race, one.seq), liveness: {} }));
}

const SECOND_MS = 1_000;
