// What operators are told of, and when it is looked at again.
import { describe, expect, it } from 'vitest';
import { makeHealthChecks } from './health.ts';
import type { PoolStats } from './ports/index.ts';

const pool = (name: string, available: number, broken: PoolStats['broken'] = []): PoolStats => ({
  ...{ name, displayName: name, description: '', consumed: 0 },
  available,
  broken,
});

function opened() {
  const world = { now: 0, database: true, pools: [pool('sprint', 10)], free: 50, asked: 0, pings: 0 };
  const checks = makeHealthChecks({
    ping: async () => {
      world.pings += 1;
      if (!world.database) throw new Error('away');
    },
    pools: async () => {
      world.asked += 1;
      if (!world.database) throw new Error('away');
      return world.pools;
    },
    disks: async () => [
      { free: 90, total: 100 },
      { free: world.free, total: 100 },
    ],
    further: [async () => Promise.reject(new Error('no answer'))],
    time: { now: () => world.now },
  });
  const wrong = async () => (await checks.look()).filter(({ ok }) => !ok);
  return { world, checks, wrong };
}

describe('health', () => {
  it('is well where all is there, and what fails to say anything stops nobody', async () => {
    const { checks } = opened();
    expect((await checks.look()).map(({ name, about, ok }) => [name, about, ok])).toEqual([
      ['database', '', true],
      ['pool', 'sprint', true],
      ['seeds', '', true],
      ['disk', '', true],
    ]);
  });

  it.each([
    [4, true],
    [3, false],
    [0, false],
  ])('with %i seeds left: %s', async (available, ok) => {
    const { world, checks } = opened();
    world.pools = [pool('sprint', available)];
    expect((await checks.look()).find(({ name }) => name === 'pool')).toMatchObject({ ok, vital: false });
  });

  it('says how many are left, how many folders are broken and how full the disk is, and no path', async () => {
    const { world, wrong } = opened();
    world.pools = [pool('sprint', 1, [{ path: '/data/seeds/sprint/available/seed_1', reason: 'no graph' }])];
    world.free = 9;
    const sentences = (await wrong()).map(({ sentence }) => sentence).join(' ');
    expect(sentences).toContain('sprint has 1 seed left');
    expect(sentences).toContain('1 of sprint');
    expect(sentences).toContain('9 % of the disk');
    expect(sentences).not.toContain('/data');
  });

  it('asks the database each time and the rest now and then', async () => {
    const { world, checks, wrong } = opened();
    await checks.look();
    await checks.look();
    expect(world.asked).toBe(2);
    world.pools = [pool('sprint', 0)];
    world.now = 9_999;
    expect(await wrong()).toEqual([]);
    world.now = 10_000;
    expect(await wrong()).toMatchObject([{ about: 'sprint' }]);
  });

  it('asks the database one question at a time, however many want to know', async () => {
    const { world, checks } = opened();
    const all = await Promise.all(Array.from({ length: 1_000 }, () => checks.look()));
    expect(world.pings).toBe(1);
    expect(all.every(([database]) => database?.ok)).toBe(true);
    world.database = false;
    expect((await checks.look())[0]).toMatchObject({ name: 'database', ok: false });
  });

  it('without a database is not well at once, and knows of pools as soon as it is back', async () => {
    const { world, wrong } = opened();
    world.database = false;
    expect(await wrong()).toMatchObject([{ name: 'database', vital: true }]);
    world.database = true;
    world.pools = [pool('sprint', 2)];
    expect(await wrong()).toMatchObject([{ about: 'sprint' }]);
  });
});
