// What the seeds' rows promise (server/play/ports/seeds.ts), whoever implements them.
import { expect, test } from 'vitest';
import { asNodeId } from '../../race/graph.ts';
import type { SeedId } from '../../race/ids.ts';
import type { Store } from '../store.ts';
import { aPool, aSeed, aStory, newSeed, raceId, SYSTEM, T0 } from './world.test-kit.ts';

export function seedsContract(store: () => Store, passTime: (ms: number) => void): void {
  const rowOf = async (seed: SeedId) => (await store().seedRows.all()).find(({ id }) => id === seed);

  test('draws at once never give the same seed, and the pool is empty afterwards', async () => {
    const { seedRows } = store();
    const pool = aPool();
    expect(await seedRows.add(Array.from({ length: 15 }, (_, n) => newSeed(pool, n)))).toBe(15);
    const races = Array.from({ length: 20 }, raceId);
    const drawn = await Promise.all(races.map((race) => seedRows.draw(pool, race, 0.3)));
    const got = drawn.flatMap((seed) => (seed === undefined ? [] : [seed.folder]));
    expect(new Set(got).size).toBe(15);
    expect(got).toHaveLength(15);
    for (const [index, seed] of drawn.entries()) {
      if (seed !== undefined) expect(seed).toMatchObject({ pool, status: 'consumed', race: races[index] });
    }
    expect(await seedRows.draw(pool, raceId(), 0)).toBeUndefined();
    expect(await seedRows.stats()).toContainEqual({ pool, available: 0, consumed: 15 });
  });

  test('dice choose, and every seed can be drawn', async () => {
    const { seedRows } = store();
    const pool = aPool();
    await seedRows.add(Array.from({ length: 4 }, (_, n) => newSeed(pool, n)));
    const folders = new Set<string>();
    for (let roll = 0; roll < 100 && folders.size < 4; roll += 1) {
      const race = raceId();
      const seed = await seedRows.draw(pool, race, roll / 100);
      if (seed === undefined) throw new Error('A full pool gave nothing.');
      folders.add(seed.folder);
      await seedRows.giveBack(seed.id, race);
    }
    expect([...folders].sort()).toEqual(['seed_0', 'seed_1', 'seed_2', 'seed_3']);
  });

  test('adding again adds nothing; news about a seed count until it is drawn', async () => {
    const { seedRows } = store();
    const pool = aPool();
    await seedRows.add([newSeed(pool, 1)]);
    const changed = { ...newSeed(pool, 1), number: 4_294_967_295, totalLayers: 20, startNode: asNodeId('other') };
    expect(await seedRows.add([changed, newSeed(pool, 2)])).toBe(1);
    const [first] = (await seedRows.all()).filter((seed) => seed.pool === pool);
    expect(first).toMatchObject({ folder: 'seed_1', number: 4_294_967_295, totalLayers: 20, startNode: 'other' });
    expect(first).toMatchObject({ status: 'available', liesIn: 'available', race: null });
    await seedRows.draw(pool, raceId(), 0.1);
    await seedRows.draw(pool, raceId(), 0.1);
    expect(await seedRows.add([newSeed(pool, 1)])).toBe(0);
    expect((await seedRows.all()).filter((seed) => seed.pool === pool)).toMatchObject([
      { number: 4_294_967_295, status: 'consumed' },
      { status: 'consumed' },
    ]);
  });

  test('the graph is kept as it was written', async () => {
    const { seedRows } = store();
    const { id } = await aSeed(store(), raceId());
    expect(JSON.stringify(await seedRows.graph(id))).toBe(newSeed('any', 7).graph);
    expect(await seedRows.graph(raceId() as string as SeedId)).toBeUndefined();
  });

  test('a seed that lies nowhere is passed over until it is found again', async () => {
    const { seedRows } = store();
    const pool = aPool();
    await seedRows.add([newSeed(pool, 1)]);
    const [seed] = (await seedRows.all()).filter((one) => one.pool === pool);
    if (seed === undefined) throw new Error('The seed that was just added is not there.');
    await seedRows.place([{ seed: seed.id, liesIn: null }]);
    expect(await seedRows.draw(pool, raceId(), 0)).toBeUndefined();
    expect(await seedRows.stats()).toContainEqual({ pool, available: 0, consumed: 0 });
    await seedRows.place([{ seed: seed.id, liesIn: 'consumed' }]);
    expect(await seedRows.draw(pool, raceId(), 0)).toMatchObject({ id: seed.id, liesIn: 'consumed' });
  });

  test('a draw is undone only by its own race, and only if the log never named it', async () => {
    const { seedRows } = store();
    const race = raceId();
    const { id } = await aSeed(store(), race);
    await seedRows.giveBack(id, raceId());
    expect(await rowOf(id)).toMatchObject({ status: 'consumed', race });
    await seedRows.giveBack(id, race);
    expect(await rowOf(id)).toMatchObject({ status: 'available', race: null });
    const story = await aStory(store());
    await seedRows.giveBack(story.seed.id, story.id);
    expect(await rowOf(story.seed.id)).toMatchObject({ status: 'consumed', race: story.id });
  });

  test('what was drawn for a race that never came to be is given back later, a race in use is not touched', async () => {
    const { seedRows } = store();
    const story = await aStory(store());
    const lost = await aSeed(store(), raceId());
    const forReroll = await aSeed(store(), story.id);
    passTime(60_000);
    const limit = T0 + 60_000;
    const fresh = await aSeed(store(), raceId());
    expect(await seedRows.repair(limit, limit)).toBe(0);
    expect(await seedRows.repair(limit)).toBeGreaterThanOrEqual(2);
    expect(await rowOf(lost.id)).toMatchObject({ status: 'available', race: null });
    expect(await rowOf(forReroll.id)).toMatchObject({ status: 'available', race: null });
    expect(await rowOf(fresh.id)).toMatchObject({ status: 'consumed' });
    expect(await rowOf(story.seed.id)).toMatchObject({ status: 'consumed', race: story.id });
    expect(await seedRows.repair(limit)).toBe(0);
  });

  test.each([
    ['released', { status: 'available', race: null }],
    ['spent', { status: 'consumed' }],
    ['discarded', { status: 'discarded' }],
  ] as const)('a cancelled race leaves its seed %s', async (fate, row) => {
    const story = await aStory(store());
    await story.append({ type: 'race_cancelled', v: 1, at: T0 + 1, by: SYSTEM, reason: null, fate });
    expect(await rowOf(story.seed.id)).toMatchObject(row);
  });

  test('a reroll claims the new seed and gives up the one before', async () => {
    const story = await aStory(store());
    const seed = await aSeed(store(), story.id);
    const rerolled = { type: 'seed_rerolled', v: 1, at: T0 + 1, by: SYSTEM, previous: story.seed.id } as const;
    expect(await story.append({ ...rerolled, seed, fate: 'released' })).toBe('ok');
    expect(await rowOf(story.seed.id)).toMatchObject({ status: 'available', race: null });
    await store().seedRows.giveBack(seed.id, story.id);
    expect(await rowOf(seed.id)).toMatchObject({ status: 'consumed', race: story.id });
  });

  test('a race cannot be given the seed of another', async () => {
    const [story, other] = [await aStory(store()), await aStory(store())];
    const stolen = { type: 'seed_rerolled', v: 1, at: T0 + 1, by: SYSTEM, fate: 'released' } as const;
    await expect(story.append({ ...stolen, seed: other.seed, previous: story.seed.id })).rejects.toThrow(/not its own/);
    expect(await store().log.read(story.id)).toHaveLength(1);
    expect(await rowOf(story.seed.id)).toMatchObject({ status: 'consumed', race: story.id });
  });

  test('a discarded seed is never drawn', async () => {
    const { seedRows } = store();
    const pool = aPool();
    await seedRows.add([newSeed(pool, 1)]);
    const [seed] = (await seedRows.all()).filter((one) => one.pool === pool);
    if (seed === undefined) throw new Error('The seed that was just added is not there.');
    await seedRows.discard(seed.id);
    expect(await seedRows.draw(pool, raceId(), 0)).toBeUndefined();
    expect(await seedRows.add([newSeed(pool, 1)])).toBe(0);
    expect(await rowOf(seed.id)).toMatchObject({ status: 'discarded' });
  });
}
