import { describe, expect, it } from 'vitest';
import { DISCORD, EVENTS } from '../commands/house.test-kit.ts';
import type { Mouth } from '../play/ports/index.ts';
import { counting, MINUTE, open, ready, SECOND, setUp, status } from './later.test-kit.ts';
import { makeLater } from './later.ts';
import { COME_BACK_MS } from './lost.ts';

describe('cards', () => {
  it('are edited as the race changes, at most once in 3 s, to the newest state', async () => {
    const { house, later, dan, discord } = await setUp();
    later.start();
    const race = await open(house, dan);
    await house.time.pass(MINUTE);
    const before = discord.edits.length;
    for (const name of ['Ann', 'Bob', 'Cat', 'Eve']) await ready(house, race, name);
    await house.say(dan, 'race start', {}, { rights: EVENTS });
    await house.time.pass(4 * SECOND);
    const edits = discord.edits.slice(before);
    expect(edits.length).toBeLessThanOrEqual(2);
    expect(edits.at(-1)?.status).toBe('countdown');
    for (const [index, edit] of edits.entries()) {
      const last = edits[index - 1];
      if (last !== undefined) expect(edit.at - last.at).toBeGreaterThanOrEqual(3 * SECOND);
    }
    await later.stop();
  });

  it('follow a running race by themselves, and are edited again after a restart', async () => {
    const { house, later, dan, discord, ports } = await setUp();
    later.start();
    await counting(house, dan);
    await house.time.pass(20 * SECOND);
    const before = discord.edits.length;
    await house.time.pass(2 * MINUTE);
    expect(discord.edits.length - before).toBeGreaterThanOrEqual(3);
    await later.stop();
    const stopped = discord.edits.length;
    const again = makeLater(ports);
    again.start();
    await house.time.pass(1);
    expect(discord.edits.length).toBe(stopped + 1);
    await again.stop();
    expect(discord.kinds().filter((kind) => kind === 'card')).toHaveLength(1);
  });

  it('that are too old are tried once a minute and replaced every half hour at most', async () => {
    const { house, later, dan, discord } = await setUp();
    later.start();
    const race = await open(house, dan);
    await house.time.pass(10 * SECOND);
    discord.editing('too_old');
    const before = discord.edits.length;
    await ready(house, race, 'Ann');
    await house.time.pass(29 * MINUTE);
    expect(discord.kinds().filter((kind) => kind === 'card')).toHaveLength(2);
    const gaps = discord.edits.slice(before).map((edit, index, all) => edit.at - (all[index - 1]?.at ?? 0));
    // The new card is its own message: its first edit comes soon, then it is too old as well.
    expect(gaps[1]).toBe(3 * SECOND);
    expect(Math.min(...gaps.slice(2))).toBeGreaterThanOrEqual(MINUTE);
    await house.time.pass(3 * MINUTE);
    expect(discord.kinds().filter((kind) => kind === 'card')).toHaveLength(2);
    // Only a change makes a further one.
    await ready(house, race, 'Bob');
    await house.time.pass(2 * MINUTE);
    expect(discord.kinds().filter((kind) => kind === 'card')).toHaveLength(3);
    discord.editing('edited');
    await house.time.pass(2 * MINUTE);
    // The newest card is the one that lives on.
    expect(discord.edits.at(-1)?.messageId).toBe(`m${discord.sent.length}`);
    await later.stop();
  });

  it('are replaced once the database is back that was away when they should have been', async () => {
    const { house, dan, discord, ports } = await setUp();
    let isAway = false;
    const later = makeLater({
      ...ports,
      notices: {
        ...ports.notices,
        async add(...given) {
          if (isAway) throw new Error('database away');
          return ports.notices.add(...given);
        },
      },
    });
    later.start();
    const race = await open(house, dan);
    await house.time.pass(10 * SECOND);
    discord.editing('too_old');
    isAway = true;
    await ready(house, race, 'Ann');
    await house.time.pass(10 * SECOND);
    isAway = false;
    await house.time.pass(3 * MINUTE);
    expect(discord.kinds().filter((kind) => kind === 'card')).toHaveLength(2);
    await later.stop();
  });

  it('of a race with a delay are edited when everybody may see something new, not all the time', async () => {
    const { house, dan, discord, ports } = await setUp();
    const race = await counting(house, dan, { delay: 300 });
    let shown = await ports.views.view(race.id, 'player');
    const later = makeLater({ ...ports, views: { ...ports.views, view: async () => shown } });
    later.start();
    await house.time.pass(20 * SECOND);
    expect(await status(house, race)).toBe('running');
    const before = discord.edits.length;
    await house.time.pass(MINUTE);
    expect(discord.edits.length - before).toBe(2);
    shown = await ports.views.view(race.id, 'player');
    await house.time.pass(3 * SECOND);
    expect(discord.edits.at(-1)?.status).toBe('running');
    await later.stop();
  });

  it('are left alone after the end, also where something changed while the last edit was under way', async () => {
    const { house, dan, discord, ports } = await setUp();
    const race = await counting(house, dan);
    let answer = () => {};
    let isSlow = false;
    const mouth: Mouth = {
      ...discord.mouth,
      async edit(...given) {
        if (isSlow) await new Promise<void>((resolve) => (answer = resolve));
        return discord.mouth.edit(...given);
      },
    };
    const later = makeLater({ ...ports, mouths: [mouth] });
    later.start();
    await house.time.pass(10 * SECOND);
    await house.say(dan, 'race end', {}, { rights: EVENTS, confirmed: true });
    await house.time.pass(9 * MINUTE);
    isSlow = true;
    await house.time.pass(MINUTE);
    isSlow = false;
    const cleo = await house.person('discord', 'Cleo');
    await house.say(dan, 'race caster', { race: race.code, change: 'add', user: cleo.id }, { rights: EVENTS });
    answer();
    await house.time.pass(1);
    await later.stop();
    const { length } = discord.edits;
    await house.time.pass(MINUTE);
    expect(discord.edits).toHaveLength(length);
  });

  it('end with the race', async () => {
    const { house, later, dan, discord } = await setUp();
    later.start();
    const race = await open(house, dan);
    await house.time.pass(10 * SECOND);
    await house.say(dan, 'race cancel', { race: race.code }, { rights: EVENTS, confirmed: true, place: DISCORD });
    await house.time.pass(10 * SECOND);
    expect(discord.edits.at(-1)?.status).toBe('cancelled');
    await house.time.pass(COME_BACK_MS);
    expect(house.time.waiting()).toBe(0);
    await later.stop();
  });
});
