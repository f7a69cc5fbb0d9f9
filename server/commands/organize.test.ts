// What organizers do to a race and to the people in it, beside starting it.

import { describe, expect, it } from 'vitest';
import type { User } from '../play/ports/index.ts';
import { wordReply } from '../present/words/index.ts';
import { ONLINE } from '../race/story.test-kit.ts';
import { complete } from './complete.ts';
import { BROADCASTER, codeOf, DISCORD, EVENTS, expectKind, openHouse, twitch } from './house.test-kit.ts';
import type { Reply } from './reply.ts';
import { aRace } from './story.test-kit.ts';

const deedOf = (reply: Reply) => expectKind(reply, 'done').deed;

describe('race edit', () => {
  it('changes what is named and nothing else', async () => {
    const { organize, state } = await aRace({ players: 8, note: 'bring tea' });
    const done = await organize('race edit', { name: 'Monday', note: 'none', join: 'ask', packs: '60m', late: 0 });
    expect(deedOf(done)).toEqual({ did: 'edited', changed: ['name', 'note', 'join', 'late', 'packs'] });
    const { name, note, options } = await state();
    expect([name, note]).toEqual(['Monday', null]);
    expect(options).toMatchObject({ maxPlayers: 8, join: 'ask', packs: { minutesBefore: 60 }, lateMinutes: 0 });
  });

  it('wants something to change, and something that can be', async () => {
    const { organize } = await aRace();
    expect(codeOf(await organize('race edit'))).toBe('nothing_to_change');
    for (const args of [{ packs: 'tomorrow' }, { packs: '0m' }, { packs: '99999' }, { players: 1 }, { late: 9999 }]) {
      expect(codeOf(await organize('race edit', args))).toBe('bad_argument');
    }
  });

  it('ends with the countdown', async () => {
    const { organize, ready, start } = await aRace();
    await ready('Ann');
    expectKind(await organize('race start'), 'countdown');
    expect(codeOf(await organize('race edit', { name: 'x' }))).toBe('countdown_running');
    await organize('race stop');
    await start();
    expect(codeOf(await organize('race edit', { name: 'x' }))).toBe('wrong_status');
  });
});

describe('who is in', () => {
  it('is decided by an organizer: added, asked, waiting, declined', async () => {
    const { house, organize, state, race } = await aRace({ players: 2, join: 'ask' });
    const [ann, bob] = [await house.person('discord', 'Ann'), await house.person('discord', 'Bob')];
    expectKind(await house.say(ann, 'join'), 'asked');
    expectKind(await house.say(bob, 'join'), 'asked');
    expect(deedOf(await organize('race invite', { user: ann.discordId ?? '' }))).toMatchObject({ how: 'in' });
    expect(deedOf(await organize('race invite', { user: ann.id }))).toMatchObject({ how: 'already' });
    expect(deedOf(await organize('race remove', { player: 'bob' }))).toMatchObject({ how: 'declined' });
    expect((await state()).asked).toEqual([]);
    expect(deedOf(await organize('race invite', { user: `<@${bob.discordId}>` }))).toMatchObject({ how: 'in' });
    const cat = await house.person('twitch', 'Cat');
    expect(deedOf(await organize('race invite', { twitch: '@CAT' }))).toMatchObject({ how: 'waiting' });
    expect(deedOf(await organize('race remove', { player: 'Ann' }))).toMatchObject({ how: 'left_out' });
    expect((await state()).participants.map((one) => one.user)).toEqual([bob.id, cat.id]);
    expect(codeOf(await house.say(ann, 'join', { race: race.code }))).toBe('removed_before');
  });

  it('knows of a draft who was put into it, and may leave it', async () => {
    const { house, organize, race, state } = await aRace({ draft: true });
    const ann = await house.person('discord', 'Ann');
    expect(codeOf(await house.say(ann, 'leave', { race: race.code }))).toBe('unknown_race');
    await organize('race invite', { user: ann.id });
    expect((await state()).participants).toHaveLength(1);
    expectKind(await house.say(ann, 'leave', { race: race.code }), 'left');
    expect((await state()).participants).toEqual([]);
  });

  it('needs a name that somebody has', async () => {
    const { organize } = await aRace();
    expect(codeOf(await organize('race invite'))).toBe('whom');
    expect(codeOf(await organize('race invite', { user: '900000000000000123' }))).toBe('unknown_person');
    expect(codeOf(await organize('race invite', { twitch: 'not a name!' }))).toBe('unknown_person');
    expect(codeOf(await organize('race remove', { player: 'nobody' }))).toBe('unknown_player');
  });

  it('is for an unknown Twitch name a link, for that name, until it is taken back', async () => {
    const { house, organize, race } = await aRace();
    const made = deedOf(await organize('race invite', { twitch: 'twitch.tv/New_Face' }));
    if (made.did !== 'invitation_made') throw new Error(made.did);
    expect(made.person).toBe('new_face');
    const secret = made.url.split('/').at(-1) ?? '';
    expect(await house.store.tickets.look('invite', secret)).toMatchObject({ about: race.id, name: 'new_face' });
    expect(deedOf(await organize('race remove', { player: '@New_Face' }))).toMatchObject({ how: 'declined' });
    expect(await house.store.tickets.look('invite', secret)).toBeUndefined();
    expect(codeOf(await organize('race remove', { player: 'new_face' }))).toBe('unknown_player');
  });

  it('comes in by saying !join as well, also where only the invited do; then the link is used up', async () => {
    const { house, race, organize, state } = await aRace({ join: 'invited' });
    await organize('race home', { twitch: 'olga_tv' });
    const place = twitch('olga_tv');
    const mod = await house.person('twitch', 'Mod');
    await house.say(mod, 'race home', { race: race.code }, { place, rights: BROADCASTER });
    await house.say(mod, 'race invite', { twitch: 'New_Face' }, { place, rights: BROADCASTER });
    const [other, right] = [await house.person('twitch', 'Other'), await house.person('twitch', 'New_Face')];
    expect(codeOf(await house.say(other, 'join', {}, { place }))).toBe('invited_only');
    expectKind(await house.say(right, 'join', {}, { place }), 'joined');
    expect((await state()).participants.map((one) => one.name)).toEqual(['New_Face']);
    expect(await house.house.tickets.pending('invite', race.id)).toEqual([]);
    // Of a name that passed to somebody else the newer bearer is meant.
    await house.say(mod, 'race invite', { twitch: 'passing_name' }, { place, rights: BROADCASTER });
    const before = await house.person('twitch', 'Passing_Name');
    const identity = { platform: 'twitch', login: 'passing_name', displayName: 'Newer', avatarUrl: null } as const;
    await house.house.accounts.ofIdentity({ ...identity, id: 'another id' });
    expect(codeOf(await house.say(before, 'join', {}, { place }))).toBe('invited_only');
  });

  it('while running somebody is out, not gone, and can be brought back', async () => {
    const { organize, ready, start, player, state } = await aRace();
    await ready('Ann');
    await ready('Bob');
    await start();
    expect(deedOf(await organize('race remove', { player: 'ann' }))).toMatchObject({ how: 'out' });
    expect((await player('Ann')).standing).toMatchObject({ status: 'abandoned', why: 'removed' });
    expect(deedOf(await organize('race remove', { player: 'bob' }))).toMatchObject({ how: 'out' });
    expect((await state()).phase.status).toBe('finished');
    expect(deedOf(await organize('judge restore', { player: 'bob' }))).toMatchObject({ reopened: true });
  });

  it('is asked when two have the same name', async () => {
    const { house, organize, ready, race, state } = await aRace();
    await ready('Ann');
    const other = await house.person('twitch', 'Ann');
    await organize('race invite', { twitch: other.twitchName ?? '' });
    expect((await state()).participants).toHaveLength(2);
    expect(codeOf(await organize('race remove', { player: 'Ann' }))).toBe('which_player');
    const ask = {
      command: 'race remove',
      args: {},
      asker: { user: await house.person('discord', 'Dan'), place: DISCORD, rights: EVENTS },
      confirmed: false,
    };
    const choices = await complete(ask, 'player', 'an', house.house);
    expect(choices.map((choice) => choice.value)).toEqual((await state()).participants.map((one) => one.id));
    expect(deedOf(await organize('race remove', { player: choices[0]?.value ?? '', race: race.code }))).toMatchObject({
      person: 'Ann',
    });
  });

  it('closes with lock and opens again, on Discord and in chat', async () => {
    const { house, organize, race } = await aRace({ twitch: 'streamer' });
    const [ann, mod] = [await house.person('discord', 'Ann'), await house.person('twitch', 'Streamer')];
    const there = { place: twitch('streamer'), rights: BROADCASTER };
    expectKind(await house.say(mod, 'race home', { race: race.code }, there), 'home');
    expect(deedOf(await organize('race lock'))).toEqual({ did: 'locked' });
    expect(codeOf(await house.say(ann, 'join'))).toBe('locked');
    expect(deedOf(await house.say(mod, 'race unlock', {}, there))).toEqual({ did: 'unlocked' });
    expect(deedOf(await organize('race lock', { off: true }))).toEqual({ did: 'unlocked' });
    expectKind(await house.say(ann, 'join'), 'joined');
  });
});

describe('race reroll', () => {
  it('gives another seed; the one before goes back while nobody has it', async () => {
    const { organize, state, ready, player } = await aRace();
    await ready('Ann');
    const before = await state();
    expect(deedOf(await organize('race reroll'))).toMatchObject({ did: 'rerolled', packsOut: true, discarded: false });
    const after = await state();
    expect(after.seed.id).not.toBe(before.seed.id);
    expect((await player('Ann')).generation).toBe(2);
    expect((await player('Ann')).standing).toMatchObject({ status: 'registered', reason: 'reroll' });
  });

  it('asks once more where packs die or a seed is thrown away', async () => {
    const { house, organize, ready, player, race } = await aRace();
    await ready('Ann');
    const { id } = await player('Ann');
    await house.submitter.submit(race.id, { type: 'pack_downloaded', participant: id, generation: 1 });
    expect(expectKind(await organize('race reroll'), 'confirm').subject).toEqual({
      what: 'reroll',
      packs: 1,
      broken: false,
    });
    const asked = expectKind(await organize('race reroll', { broken: true }), 'confirm');
    expect(asked.offers[0]?.ask).toMatchObject({ args: { broken: true }, confirmed: true });
    expect(deedOf(await organize('race reroll', { broken: true }, true))).toMatchObject({ discarded: true });
  });

  it('draws nothing for an empty pool or a race that runs', async () => {
    const { house, organize, state, ready, start } = await aRace();
    const before = (await state()).seed;
    expect(codeOf(await organize('race reroll', { pool: 'empty' }))).toBe('pool_empty');
    expect(codeOf(await organize('race reroll', { pool: 'nothing' }))).toBe('unknown_pool');
    expect((await state()).seed).toEqual(before);
    await ready('Ann');
    await start();
    const free = house.seeds.free.length;
    expect(codeOf(await organize('race reroll'))).toBe('wrong_status');
    expect(house.seeds.free).toHaveLength(free);
  });
});

describe('race again', () => {
  it('is another race with the same options and channels and another seed', async () => {
    const { house, organize, state, ready, start, race } = await aRace({ countdown: 10, map: 'after', note: 'tea' });
    await ready('Ann');
    await start();
    await organize('race end', {}, true);
    const made = expectKind(await organize('race again', { race: race.code }), 'created');
    const next = (await house.submitter.load(made.race.id))?.race;
    const before = await state();
    expect(next).toMatchObject({ name: 'Sunday', note: 'tea', again: race.id, options: before.options });
    expect(next?.channels).toEqual(before.channels);
    expect(next?.seed.id).not.toBe(before.seed.id);
    expect(next?.participants).toEqual([]);
    expect(next?.phase.status).toBe('open');
  });

  it.each(['ask', 'invited'])('lets who played before straight in where join is %s, and nobody else', async (mode) => {
    const { house, organize, state, race, dan } = await aRace({ join: mode });
    const named: Record<string, User> = {};
    for (const name of ['Ann', 'Ben', 'Out']) {
      const user = await house.person('discord', name);
      named[name] = user;
      await organize('race invite', { user: user.discordId ?? '', race: race.code });
    }
    const ann = (await state()).participants.find((one) => one.name === 'Ann');
    if (ann === undefined) throw new Error('no Ann');
    house.live[ann.id] = ONLINE;
    await house.submitter.submit(race.id, { type: 'ready', participant: ann.id });
    expectKind(await organize('race start', { missing: 'force', race: race.code }), 'countdown');
    await house.time.pass(10_000);
    await organize('judge disqualify', { player: 'Out', reason: 'no', race: race.code });
    await organize('race end', { race: race.code }, true);
    const { race: next } = expectKind(await organize('race again', { race: race.code }), 'created');
    const stranger = await house.person('discord', 'Eve');
    const joins = async (user: User) => house.say(user, 'join', { race: next.code });
    for (const name of ['Ann', 'Ben']) expectKind(await joins(named[name] ?? dan), 'joined');
    for (const user of [named.Out ?? dan, stranger]) {
      const reply = await joins(user);
      expect(reply.kind === 'asked' || codeOf(reply) === 'invited_only').toBe(true);
    }
    const after = (await house.submitter.load(next.id))?.race;
    expect(after?.participants.map((one) => one.name)).toEqual(['Ann', 'Ben']);
  });

  it('is made once, whoever presses again; once that round is cancelled another can be made', async () => {
    const { house, dan, race, organize } = await aRace();
    const eve = await house.person('discord', 'Eve');
    await organize('race cancel', {}, true);
    const press = (user: typeof dan) => house.say(user, 'race again', { race: race.code }, { rights: EVENTS });
    const { race: next } = expectKind(await press(dan), 'created');
    const free = house.seeds.free.length;
    const refused = expectKind(await press(eve), 'refused');
    expect(refused.no).toMatchObject({ code: 'round_there', race: { code: next.code } });
    expect(refused.offers.map(({ ask }) => ask)).toEqual([
      { command: 'join', args: { race: next.code }, confirmed: false },
    ]);
    expect(house.seeds.free.length).toBe(free);
    await house.say(dan, 'race cancel', { race: next.code }, { confirmed: true });
    expectKind(await press(eve), 'created');
  });

  it('is offered where one was cancelled', async () => {
    const { organize } = await aRace();
    const cancelled = expectKind(await organize('race cancel', { broken: true }, true), 'cancelled');
    expect(cancelled.offers.map((offer) => offer.label)).toEqual(['again']);
  });
});

describe('casters and organizers', () => {
  it('come and go by an organizer’s word', async () => {
    const { house, organize, state, ready } = await aRace();
    const ann = await ready('Ann');
    const cat = await house.person('discord', 'Cat');
    const user = cat.discordId ?? '';
    expect(deedOf(await organize('race caster', { change: 'add', user }))).toMatchObject({ did: 'caster_added' });
    expect((await state()).casters.map((one) => one.user)).toEqual([cat.id]);
    expect(codeOf(await house.say(cat, 'join'))).toBe('caster_cannot_join');
    expect(codeOf(await organize('race caster', { change: 'add', user: ann.discordId ?? '' }))).toBe(
      'player_cannot_cast',
    );
    expect(deedOf(await organize('race caster', { change: 'remove', user }))).toMatchObject({ did: 'caster_removed' });
    expect(deedOf(await organize('race organizer', { change: 'add', user }))).toMatchObject({ did: 'organizer_added' });
    expect(deedOf(await house.say(cat, 'race lock'))).toEqual({ did: 'locked' });
    expect(deedOf(await organize('race organizer', { change: 'remove', user }))).toMatchObject({
      did: 'organizer_removed',
    });
    expect(codeOf(await house.say(cat, 'race lock'))).toBe('not_organizer');
    const dan = (await state()).creator.user;
    expect(codeOf(await organize('race organizer', { change: 'remove', user: dan }))).toBe('last_organizer');
  });
});

describe('the judge', () => {
  it('takes out and brings back, also after a finish', async () => {
    const { organize, ready, start, finish, player, state } = await aRace();
    await ready('Ann');
    await ready('Bob');
    await start();
    await finish('Ann', 600_000);
    const out = expectKind(await organize('judge disqualify', { player: 'Ann', reason: 'wrong seed' }), 'done');
    expect(out.deed).toEqual({ did: 'disqualified', player: 'Ann' });
    expect(out.offers[0]?.ask).toMatchObject({ command: 'judge restore', args: { player: (await player('Ann')).id } });
    expect(deedOf(await organize('judge restore', { player: 'Ann' }))).toMatchObject({ plays: false, reopened: false });
    expect((await player('Ann')).standing).toMatchObject({ status: 'finished', igtMs: 600_000 });
    expect(deedOf(await organize('judge restore', { player: 'Ann' }))).toMatchObject({ plays: true });
    expect((await state()).phase.status).toBe('running');
  });

  it.each([
    ['1:02:03', 3_723_000],
    ['38:03', 2_283_000],
    ['0:59.5', 59_500],
    ['100:00', 6_000_000],
  ])('sets %s by hand', async (time, igtMs) => {
    const { organize, ready, start, player } = await aRace();
    await ready('Ann');
    await start();
    const reply = await organize('judge result', { player: 'ann', time, reason: 'crash' });
    expect(deedOf(reply)).toEqual({ did: 'result_set', player: 'Ann', igtMs });
    expect((await player('Ann')).standing).toMatchObject({ status: 'finished', igtMs, byHand: true });
  });

  it.each(['soon', '1:2', '1:60', '1:60:00', '-1:00', '', '200:00:00'])('does not take %j for a time', async (time) => {
    const { organize, ready, start } = await aRace();
    await ready('Ann');
    await start();
    const code = codeOf(await organize('judge result', { player: 'ann', time, reason: 'x' }));
    expect(['bad_argument', 'bad_igt']).toContain(code);
  });

  it('holds a result, and lifts it when it is said again', async () => {
    const { organize, ready, start, finish, player } = await aRace();
    await ready('Ann');
    await start();
    await finish('Ann', 600_000);
    expect(deedOf(await organize('judge hold', { player: 'Ann' }))).toMatchObject({ did: 'held' });
    expect((await player('Ann')).held).toBe(true);
    expect(deedOf(await organize('judge hold', { player: 'Ann' }))).toMatchObject({ did: 'hold_lifted' });
  });

  it('is reminded in the status of what to look at, and nobody else is', async () => {
    const { house, organize, ready, start, race } = await aRace();
    const ann = await ready('Ann');
    await start();
    await organize('judge hold', { player: 'Ann' });
    const told = async (reply: Promise<Reply>) => expectKind(await reply, 'status').toReview;
    expect(await told(organize('race status'))).toEqual([{ name: 'Ann', marks: [], held: true }]);
    expect(await told(organize('race status', { share: true }))).toEqual([]);
    expect(await told(house.say(ann, 'race status', { race: race.code }))).toEqual([]);
    expect(wordReply(await organize('race status'), 'plain').lines).toContain('⚠️ Ann: under review');
  });

  it('is nobody but an organizer', async () => {
    const { house, ready, start } = await aRace();
    const ann = await ready('Ann');
    await start();
    for (const command of ['judge disqualify', 'judge restore', 'judge result', 'judge hold', 'race say']) {
      const args = { player: 'Ann', reason: 'x', time: '1:00', text: 'x' };
      expect(codeOf(await house.say(ann, command, args))).toBe('not_organizer');
    }
  });
});

describe('words to others', () => {
  it('go to everybody, or to the organizers alone', async () => {
    const { house, organize, join } = await aRace();
    const ann = await join('Ann');
    expect(deedOf(await organize('race say', { text: 'five minutes' }))).toEqual({ did: 'announced' });
    expect(deedOf(await house.say(ann, 'report', { text: 'my pack is broken' }))).toEqual({ did: 'reported' });
    expect(codeOf(await organize('race say', { text: 'x'.repeat(401) }))).toBe('bad_argument');
  });

  it('are refused where nobody would hear them', async () => {
    const house = openHouse();
    const [streamer, ann] = [await house.person('twitch', 'Streamer'), await house.person('discord', 'Ann')];
    const there = { place: twitch('streamer'), rights: BROADCASTER };
    const { race } = expectKind(await house.say(streamer, 'race create', { pool: 'sprint' }, there), 'created');
    expect(codeOf(await house.say(ann, 'report', { text: 'help', race: race.code }))).toBe('nobody_hears');
    expect((await house.notices(race.id)).map((notice) => notice.kind)).not.toContain('problem');
  });
});
