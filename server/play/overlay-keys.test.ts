// A key names its holder, holds for its own race alone, and dies when its holder takes it back.

import { expect, it } from 'vitest';
import type { RaceId } from '../race/ids.ts';
import { by, open, person, RACE, tell } from '../race/story.test-kit.ts';
import { makeOverlayKeys } from './overlay-keys.ts';

const OTHER = '00000000-0000-4000-8000-00000000ffff' as RaceId;
const [ANN, BEN] = [person(7).user, person(8).user];
const NOW = Date.UTC(2026, 0, 1, 20);

function make(secretKey = 's'.repeat(32)) {
  const kept = new Map<string, string>();
  const renewed: string[] = [];
  const keepsakes = {
    get: async (key: string) => kept.get(key),
    set: async (key: string, value: string) => void kept.set(key, value),
  };
  const time = { now: () => NOW };
  return { keys: makeOverlayKeys({ secretKey, keepsakes, time, onRenewed: (user) => renewed.push(user) }), renewed };
}

const { race } = tell(open());

it('names its holder and the generation, and is the same each time', async () => {
  const { keys } = make();
  const key = await keys.of(ANN, race);
  expect(await keys.read(key, RACE)).toEqual({ user: ANN, generation: 1 });
  expect(await keys.of(ANN, race)).toBe(key);
  expect(await keys.of(BEN, race)).not.toBe(key);
  expect(key).toMatch(/^[\w-]{59}$/);
});

it('holds for its race alone; one of live addresses for every race, and says when it was made', async () => {
  const { keys } = make();
  expect(await keys.read(await keys.of(ANN, race), OTHER)).toBeUndefined();
  const live = await keys.of(ANN, null);
  for (const id of [RACE, OTHER]) expect(await keys.read(live, id)).toEqual({ user: ANN, madeAt: NOW });
});

it('follows the race: who was taken away and came back has another', async () => {
  const { keys } = make();
  const add = { type: 'add_caster', person: person(7), by: by(0) } as const;
  const back = tell(open(), add, { type: 'remove_caster', user: ANN, by: by(0) }, add);
  const [before, after] = [await keys.of(ANN, race), await keys.of(ANN, back.race)];
  expect(after).not.toBe(before);
  expect(await keys.read(after, RACE)).toEqual({ user: ANN, generation: 2 });
});

it('dies, with all others of its holder and of nobody else, when they take it back', async () => {
  const { keys, renewed } = make();
  const mine = [await keys.of(ANN, race), await keys.of(ANN, null)];
  const other = await keys.of(BEN, race);
  await keys.renew(ANN);
  for (const key of mine) expect(await keys.read(key, RACE)).toBeUndefined();
  expect(await keys.read(other, RACE)).toMatchObject({ user: BEN });
  expect(await keys.read(await keys.of(ANN, race), RACE)).toMatchObject({ user: ANN });
  expect(renewed).toEqual([ANN]);
});

it('is none with any letter changed, of another secret, spelled otherwise, or made up', async () => {
  const { keys } = make();
  const [key, live] = [await keys.of(ANN, race), await keys.of(ANN, null)];
  for (const one of [key, live]) {
    for (let at = 0; at < one.length; at += 1) {
      const letter = one[at] === 'A' ? 'B' : 'A';
      expect(await keys.read(one.slice(0, at) + letter + one.slice(at + 1), RACE), String(at)).toBeUndefined();
    }
  }
  const foreign = await make('t'.repeat(32)).keys.of(ANN, race);
  for (const bad of [foreign, `${key}=`, ` ${key}`, key.slice(1), '', '%', 'x'.repeat(5_000)]) {
    expect(await keys.read(bad, RACE)).toBeUndefined();
  }
});
