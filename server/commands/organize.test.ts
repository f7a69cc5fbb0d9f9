// What organizers do to a race and to the people in it, beside starting it.

import { describe, expect, it } from 'vitest';
import { wordReply } from '../present/words/index.ts';
import { complete } from './complete.ts';
import { BROADCASTER, codeOf, DISCORD, EVENTS, expectKind, twitch } from './house.test-kit.ts';
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
    const early = await house.say(ann, 'pack', { race: race.code });
    expect(wordReply(early, 'plain').text).toBe(
      'Sunday is still a draft; its packs go out when it opens. Then /pack gives you yours.',
    );
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

  it('is a link that the same name said in chat does not kill', async () => {
    const { house, organize, race } = await aRace();
    const dan = await house.person('twitch', 'Dan_TV');
    const by = { kind: 'system' } as const;
    const channel = { platform: 'twitch', channel: 'dan_tv', server: null, kind: 'home' } as const;
    await house.submitter.submit(race.id, { type: 'add_channel', by, channel });
    const made = deedOf(await organize('race invite', { twitch: 'New_Face' }));
    if (made.did !== 'invitation_made') throw new Error(made.did);
    const there = { place: twitch('dan_tv'), rights: BROADCASTER };
    const said = await house.say(dan, 'race invite', { twitch: 'new_face' }, there);
    expect(deedOf(said)).toMatchObject({ did: 'invitation_made', person: 'new_face' });
    const secret = made.url.split('/').at(-1) ?? '';
    expect(await house.store.tickets.look('invite', secret)).toMatchObject({ name: 'new_face' });
    // Where links are given out, the newest is the one that lives.
    await organize('race invite', { twitch: 'new_face' });
    expect(await house.store.tickets.look('invite', secret)).toBeUndefined();
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
    const invited = await organize('race invite', { user: (await player('Ann')).user });
    expect(deedOf(invited)).toMatchObject({ how: 'out' });
    expect(wordReply(invited, 'discord').text).toContain('brings them back');
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
