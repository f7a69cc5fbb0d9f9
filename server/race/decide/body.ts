// A fact before it has its moment, and the few words with which rules answer.

import type { Actor, Fact } from '../facts.ts';
import type { Refusal } from '../intents.ts';
import type { Participant, Race } from '../race.ts';

type Bare<F> = F extends Fact ? Omit<F, 'v' | 'at'> : never;
export type Body = Bare<Fact>;

export type Judged = { readonly bodies: readonly Body[] } | { readonly refused: Refusal };

export const factsOf = (bodies: readonly Body[], at: number): readonly Fact[] =>
  bodies.map((body) => ({ v: 1, at, ...body }) as Fact);

export const yes = (...bodies: readonly Body[]): Judged => ({ bodies });
/** It already holds: accepted, no fact. */
export const holds: Judged = { bodies: [] };
export const no = (refused: Refusal): Judged => ({ refused });

export const SYSTEM: Actor = { kind: 'system' };

export const findPlayer = (race: Race, id: string): Participant | undefined =>
  race.participants.find((one) => one.id === id);

export const isRacing = (one: Participant): boolean =>
  one.standing.status === 'registered' || one.standing.status === 'ready' || one.standing.status === 'playing';

export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;
