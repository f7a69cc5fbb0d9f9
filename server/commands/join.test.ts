// Coming in and going out; which race is meant where none is named; what completes itself.

import { describe, expect, it } from 'vitest';
import type { User } from '../play/ports/index.ts';
import { wordReply } from '../present/words/index.ts';
import { complete } from './complete.ts';
import {
  BROADCASTER,
  codeOf,
  DIRECT,
  DISCORD,
  EVENTS,
  expectKind,
  openHouse,
  SERVER,
  twitch,
} from './house.test-kit.ts';
import { created, stateOf } from './race.test-kit.ts';

describe('joining and leaving', () => {
  it('gives the own pack privately, once, and says so again to who is in', async () => {
    const house = openHouse();
    const { race } = await created(house);
    const ann = await house.person('discord', 'Ann');
    const reply = expectKind(await house.say(ann, 'join'), 'joined');
    expect(reply).toMatchObject({ already: false, players: 1, maxPlayers: 16 });
    expect(reply.pack?.url).toMatch(/^https:\/\/race\.example\/race\/[0-9a-f-]+\/pack\/[\w-]+$/);
    const again = expectKind(await house.say(ann, 'join'), 'joined');
    expect(again).toMatchObject({ already: true, players: 1 });
    expect(again.pack).toEqual(reply.pack);
    const links = (await house.notices(race.id)).filter((notice) => notice.kind === 'pack_link');
    expect(links.map((notice) => notice.target)).toEqual([{ to: 'user', user: ann.id }]);
  });

  it('waits when full, and comes in when somebody leaves', async () => {
    const house = openHouse();
    const { race } = await created(house, { players: 2 });
    const [ann, bob, cat] = await Promise.all(['Ann', 'Bob', 'Cat'].map((name) => house.person('discord', name)));
    if (ann === undefined || bob === undefined || cat === undefined) throw new Error('nobody');
    await house.say(ann, 'join');
    await house.say(bob, 'join');
    expect(expectKind(await house.say(cat, 'join'), 'waiting').place).toBe(1);
    expect(expectKind(await house.say(ann, 'leave'), 'left').wasIn).toBe(true);
    expect((await stateOf(house, race)).participants.map((one) => one.name)).toEqual(['Bob', 'Cat']);
    await house.say(ann, 'join');
    expect(expectKind(await house.say(ann, 'leave'), 'left').wasIn).toBe(false);
  });

  it('holds packs back where an organizer sends them out', async () => {
    const house = openHouse();
    const { race, dan } = await created(house, { packs: 'manual' });
    const ann = await house.person('discord', 'Ann');
    expect(expectKind(await house.say(ann, 'join'), 'joined').pack).toBeNull();
    expect(codeOf(await house.say(ann, 'pack'))).toBe('packs_not_out');
    expectKind(await house.say(dan, 'race release', {}, { rights: EVENTS }), 'released');
    expect(expectKind(await house.say(ann, 'pack', {}, { place: DIRECT }), 'pack').pack).not.toBeNull();
    expect((await house.notices(race.id)).map((notice) => notice.kind)).toEqual(['card', 'packs_out', 'pack_link']);
  });

  it('renews a pack: another link, and the one before is dead', async () => {
    const house = openHouse();
    const { race } = await created(house);
    const ann = await house.person('discord', 'Ann');
    const first = expectKind(await house.say(ann, 'join'), 'joined').pack?.url;
    const second = expectKind(await house.say(ann, 'pack', { new: true }), 'pack');
    expect(second.renewed).toBe(true);
    expect(second.pack?.url).not.toBe(first);
    expect((await stateOf(house, race)).participants[0]?.generation).toBe(2);
  });

  it('never makes a link for a chat channel', async () => {
    const house = openHouse();
    const dan = await house.person('twitch', 'Dan');
    const home = { place: twitch('dan'), rights: BROADCASTER };
    await house.say(dan, 'race create', { pool: 'sprint' }, home);
    await house.say(dan, 'join', {}, home);
    const reply = await house.say(dan, 'pack', {}, home);
    expect(expectKind(reply, 'pack').pack).toBeNull();
    expect(JSON.stringify(reply)).not.toContain('/pack/');
  });
});

describe('which race is meant', () => {
  it('lists those that can be meant, and takes a code in any case', async () => {
    const house = openHouse();
    const { race } = await created(house);
    await created(house, { name: 'Another' });
    const ann = await house.person('discord', 'Ann');
    const reply = expectKind(await house.say(ann, 'join'), 'refused');
    expect(reply.no.code === 'which_race' && reply.no.races.map((one) => one.name).sort()).toEqual([
      'Another',
      'Sunday Showdown',
    ]);
    // Each is a button; in chat each is the next thing to say.
    expect(reply.offers.map(({ ask }) => ask?.args.race).toSorted()).toEqual(
      reply.no.code === 'which_race' ? reply.no.races.map((one) => one.code).toSorted() : [],
    );
    expect(wordReply(reply, 'discord').buttons.map((button) => button.label)).toContain(`${race.code} Sunday Showdown`);
    expect(wordReply(reply, 'discord').text).not.toContain(race.code);
    expect(wordReply(reply, 'twitch').text).toContain(`!join ${race.code} (Sunday Showdown)`);
    expectKind(await house.say(ann, 'join', { race: ` ${race.code.toLowerCase()} ` }), 'joined');
    // Her own race is meant, though two are open here.
    expect(expectKind(await house.say(ann, 'leave'), 'left').race.id).toBe(race.id);
  });

  it('finds one’s own race in a direct message, and another channel of the server', async () => {
    const house = openHouse();
    const { race } = await created(house);
    const ann = await house.person('discord', 'Ann');
    await house.say(ann, 'join', {}, { place: { platform: 'discord', server: SERVER, channel: '1' } });
    expect(expectKind(await house.say(ann, 'pack', {}, { place: DIRECT }), 'pack').race.id).toBe(race.id);
    const direct = (user: User, command: string, args = {}) => house.say(user, command, args, { place: DIRECT });
    for (const kind of ['leaderboard', 'progress'] as const) {
      expect(expectKind(await direct(ann, kind), kind).race.id).toBe(race.id);
    }
    expectKind(await direct(ann, 'report', { text: 'it rains' }), 'done');
    expect(codeOf(await direct(ann, 'join'))).toBe('no_race_here');
    expect(codeOf(await direct(await house.person('discord', 'Eve'), 'leaderboard'))).toBe('no_race_here');
    expect(codeOf(await house.say(ann, 'pack', { race: 'CDFGH' }))).toBe('unknown_race');
  });

  it('says that one is in no race', async () => {
    const house = openHouse();
    const ann = await house.person('discord', 'Ann');
    expect(codeOf(await house.say(ann, 'leave'))).toBe('not_in_race');
    expect(codeOf(await house.say(ann, 'join'))).toBe('no_race_here');
    expect(codeOf(await house.say(ann, 'leave', {}, { place: twitch('x') }))).toBe('no_race_here');
  });
});

describe('completion', () => {
  it('offers pools, and the races that a command could mean', async () => {
    const house = openHouse();
    const { race, dan } = await created(house);
    await created(house, { draft: true, name: 'Secret' });
    const ann = await house.person('discord', 'Ann');
    const ask = (user: User, command: string, rights = { ...EVENTS, manageEvents: false }) => ({
      command,
      args: {},
      asker: { user, place: DISCORD, rights },
      confirmed: false,
    });
    const values = async (...given: Parameters<typeof complete>) =>
      (await complete(...given)).map((choice) => choice.value);
    expect(await values(ask(dan, 'race create'), 'pool', 'spr', house.house)).toEqual(['sprint']);
    expect(await values(ask(ann, 'join'), 'race', '', house.house)).toEqual([race.code]);
    expect(await values(ask(ann, 'join'), 'race', 'zzz', house.house)).toEqual([]);
    expect(await values(ask(ann, 'leave'), 'race', '', house.house)).toEqual([]);
    expect(await values(ask(ann, 'race open'), 'race', '', house.house)).toEqual([]);
    expect(await values(ask(dan, 'race open', EVENTS), 'race', '', house.house)).toHaveLength(1);
  });
});
