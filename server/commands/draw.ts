// A seed for a race: drawn first, given back unless the race came to have it. Deliberately absent: what the race does with it.

import type { PoolStats } from '../play/ports/index.ts';
import type { RaceSeed } from '../race/facts.ts';
import { parseRaceId, type RaceId } from '../race/ids.ts';
import type { Race } from '../race/race.ts';
import type { House } from './command.ts';
import type { Refused } from './reply.ts';

const DICE_SIDES = 2 ** 31;

export type Drawn = { readonly seed: RaceSeed; readonly pool: PoolStats | undefined };

/** `typed`: the pool's name or what it is called, with or without how long it takes. */
export async function drawSeed(
  typed: string,
  race: RaceId,
  house: Pick<House, 'seeds' | 'dice'>,
): Promise<Drawn | { readonly refused: Refused }> {
  const pools = await house.seeds.pools();
  const isTyped = (name: string): boolean => name.toLowerCase() === typed.toLowerCase();
  const pool =
    pools.find((one) => isTyped(one.name) || isTyped(one.displayName)) ??
    pools.find((one) => isTyped(withoutBrackets(one.displayName)));
  const drawn = await house.seeds.draw(pool?.name ?? typed, race, house.dice.roll(DICE_SIDES) / DICE_SIDES);
  return 'refused' in drawn ? drawn : { seed: drawn.seed, pool };
}

/** The seed goes back unless the race came to have it; after a fault only if the log says that it did not. */
export async function keepOrGiveBack<T extends { readonly race: Race } | { readonly refused: unknown }>(
  seed: RaceSeed,
  race: RaceId,
  house: Pick<House, 'seeds' | 'load'>,
  write: () => Promise<T>,
): Promise<T> {
  try {
    const made = await write();
    if ('refused' in made) await house.seeds.giveBack(seed.id, race);
    return made;
  } catch (fault) {
    const there = await house.load(race);
    if (there?.race.seed.id !== seed.id) await house.seeds.giveBack(seed.id, race);
    throw fault;
  }
}

/** The pool's name without what is in brackets behind it. */
export const plainPoolName = (pool: PoolStats | undefined, seed: RaceSeed): string => {
  const name = withoutBrackets(pool?.displayName ?? seed.pool);
  return name === '' ? seed.pool : name;
};

const withoutBrackets = (name: string): string => name.replace(/\s*\([^()]*\)\s*$/, '').trim();

/** The same id for the same hash, of at least 32 hex digits: version 8, variant 10, a UUID of one's own making (RFC 9562). */
export function raceIdOf(hash: string): RaceId {
  const id = parseRaceId(hash.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-8$3-9$4-$5'));
  if (id === undefined) throw new Error('a derived id is no UUID');
  return id;
}

export function newRaceId(house: Pick<House, 'dice'>): RaceId {
  const id = parseRaceId(house.dice.uuid());
  if (id === undefined) throw new Error('the dice gave something that is no UUID');
  return id;
}
