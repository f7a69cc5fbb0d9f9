// What is said beside managing a race: how far one is, coming back, the map, what organizers look at, other channels, the pools.

import { describe, expect, it } from 'vitest';
import { wordReply } from '../present/words/index.ts';
import type { ParticipantId } from '../race/ids.ts';
import { BROADCASTER, codeOf, EVENTS, expectKind, openHouse, twitch } from './house.test-kit.ts';
import type { Reply } from './reply.ts';
import { aRace } from './story.test-kit.ts';

const deedOf = (reply: Reply) => expectKind(reply, 'done').deed;

/** Ann and Bob race; Ann has finished. */
async function raced(args: Record<string, string> = {}) {
  const story = await aRace(args);
  const [ann, bob] = [await story.ready('Ann'), await story.ready('Bob')];
  await story.start();
  await story.house.time.pass(700_000);
  await story.finish('Ann', 600_000);
  return { ...story, ann, bob };
}

describe('progress', () => {
  it('is that of whom one names, of oneself, of the leader', async () => {
    const { house, ann, bob } = await raced();
    const cat = await house.person('discord', 'Cat');
    const whose = async (reply: Promise<Reply>) => expectKind(await reply, 'progress').line.participant.name;
    expect(await whose(house.say(cat, 'progress', { player: 'bob' }))).toBe('Bob');
    expect(await whose(house.say(bob, 'progress'))).toBe('Bob');
    expect(await whose(house.say(cat, 'progress'))).toBe('Ann');
    const text = wordReply(await house.say(ann, 'progress'), 'twitch').text;
    expect(text).toMatch(/^\[0:11:40\] Ann: place 1, finished, 10:00, 0 deaths/);
    expect(codeOf(await house.say(cat, 'progress', { player: 'nobody' }))).toBe('unknown_player');
  });

  it('is the broadcaster’s in their channel', async () => {
    const { house, organize, ready, start, race } = await aRace({ twitch: 'streamer' });
    const host = await house.person('twitch', 'Streamer');
    const there = { place: twitch('streamer'), rights: BROADCASTER };
    expectKind(await house.say(host, 'race home', { race: race.code }, there), 'home');
    await ready('Ann');
    await organize('race invite', { twitch: 'streamer' });
    await organize('race start', { missing: 'force' }, true);
    await start().catch(() => undefined);
    const viewer = await house.person('twitch', 'Viewer');
    const reply = await house.say(viewer, 'progress', {}, { place: twitch('streamer') });
    expect(expectKind(reply, 'progress').line.participant.name).toBe('Streamer');
  });

  it('says so where nobody is in', async () => {
    const { house } = await aRace();
    expect(codeOf(await house.say(await house.person('discord', 'Cat'), 'progress'))).toBe('nobody_in');
  });
});

describe('coming back', () => {
  it('is possible while the race runs, and offered with giving up', async () => {
    const { house, bob, player } = await raced();
    const out = expectKind(await house.say(bob, 'forfeit', {}, { confirmed: true }), 'forfeited');
    // The last one is out: the race is over, and there is nothing to come back to.
    expect(out.offers).toEqual([]);
    expect(codeOf(await house.say(bob, 'unforfeit'))).toBe('wrong_status');
    expect((await player('Bob')).standing.status).toBe('abandoned');
  });

  it('ends with a look at the map', async () => {
    const { house, ready, start, player } = await aRace();
    const [ann] = [await ready('Ann'), await ready('Bob')];
    await start();
    const out = expectKind(await house.say(ann, 'forfeit', {}, { confirmed: true }), 'forfeited');
    expect(out.offers.map((offer) => offer.label)).toEqual(['unforfeit', 'see_map']);
    expect(deedOf(await house.say(ann, 'unforfeit'))).toEqual({ did: 'unforfeited' });
    expect((await player('Ann')).standing.status).toBe('playing');
    expect(codeOf(await house.say(ann, 'map'))).toBe('not_out');
    await house.say(ann, 'forfeit', {}, { confirmed: true });
    expect(expectKind(await house.say(ann, 'map'), 'confirm').subject).toEqual({ what: 'see_map' });
    expect(deedOf(await house.say(ann, 'map', {}, { confirmed: true }))).toEqual({ did: 'map_shown' });
    expect(codeOf(await house.say(ann, 'unforfeit'))).toBe('saw_map');
  });

  it('shows no map that nobody sees before the end', async () => {
    const { house, ready, start } = await aRace({ map: 'after' });
    const [ann] = [await ready('Ann'), await ready('Bob')];
    await start();
    const out = expectKind(await house.say(ann, 'forfeit', {}, { confirmed: true }), 'forfeited');
    expect(out.offers.map((offer) => offer.label)).toEqual(['unforfeit']);
    expect(codeOf(await house.say(ann, 'map'))).toBe('map_after_end');
  });
});

describe('race check', () => {
  it('claims to have told only whom a private message reaches', async () => {
    const { house, organize, join, race } = await aRace();
    await join('Bob');
    const { id: user } = await house.person('twitch', 'tim');
    const newParticipant = '00000008-0000-4000-8000-000000000001' as ParticipantId;
    await house.submitter.submit(race.id, { type: 'join', person: { user, name: 'Tim' }, newParticipant });
    const reply = expectKind(await organize('race check'), 'check');
    expect([reply.unready, reply.told]).toEqual([2, 1]);
    expect(wordReply(reply, 'discord').lines.join('\n')).toContain(
      '2 players are not ready: 1 was told privately what to do; to the others I cannot write.',
    );
  });

  it('has a row for each, and tells each what is missing, once', async () => {
    const { house, organize, ready, join, race, player } = await aRace();
    await ready('Ann');
    await join('Bob');
    const { id } = await player('Ann');
    const said = { modVersion: '0.1.0', gameVersion: '1.16', pack: 'another' };
    await house.submitter.submit(race.id, { type: 'connected', participant: id, ...said });
    house.live[id] = { ...(house.live[id] ?? expect.fail('offline')), clockBoundMs: 21 };
    const reply = expectKind(await organize('race check'), 'check');
    expect(reply.rows).toMatchObject([
      { name: 'Ann', ready: true, mod: 'connected', version: '0.1.0', rightPack: false, roundTripMs: 42 },
      { name: 'Bob', ready: false, mod: 'never', pack: false, messages: true, twitch: false, rightPack: null },
    ]);
    expect([reply.unready, reply.told]).toEqual([1, 1]);
    await organize('race invite', { twitch: 'new_face' });
    expect(expectKind(await organize('race check'), 'check').invited).toEqual(['new_face']);
    const told = (await house.notices(race.id)).filter((notice) => notice.kind === 'missing');
    expect(told.map((notice) => notice.participant)).toEqual([(await player('Bob')).id]);
    await organize('race start', { missing: 'force' });
    await house.time.pass(10_000);
    await house.submitter.submit(race.id, { type: 'tick' });
    expect((await player('Bob')).standing.status).toBe('registered');
    expect(expectKind(await organize('race check'), 'check').told).toBeNull();
  });
});

describe('judge review', () => {
  it('sets what the game says beside the clock', async () => {
    const { house, organize, race, player } = await raced();
    const { id } = await player('Ann');
    await house.submitter.submit(race.id, { type: 'disconnected', participant: id });
    const one = expectKind(await organize('judge review', { player: 'Ann' }), 'review');
    expect(one.alone).toBe(true);
    expect(one.rows[0]).toMatchObject({ name: 'Ann', quits: 1, held: false });
    expect(one.rows[0]?.gates.at(-1)).toMatchObject({ finish: true, igtMs: 600_000, clockMs: 700_000 });
    expect(wordReply(one, 'plain').lines.join('\n')).toContain('Finish: 10:00 in the game, 11:40 after GO (+1:40)');
    const all = expectKind(await organize('judge review'), 'review');
    expect(all.rows.map((row) => row.name)).toEqual(['Ann', 'Bob']);
    expect(wordReply(all, 'discord').lines).toHaveLength(2);
    expect(wordReply(all, 'discord').private).toBe(true);
  });
});

describe('a channel that shows a race', () => {
  it('asks about it and changes nothing, until it is hidden', async () => {
    const { house, race, join } = await aRace();
    await join('Ann');
    const eve = await house.person('twitch', 'Eve');
    const there = { place: twitch('eve'), rights: BROADCASTER };
    expect(codeOf(await house.say(eve, 'leaderboard', {}, there))).toBe('no_race_here');
    expect(deedOf(await house.say(eve, 'race show', { race: race.code.toLowerCase() }, there))).toMatchObject({
      did: 'shown',
    });
    expectKind(await house.say(eve, 'leaderboard', {}, there), 'leaderboard');
    expect(codeOf(await house.say(eve, 'join', {}, there))).toBe('no_race_here');
    expect(codeOf(await house.say(eve, 'race lock', { race: race.code }, there))).toBe('home_channel_only');
    expect(deedOf(await house.say(eve, 'race hide', {}, there))).toMatchObject({ did: 'hidden' });
    expect(codeOf(await house.say(eve, 'leaderboard', {}, there))).toBe('no_race_here');
    expect(codeOf(await house.say(eve, 'race hide', {}, there))).toBe('nothing_shown');
  });

  it('is its broadcaster’s to choose, and no draft is shown', async () => {
    const { house, race } = await aRace({ draft: true });
    const eve = await house.person('twitch', 'Eve');
    const place = twitch('eve');
    expect(codeOf(await house.say(eve, 'race show', { race: race.code }, { place }))).toBe('broadcaster_only');
    const there = { place, rights: BROADCASTER };
    expect(codeOf(await house.say(eve, 'race show', { race: race.code }, there))).toBe('unknown_race');
    expect(codeOf(await house.say(eve, 'race show', { race: 'CDFGH' }, there))).toBe('unknown_race');
    expect(codeOf(await house.say(eve, 'race show', { race: race.code }, { rights: EVENTS }))).toBe('broadcaster_only');
  });

  it('is named on Discord, and confirmed there', async () => {
    const { house, organize, race, state } = await aRace();
    expect(codeOf(await organize('race home'))).toBe('bad_argument');
    expect(codeOf(await organize('race home', { twitch: '!?' }))).toBe('bad_argument');
    const named = await organize('race home', { twitch: 'https://twitch.tv/Eve' });
    expect(deedOf(named)).toEqual({ did: 'home_named', channel: 'eve' });
    expect(wordReply(named, 'discord').text).toContain(`!race home ${race.code}`);
    const eve = await house.person('twitch', 'Eve');
    expect(codeOf(await house.say(eve, 'join', {}, { place: twitch('eve') }))).toBe('no_race_here');
    expectKind(await house.say(eve, 'race home', {}, { place: twitch('eve'), rights: BROADCASTER }), 'home');
    expect((await state()).channels.at(-1)).toMatchObject({ channel: 'eve', kind: 'home' });
  });

  it('that was misspelt is taken away again, by an organizer or by who was named', async () => {
    const { house, organize, state } = await aRace({ twitch: 'evve' });
    const logins = async () =>
      (await state()).channels.flatMap((one) => (one.platform === 'twitch' ? one.channel : []));
    await organize('race home', { twitch: 'eve' });
    const taken = await organize('race home', { twitch: 'evve', off: true });
    expect(deedOf(taken)).toEqual({ did: 'home_taken', channel: 'evve', left: ['eve'] });
    expect(wordReply(taken, 'discord').text).toContain('Its Twitch channels: twitch.tv/eve.');
    expect(await logins()).toEqual(['eve']);
    const eve = await house.person('twitch', 'Eve');
    const there = { place: twitch('eve'), rights: BROADCASTER };
    expect(deedOf(await house.say(eve, 'race hide', {}, there))).toMatchObject({ did: 'hidden' });
    expect(await logins()).toEqual([]);
    await organize('race home', { twitch: 'eve' });
    expectKind(await house.say(eve, 'race home', {}, there), 'home');
    expect(codeOf(await house.say(eve, 'race hide', {}, there))).toBe('nothing_shown');
    await organize('race home', { twitch: 'eve', off: true });
    expect(await logins()).toEqual([]);
  });

  it('of a draft is confirmed as well, by who keeps it alone', async () => {
    const { house, race, state } = await aRace({ twitch: 'eve', draft: true });
    const eve = await house.person('twitch', 'Eve');
    const place = twitch('eve');
    expect(codeOf(await house.say(eve, 'race home', { race: race.code }, { place }))).toBe('unknown_race');
    expectKind(await house.say(eve, 'race home', { race: race.code }, { place, rights: BROADCASTER }), 'home');
    expect((await state()).channels.at(-1)).toMatchObject({ channel: 'eve', kind: 'home' });
  });
});

describe('a word that is switched off', () => {
  it('is silent in that channel, but behind !sf', async () => {
    const house = openHouse();
    const eve = await house.person('twitch', 'Eve');
    const there = { place: twitch('eve'), rights: BROADCASTER };
    const say = (word: string | undefined, place = twitch('eve')) => {
      const asker = { user: eve, place, rights: BROADCASTER };
      return house.answer({
        command: 'pools',
        args: {},
        asker,
        confirmed: false,
        ...(word === undefined ? {} : { word }),
      });
    };
    expect(deedOf(await house.say(eve, 'race word', { word: '!Pools', state: 'off' }, there))).toEqual({
      did: 'word_off',
      word: 'pools',
    });
    expect(codeOf(await say('pools'))).toBe('word_off');
    expectKind(await say(undefined), 'pools');
    expectKind(await say('pools', twitch('dan')), 'pools');
    expect(deedOf(await house.say(eve, 'race word', { word: 'pools', state: 'on' }, there))).toMatchObject({
      did: 'word_on',
    });
    expectKind(await say('pools'), 'pools');
    for (const word of ['nothing', 'race word', 'setup']) {
      expect(codeOf(await house.say(eve, 'race word', { word, state: 'off' }, there))).toBe('bad_argument');
    }
    expect(codeOf(await house.say(eve, 'race word', { word: 'lb', state: 'off' }, { place: twitch('eve') }))).toBe(
      'broadcaster_only',
    );
  });
});

describe('seeds', () => {
  it('are administrators’ to see, to scan and to throw away', async () => {
    const house = openHouse();
    const dan = await house.person('discord', 'Dan');
    const admin = { ...dan, isAdmin: true };
    for (const word of ['stats', 'scan', 'discard']) {
      expect(codeOf(await house.say(dan, `seeds ${word}`, { pool: 'sprint', number: 1 }))).toBe('admins_only');
    }
    expect(expectKind(await house.say(admin, 'seeds stats'), 'seeds').scan).toBeNull();
    expect(expectKind(await house.say(admin, 'seeds scan'), 'seeds').scan).toMatchObject({ pools: 2 });
    const discard = { pool: 'sprint', number: 2 };
    expect(expectKind(await house.say(admin, 'seeds discard', discard), 'confirm').subject).toMatchObject({
      what: 'discard_seed',
    });
    const before = house.seeds.free.length;
    expectKind(await house.say(admin, 'seeds discard', discard, { confirmed: true }), 'seed_discarded');
    expect(house.seeds.free).toHaveLength(before - 1);
    expect(codeOf(await house.say(admin, 'seeds discard', { pool: 'sprint', number: 99 }))).toBe('unknown_seed');
  });
});
