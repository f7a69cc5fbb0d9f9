// An announced start, from what is typed to what is kept.

import { describe, expect, it } from 'vitest';
import { T0 } from '../race/story.test-kit.ts';
import { codeOf, EVENTS, expectKind, openHouse } from './house.test-kit.ts';
import { aRace } from './story.test-kit.ts';

const HOUR = 3_600_000;

describe('a start', () => {
  it('is shown as it was understood before a race is made', async () => {
    const house = openHouse();
    const dan = await house.person('discord', 'Dan');
    const free = house.seeds.free.length;
    const asked = await house.say(
      dan,
      'race create',
      { pool: 'sprint', name: 'Cup', start: 'in 2 hours' },
      { rights: EVENTS },
    );
    const { subject, offers, race } = expectKind(asked, 'confirm');
    expect([subject, race]).toEqual([{ what: 'start_time', at: T0 + 2 * HOUR, zone: null, now: T0 }, null]);
    expect(house.seeds.free).toHaveLength(free);
    // What was meant is what was shown, however long the answer takes.
    await house.time.pass(30_000);
    const ask = offers[0]?.ask;
    if (ask === null || ask === undefined) throw new Error('no button');
    const made = await house.say(dan, ask.command, ask.args, { rights: EVENTS, confirmed: ask.confirmed });
    expect(expectKind(made, 'created').start).toBe(T0 + 2 * HOUR);
  });

  it('is asked for a zone once, and remembers it', async () => {
    const house = openHouse();
    const dan = await house.person('discord', 'Dan');
    const say = async (start: string) => {
      const user = (await house.store.accounts.byId(dan.id)) ?? dan;
      return house.say(user, 'race create', { pool: 'sprint', start }, { rights: EVENTS });
    };
    expect(codeOf(await say('tomorrow 8pm'))).toBe('bad_time');
    expect(expectKind(await say('tomorrow 8pm Europe/Paris'), 'confirm').subject).toMatchObject({
      zone: 'Europe/Paris',
    });
    expect(expectKind(await say('tomorrow 8pm'), 'confirm').subject).toMatchObject({ zone: 'Europe/Paris' });
  });

  it('is in the server’s zone for who has none', async () => {
    const house = openHouse();
    const dan = await house.person('discord', 'Dan');
    const rights = { ...EVENTS, manageServer: true };
    await house.say(dan, 'setup', { timezone: 'America/New_York' }, { rights });
    const asked = await house.say(dan, 'race create', { pool: 'sprint', start: 'tomorrow 8pm' }, { rights });
    expect(expectKind(asked, 'confirm').subject).toMatchObject({ zone: 'America/New_York' });
  });

  it('is moved and taken back by edit, and again may have one', async () => {
    const { organize, state, race, house } = await aRace();
    const start = new Date(T0 + HOUR).toISOString();
    expectKind(await organize('race edit', { start }), 'confirm');
    expect((await state()).scheduledStart).toBeNull();
    expect(expectKind(await organize('race edit', { start }, true), 'done').deed).toEqual({
      did: 'edited',
      changed: ['start'],
      start: T0 + HOUR,
    });
    expect((await state()).scheduledStart).toBe(T0 + HOUR);
    expectKind(await organize('race edit', { start: 'none' }), 'done');
    expect((await state()).scheduledStart).toBeNull();
    const next = expectKind(await organize('race again', { race: race.code, start }, true), 'created');
    expect((await house.submitter.load(next.race.id))?.race.scheduledStart).toBe(T0 + HOUR);
  });

  it('that has passed when the answer comes is refused', async () => {
    const { organize, state } = await aRace();
    const start = new Date(T0 - 1).toISOString();
    expect(codeOf(await organize('race edit', { start }, true))).toBe('bad_time');
    expect((await state()).scheduledStart).toBeNull();
  });
});
