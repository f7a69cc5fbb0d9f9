// What people get wrong, and what races against what: times that are none, invitations of others, too late, too early, twice at once.
// Each time nothing is lost, and the answer says what to do next.

import { describe, expect, it } from 'vitest';
import { wordReply } from '../present/words/index.ts';
import { codeOf, EVENTS, expectKind } from './house.test-kit.ts';
import type { Reply } from './reply.ts';
import { aRace } from './story.test-kit.ts';
import { acceptInvitation } from './tickets.ts';

const textOf = (reply: Reply): string => wordReply(reply, 'discord').text;
const deedOf = (reply: Reply) => expectKind(reply, 'done').deed;

describe('a start that is no time', () => {
  // It is the evening of the first of January 2026.
  it.each([
    ['yesterday 8pm Europe/Paris', 'past', 'is in the past'],
    ['2020-01-01T00:00:00Z', 'past', 'is in the past'],
    ['29 March 2026 2:30am Europe/Paris', 'gap', 'does not exist'],
    ['25 October 2026 2:30am Europe/Paris', 'overlap', 'comes twice'],
    ['whenever', 'not_a_time', 'tomorrow 8pm Europe/Paris'],
    ['25:99 Europe/Paris', 'not_a_time', 'tomorrow 8pm Europe/Paris'],
    ["8pm'; drop table races; -- Europe/Paris", 'not_a_time', 'tomorrow 8pm Europe/Paris'],
    ['tomorrow 8pm', 'zone_needed', 'In which time zone?'],
    ['tomorrow Europe/Paris', 'no_hour', 'At what hour?'],
    ['tomorrow 8pm Europe/Atlantis', 'unknown_zone', 'Europe/Paris'],
    ['2029-01-01 20:00 UTC', 'too_far', 'more than a year away'],
  ])('%s', async (start, why, says) => {
    const { house, dan, race, organize, state } = await aRace();
    const free = house.seeds.free.length;
    const created = await house.say(dan, 'race create', { pool: 'sprint', start }, { rights: EVENTS });
    const edited = await organize('race edit', { start, race: race.code });
    for (const reply of [created, edited]) {
      const { no } = expectKind(reply, 'refused');
      expect(no.code === 'bad_time' && no.problem.why).toBe(why);
      expect(textOf(reply)).toContain(says);
    }
    expect(house.seeds.free.length + house.seeds.given.length).toBe(free);
    expect((await state()).scheduledStart).toBeNull();
  });
});

describe('an invitation', () => {
  const invited = async () => {
    const story = await aRace({ join: 'invited' });
    const made = deedOf(await story.organize('race invite', { twitch: 'new_face' }));
    if (made.did !== 'invitation_made') throw new Error(made.did);
    return { ...story, secret: made.url.split('/').at(-1) ?? '' };
  };

  it('of another name does nothing, and is not used up by it', async () => {
    const { house, secret, race, state } = await invited();
    const [mallory, discord] = [await house.person('twitch', 'Mallory'), await house.person('discord', 'new_face')];
    for (const user of [mallory, discord]) {
      expect(await acceptInvitation(secret, user, house.house)).toEqual({ refused: 'not_yours' });
    }
    expect((await state()).participants).toEqual([]);
    const right = await house.person('twitch', 'New_Face');
    expect(await acceptInvitation(secret, right, house.house)).toEqual({ race: race.id });
  });

  it('works once: used again, and twice at the same time', async () => {
    const { house, secret, state } = await invited();
    const right = await house.person('twitch', 'New_Face');
    const both = await Promise.all([1, 2].map(() => acceptInvitation(secret, right, house.house)));
    expect(both.some((one) => 'race' in one)).toBe(true);
    expect((await state()).participants.map((one) => one.name)).toEqual(['New_Face']);
    expect(await acceptInvitation(secret, right, house.house)).toEqual({ refused: 'dead' });
  });

  it('that was taken back, is too old, or is for a race that is over, is dead', async () => {
    const one = await invited();
    const user = await one.house.person('twitch', 'New_Face');
    await one.organize('race remove', { player: 'new_face' });
    expect(await acceptInvitation(one.secret, user, one.house.house)).toEqual({ refused: 'dead' });
    const two = await invited();
    await two.organize('race cancel', {}, true);
    const again = await two.house.person('twitch', 'New_Face');
    expect(await acceptInvitation(two.secret, again, two.house.house)).toEqual({ refused: 'dead' });
    const three = await invited();
    await three.house.time.pass(15 * 86_400_000);
    const late = await three.house.person('twitch', 'New_Face');
    expect(await acceptInvitation(three.secret, late, three.house.house)).toEqual({ refused: 'dead' });
  });
});

describe('too late', () => {
  it('to edit once the countdown has begun, once it runs and once it is over', async () => {
    const { organize, ready, start, state } = await aRace();
    await ready('Ann');
    await organize('race start');
    const edit = () => organize('race edit', { name: 'Other', players: 5 });
    expect(codeOf(await edit())).toBe('countdown_running');
    expect(textOf(await edit())).toContain('race stop');
    await organize('race stop');
    await start();
    expect(codeOf(await edit())).toBe('wrong_status');
    await organize('race end', {}, true);
    expect(codeOf(await edit())).toBe('wrong_status');
    expect((await state()).name).toBe('Sunday');
  });

  it('to be not ready once it runs: the answer says how to give up, and nobody thinks that they have', async () => {
    const { house, race, ready, start, player } = await aRace();
    const ann = await ready('Ann');
    await start();
    const reply = await house.say(ann, 'unready', { race: race.code });
    expect(codeOf(reply)).toBe('wrong_status');
    expect(textOf(reply)).toContain('/forfeit');
    expect((await player('Ann')).standing.status).toBe('playing');
  });

  it('to draw another seed, and from a pool that is empty: the race keeps the one it has', async () => {
    const { house, organize, state, ready, start } = await aRace();
    const { seed } = await state();
    const empty = await organize('race reroll', { pool: 'empty' });
    expect(codeOf(empty)).toBe('pool_empty');
    expect(textOf(empty)).toContain('/pools');
    await ready('Ann');
    await start();
    const free = house.seeds.free.length;
    expect(codeOf(await organize('race reroll', {}, true))).toBe('wrong_status');
    expect((await state()).seed).toEqual(seed);
    expect(house.seeds.free.length).toBe(free);
  });

  it('to stop what is not counting down: nothing changes, and the answer does not say that something was stopped', async () => {
    const { organize, state } = await aRace();
    const reply = await organize('race stop');
    expect(expectKind(reply, 'stopped').was).toBe(false);
    expect(textOf(reply)).toContain('There was no countdown to stop');
    expect((await state()).phase.status).toBe('open');
  });
});

describe('the last player', () => {
  it('removed before the start leaves an open race that nobody can start', async () => {
    const { organize, ready, state } = await aRace();
    await ready('Ann');
    expect(deedOf(await organize('race remove', { player: 'Ann' }))).toMatchObject({ how: 'left_out' });
    expect((await state()).phase.status).toBe('open');
    expect(codeOf(await organize('race start'))).toBe('nobody_ready');
  });

  it('is not removed under a countdown, which has to be stopped first', async () => {
    const { organize, ready, state } = await aRace();
    await ready('Ann');
    await organize('race start');
    expect(codeOf(await organize('race remove', { player: 'Ann' }))).toBe('countdown_running');
    expect((await state()).participants).toHaveLength(1);
  });

  it('removed while it runs ends the race, and can be brought back into it', async () => {
    const { organize, ready, start, state } = await aRace();
    await ready('Ann');
    await start();
    expect(deedOf(await organize('race remove', { player: 'Ann' }))).toMatchObject({ how: 'out' });
    expect((await state()).phase.status).toBe('finished');
    expect(deedOf(await organize('judge restore', { player: 'Ann' }))).toMatchObject({ reopened: true });
    expect((await state()).phase.status).toBe('running');
  });
});

describe('somebody who has finished', () => {
  it('is disqualified and brought back with what they had; the table follows', async () => {
    const { organize, ready, start, finish, player, state } = await aRace();
    for (const name of ['Ann', 'Ben']) await ready(name);
    await start();
    await finish('Ann', 1_000);
    await finish('Ben', 2_000);
    expect(deedOf(await organize('judge disqualify', { player: 'Ann', reason: 'a glitch' }))).toMatchObject({
      did: 'disqualified',
    });
    expect((await player('Ann')).standing).toMatchObject({ status: 'abandoned', why: 'disqualified' });
    expect((await state()).phase.status).toBe('finished');
    expect(deedOf(await organize('judge restore', { player: 'Ann' }))).toMatchObject({ plays: false, reopened: false });
    expect((await player('Ann')).standing).toMatchObject({ status: 'finished', igtMs: 1_000 });
  });

  it('is out for good once results are final', async () => {
    const { house, race, organize, ready, start, finish } = await aRace();
    await ready('Ann');
    await start();
    await finish('Ann', 1_000);
    await house.time.pass(11 * 60_000);
    await house.submitter.submit(race.id, { type: 'tick' });
    expect(codeOf(await organize('judge disqualify', { player: 'Ann', reason: 'late' }))).toBe('results_final');
  });
});

describe('two organizers at once', () => {
  const two = async () => {
    const story = await aRace();
    const eve = await story.house.person('discord', 'Eve');
    await story.organize('race organizer', { change: 'add', user: eve.discordId ?? '' });
    const other = (command: string, args = {}, confirmed = false) =>
      story.house.say(eve, command, { race: story.race.code, ...args }, { confirmed });
    return { ...story, other };
  };

  it('start it: one countdown, and both hear the same', async () => {
    const { organize, other, ready, kinds } = await two();
    await ready('Ann');
    const [one, same] = await Promise.all([organize('race start'), other('race start')]);
    expect(expectKind(one, 'countdown').startsAt).toBe(expectKind(same, 'countdown').startsAt);
    expect((await kinds()).filter((kind) => kind === 'countdown')).toHaveLength(1);
  });

  it('start and cancel it: it is cancelled, whoever was first', async () => {
    const { organize, other, ready, state } = await two();
    await ready('Ann');
    await Promise.all([organize('race start'), other('race cancel', { reason: 'rain' }, true)]);
    expect((await state()).phase).toMatchObject({ status: 'cancelled', reason: 'rain' });
  });

  it('remove the same player, or add them: once, and nobody is told nonsense', async () => {
    const { organize, other, join, state } = await two();
    await join('Ann');
    const removed = await Promise.all([
      organize('race remove', { player: 'Ann' }),
      other('race remove', { player: 'Ann' }),
    ]);
    const answers = removed.map((reply) => (reply.kind === 'done' ? 'done' : codeOf(reply)));
    expect(answers.toSorted()).toEqual(['done', 'unknown_player']);
    expect((await state()).participants).toEqual([]);
    const ben = await two();
    const user = (await ben.house.person('discord', 'Ben')).discordId ?? '';
    await Promise.all([ben.organize('race invite', { user }), ben.other('race invite', { user })]);
    expect((await ben.state()).participants).toHaveLength(1);
  });

  it('draw another seed: one after the other, and no seed is lost in between', async () => {
    const { house, race, organize, other, state } = await two();
    const first = (await state()).seed.id;
    for (const reply of await Promise.all([organize('race reroll'), other('race reroll')])) {
      expect(deedOf(reply).did).toBe('rerolled');
    }
    const drawn = (await house.store.log.read(race.id)).flatMap(({ fact }) =>
      fact.type === 'seed_rerolled' ? [fact] : [],
    );
    expect(drawn.map((fact) => fact.previous)).toEqual([first, drawn[0]?.seed.id]);
    expect(drawn.map((fact) => fact.fate)).toEqual(['released', 'released']);
    expect((await state()).seed.id).toBe(drawn[1]?.seed.id);
  });

  it('take each other off: one organizer is left', async () => {
    const { house, dan, other, organize, state } = await two();
    const eve = await house.person('discord', 'Eve');
    await Promise.all([
      organize('race organizer', { change: 'remove', user: eve.discordId ?? '' }),
      other('race organizer', { change: 'remove', user: dan.discordId ?? '' }),
    ]);
    expect((await state()).organizers).toHaveLength(1);
  });
});
