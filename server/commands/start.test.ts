// The start and what stands in its way; questions before what cannot be undone.

import { describe, expect, it } from 'vitest';
import { wordReply } from '../present/words/index.ts';
import { ONLINE } from '../race/story.test-kit.ts';
import { codeOf, DISCORD, EVENTS, expectKind, openHouse } from './house.test-kit.ts';
import { created, ready, started, stateOf } from './race.test-kit.ts';
import { commandNamed } from './table.ts';

describe('start', () => {
  it('says who is missing and why, and what can be done', async () => {
    const house = openHouse();
    const { race, dan } = await created(house);
    await ready(house, race, 'Ann');
    const bob = await house.person('discord', 'Bob');
    await house.say(bob, 'join');
    const reply = expectKind(await house.say(dan, 'race start', {}, { rights: EVENTS }), 'refused');
    expect(reply.no).toMatchObject({ code: 'players_missing', ready: 1, missing: [{ name: 'Bob' }] });
    expect(reply.offers.map((offer) => [offer.label, offer.ask?.args.missing, offer.ask?.confirmed])).toEqual([
      ['wait', undefined, undefined],
      ['start_late', 'force', false],
      ['start_without', 'without', true],
    ]);
    // By then others may be missing than those whom it names.
    expect(reply.offers.map((offer) => offer.expiresAt)).toEqual([null, null, house.time.now() + 60_000]);
    const late = reply.offers[1]?.ask;
    if (late == null) throw new Error('no offer');
    const countdown = await house.say(dan, late.command, late.args, { rights: EVENTS, confirmed: late.confirmed });
    expect(expectKind(countdown, 'countdown').startsAt).toBe(house.time.now() + 10_000);
    expect((await stateOf(house, race)).participants).toHaveLength(2);
  });

  it('promises no late coming where nobody may come late', async () => {
    const house = openHouse();
    const { race, dan } = await created(house, { late: 0 });
    await ready(house, race, 'Ann');
    await house.say(await house.person('discord', 'Bob'), 'join');
    const reply = expectKind(await house.say(dan, 'race start', {}, { rights: EVENTS }), 'refused');
    expect(reply.offers.map((offer) => [offer.label, offer.ask?.args.missing])).toEqual([
      ['wait', undefined],
      ['start_anyway', 'force'],
      ['start_without', 'without'],
    ]);
    const [chat, discord] = [wordReply(reply, 'twitch').text, wordReply(reply, 'discord')];
    expect(chat).toContain('!race start force starts anyway, who is not ready is out at GO then');
    expect(discord.buttons[1]?.label).toBe('Start: who is not ready is out at GO');
    await house.say(dan, 'race start', { missing: 'force' }, { rights: EVENTS });
    await house.time.pass(10_000);
    await house.submitter.submit(race.id, { type: 'tick' });
    const bob = (await stateOf(house, race)).participants.find((one) => one.name === 'Bob');
    expect(bob?.standing).toMatchObject({ status: 'abandoned', why: 'no_show' });
  });

  it('asks once more before it removes anybody', async () => {
    const house = openHouse();
    const { race, dan } = await created(house);
    await ready(house, race, 'Ann');
    await house.say(await house.person('discord', 'Bob'), 'join');
    const without = { missing: 'without' };
    const question = expectKind(await house.say(dan, 'race start', without, { rights: EVENTS }), 'confirm');
    expect(question.subject).toEqual({ what: 'start_without', removed: ['Bob'] });
    expect(question.offers[0]?.ask?.args).toEqual({ race: race.code, missing: 'without' });
    expectKind(await house.say(dan, 'race start', without, { rights: EVENTS, confirmed: true }), 'countdown');
    expect((await stateOf(house, race)).participants.map((one) => one.name)).toEqual(['Ann']);
  });

  it('names who is ready but offline among those whom it would remove', async () => {
    const house = openHouse();
    const { race, dan } = await created(house);
    await ready(house, race, 'Ann');
    await ready(house, race, 'Bob');
    const bob = (await stateOf(house, race)).participants.find((one) => one.name === 'Bob');
    if (bob === undefined) throw new Error('Bob is not in');
    const offlineSince = house.time.now() - 30_000;
    house.live[bob.id] = { ...ONLINE, connected: false, connectedSince: null, offlineSince };
    const reply = await house.say(dan, 'race start', { missing: 'without' }, { rights: EVENTS });
    expect(expectKind(reply, 'confirm').subject).toEqual({ what: 'start_without', removed: ['Bob'] });
  });

  it('names who has had this seed before', async () => {
    const house = openHouse();
    const { race, dan } = await created(house);
    const ann = await ready(house, race, 'Ann');
    const knowing = { ...house.house, log: { ...house.store.log, playedSeed: async () => [ann.id] } };
    const command = commandNamed('race start');
    if (command?.about !== 'race') throw new Error('no such command');
    const asker = { user: dan, place: DISCORD, rights: EVENTS };
    const ask = { command: 'race start', args: {}, asker, confirmed: false };
    const reply = await command.run(ask, await stateOf(house, race), knowing);
    expect(expectKind(reply, 'countdown').playedBefore).toEqual(['Ann']);
  });

  it('can be stopped by the organizer and by a player who is not ready', async () => {
    const house = openHouse();
    const { race, dan } = await created(house);
    const ann = await ready(house, race, 'Ann');
    expectKind(await house.say(dan, 'race start', {}, { rights: EVENTS }), 'countdown');
    expectKind(await house.say(dan, 'race stop', {}, { rights: EVENTS }), 'stopped');
    expectKind(await house.say(dan, 'race start', {}, { rights: EVENTS }), 'countdown');
    expect(expectKind(await house.say(ann, 'unready'), 'unready').stoppedCountdown).toBe(true);
    expect((await house.notices(race.id)).map((notice) => notice.kind)).toEqual([
      'card',
      'pack_link',
      'countdown',
      'countdown_stopped',
      'countdown',
      'countdown_stopped',
    ]);
  });

  it('is for organizers', async () => {
    const house = openHouse();
    const { race } = await created(house);
    const ann = await ready(house, race, 'Ann');
    expect(codeOf(await house.say(ann, 'race start'))).toBe('not_organizer');
    const elsewhere = { place: { platform: 'discord', server: '1', channel: '2' } as const, rights: EVENTS };
    expect(codeOf(await house.say(ann, 'race cancel', { race: race.code }, elsewhere))).toBe('not_organizer');
  });
});

describe('what cannot be undone', () => {
  it('asks before it cancels; the answer lives a minute, and 30 s in chat', async () => {
    const house = openHouse();
    const { race, dan } = await created(house);
    await ready(house, race, 'Ann');
    const question = expectKind(await house.say(dan, 'race cancel', { reason: 'rain' }, { rights: EVENTS }), 'confirm');
    expect(question.subject).toEqual({ what: 'cancel', status: 'open', players: 1, reason: 'rain' });
    expect(question.expiresAt - house.time.now()).toBe(60_000);
    expect((await stateOf(house, race)).phase.status).toBe('open');
    const yes = question.offers[0]?.ask;
    if (yes == null) throw new Error('no offer');
    expectKind(await house.say(dan, yes.command, yes.args, { rights: EVENTS, confirmed: true }), 'cancelled');
    expect((await stateOf(house, race)).phase).toMatchObject({ status: 'cancelled', reason: 'rain' });
    expect(codeOf(await house.say(dan, 'race open', { race: race.code }, { rights: EVENTS }))).toBe('wrong_status');
  });

  it('names a seed that would be thrown away with the race', async () => {
    const house = openHouse();
    const { dan } = await created(house);
    const ask = (args: Record<string, boolean>) => house.say(dan, 'race cancel', args, { rights: EVENTS });
    expect(wordReply(await ask({ broken: true }), 'plain').text).toBe(
      'Cancel Sunday Showdown for good? The seed is thrown away: no race gets it again.',
    );
    expect(wordReply(await ask({}), 'plain').text).toBe('Cancel Sunday Showdown for good?');
  });

  it('asks before a player gives up, and before a race ends', async () => {
    const house = openHouse();
    const { race, dan } = await created(house);
    const ann = await ready(house, race, 'Ann');
    const bob = await ready(house, race, 'Bob');
    expect(codeOf(await house.say(ann, 'forfeit'))).toBe('wrong_status');
    await started(house, race, dan);
    expect(expectKind(await house.say(ann, 'forfeit'), 'confirm').subject.what).toBe('forfeit');
    expectKind(await house.say(ann, 'forfeit', {}, { confirmed: true }), 'forfeited');
    const end = expectKind(await house.say(dan, 'race end', {}, { rights: EVENTS }), 'confirm');
    expect(end.subject).toEqual({ what: 'end', playing: ['Bob'] });
    expectKind(await house.say(dan, 'race end', {}, { rights: EVENTS, confirmed: true }), 'ended');
    expect((await stateOf(house, race)).phase.status).toBe('finished');
    expect(codeOf(await house.say(bob, 'forfeit', {}, { confirmed: true }))).toBe('wrong_status');
    const kinds = (await house.notices(race.id)).map((notice) => notice.kind);
    expect(kinds.slice(-3)).toEqual(['started', 'abandoned_player', 'final_table']);
  });
});
