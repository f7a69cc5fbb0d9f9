import { describe, expect, it } from 'vitest';
import type { User } from '../play/ports/index.ts';
import { wordReply } from '../present/words/index.ts';
import type { Race } from '../race/race.ts';
import { ONLINE } from '../race/story.test-kit.ts';
import { NO_RIGHTS } from './ask.ts';
import { complete } from './complete.ts';
import {
  BROADCASTER,
  CHANNEL,
  codeOf,
  DIRECT,
  DISCORD,
  EVENTS,
  expectKind,
  openHouse,
  SERVER,
  type TestHouse,
  twitch,
} from './house.test-kit.ts';
import type { RaceRef, Reply } from './reply.ts';
import { commandNamed } from './table.ts';

async function created(house: TestHouse, args: Record<string, string | number | boolean> = {}) {
  const dan = await house.person('discord', 'Dan');
  const reply = await house.say(
    dan,
    'race create',
    { pool: 'sprint', name: 'Sunday Showdown', ...args },
    { rights: EVENTS },
  );
  return { dan, race: expectKind(reply, 'created').race };
}

async function stateOf(house: TestHouse, race: RaceRef): Promise<Race> {
  const known = await house.submitter.load(race.id);
  if (known === undefined) throw new Error('no race');
  return known.race;
}

/** Joined, connected and ready. */
async function ready(house: TestHouse, race: RaceRef, name: string): Promise<User> {
  const user = await house.person('discord', name);
  expectKind(await house.say(user, 'join', { race: race.code }), 'joined');
  const participant = (await stateOf(house, race)).participants.find((one) => one.user === user.id);
  if (participant === undefined) throw new Error('not in');
  house.live[participant.id] = ONLINE;
  await house.submitter.submit(race.id, { type: 'ready', participant: participant.id });
  return user;
}

async function started(house: TestHouse, race: RaceRef, dan: User) {
  expectKind(await house.say(dan, 'race start', {}, { rights: EVENTS }), 'countdown');
  await house.time.pass(10_000);
  await house.submitter.submit(race.id, { type: 'tick' });
}

describe('race create', () => {
  it('opens a race at home in the channel where it was said', async () => {
    const house = openHouse();
    const { race } = await created(house, { countdown: 30, packs: 'manual', map: 'casters', finished_names: false });
    const state = await stateOf(house, race);
    expect(state.phase.status).toBe('open');
    expect(state.name).toBe('Sunday Showdown');
    expect(state.channels).toEqual([{ platform: 'discord', channel: CHANNEL, server: SERVER, kind: 'home' }]);
    expect(state.options).toMatchObject({
      countdownSeconds: 30,
      packs: 'manual',
      map: 'casters',
      showFinishedNames: false,
      maxPlayers: 16,
    });
    expect(race.page).toBe(`https://race.example/r/${race.code}`);
    expect((await house.notices(race.id)).map((notice) => notice.kind)).toEqual(['card']);
  });

  it('is announced where /setup says', async () => {
    const house = openHouse();
    const boss = await house.person('discord', 'Boss');
    const rights = { ...EVENTS, manageServer: true };
    const setup = await house.say(
      boss,
      'setup',
      { channel: '77', organizers: '55', timezone: 'Europe/Paris' },
      { rights },
    );
    expect(setup).toMatchObject({ kind: 'setup', channel: '77', organizerRole: '55', timezone: 'Europe/Paris' });
    const rightRole = { ...EVENTS, manageEvents: false, roles: ['55'] };
    const reply = await house.say(boss, 'race create', { pool: 'sprint' }, { rights: rightRole });
    const state = await stateOf(house, expectKind(reply, 'created').race);
    expect(state.channels[0]?.channel).toBe('77');
    expect(state.name).toBe('Sprint');
  });

  it('stays a draft, and nobody else hears of it', async () => {
    const house = openHouse();
    const { race, dan } = await created(house, { draft: true });
    expect((await stateOf(house, race)).phase.status).toBe('draft');
    expect(await house.notices(race.id)).toEqual([]);
    const ann = await house.person('discord', 'Ann');
    expect(codeOf(await house.say(ann, 'race status', { race: race.code }))).toBe('unknown_race');
    expect(codeOf(await house.say(ann, 'race status'))).toBe('no_race_here');
    expectKind(await house.say(dan, 'race open', {}, { rights: EVENTS }), 'opened');
    expectKind(await house.say(ann, 'race status'), 'status');
  });

  it('gives the seed back when the race does not come to be', async () => {
    const house = openHouse();
    const dan = await house.person('discord', 'Dan');
    const refusing = { ...house.house, createRace: async () => ({ refused: { code: 'bad_name' } as const }) };
    const asker = { user: dan, place: DISCORD, rights: EVENTS };
    const command = commandNamed('race create');
    if (command?.about !== 'house') throw new Error('no such command');
    const ask = { command: 'race create', args: { pool: 'sprint' }, asker, confirmed: false };
    expect(codeOf(await command.run(ask, refusing))).toBe('bad_name');
    expect(house.seeds.given).toHaveLength(1);
    const failing = {
      ...house.house,
      createRace: async () => {
        throw new Error('database away');
      },
    };
    await expect(command.run(ask, failing)).rejects.toThrow('database away');
    expect(house.seeds.given).toHaveLength(2);
  });

  it('rolls another code when one is taken', async () => {
    const house = openHouse();
    const dan = await house.person('discord', 'Dan');
    let tries = 0;
    const { createRace } = house.house;
    const taken: typeof house.house = {
      ...house.house,
      createRace: async (create) => {
        tries += 1;
        return tries < 3 ? { refused: { code: 'code_taken' } } : createRace(create);
      },
    };
    const command = commandNamed('race create');
    if (command?.about !== 'house') throw new Error('no such command');
    const asker = { user: dan, place: DISCORD, rights: EVENTS };
    const ask = { command: 'race create', args: { pool: 'sprint' }, asker, confirmed: false };
    expectKind(await command.run(ask, taken), 'created');
    expect(tries).toBe(3);
    expect(house.seeds.given).toEqual([]);
  });

  it.each([
    ['nobody without the right', { pool: 'sprint' }, { rights: { ...EVENTS, manageEvents: false } }, 'may_not_create'],
    ['not in a direct message', { pool: 'sprint' }, { rights: EVENTS, place: DIRECT }, 'needs_server'],
    ['not without a pool', {}, { rights: EVENTS }, 'bad_argument'],
    ['not from an unknown pool', { pool: 'nope' }, { rights: EVENTS }, 'unknown_pool'],
    ['not from an empty pool', { pool: 'empty' }, { rights: EVENTS }, 'pool_empty'],
    ['not with too many players', { pool: 'sprint', players: 101 }, { rights: EVENTS }, 'bad_argument'],
    ['not with a name of 81', { pool: 'sprint', name: 'x'.repeat(81) }, { rights: EVENTS }, 'bad_argument'],
    ['not with a control character', { pool: 'sprint', name: 'a\u0007b' }, { rights: EVENTS }, 'bad_argument'],
    ['not with a turned name', { pool: 'sprint', name: 'a\u202Eb' }, { rights: EVENTS }, 'bad_argument'],
    ['not with a strange channel', { pool: 'sprint', twitch: 'a b' }, { rights: EVENTS }, 'bad_argument'],
    ['not by a viewer on Twitch', { pool: 'sprint' }, { place: twitch('dan') }, 'may_not_create'],
  ])('%s', async (_what, args, where, code) => {
    const house = openHouse();
    const user = await house.person('discord', 'Dan');
    expect(codeOf(await house.say(user, 'race create', args, where))).toBe(code);
    expect(house.seeds.free).toHaveLength(4);
  });

  it('takes the broadcaster’s channel as home on Twitch', async () => {
    const house = openHouse();
    const dan = await house.person('twitch', 'Dan');
    const reply = await house.say(
      dan,
      'race create',
      { pool: 'Sprint (~30min)' },
      { place: twitch('dan'), rights: BROADCASTER },
    );
    const { race } = expectKind(reply, 'created');
    expect((await stateOf(house, race)).channels).toEqual([
      { platform: 'twitch', channel: 'dan', server: null, kind: 'home' },
    ]);
  });
});

describe('a Twitch channel that is named', () => {
  it('is silent until its broadcaster agrees, then its viewers may join', async () => {
    const house = openHouse();
    const { race } = await created(house, { twitch: 'https://twitch.tv/Streamer' });
    expect((await stateOf(house, race)).channels[1]).toMatchObject({ channel: 'streamer', kind: 'named' });
    const viewer = await house.person('twitch', 'Vi');
    const there = { place: twitch('streamer') };
    expect(codeOf(await house.say(viewer, 'join', {}, there))).toBe('no_race_here');
    expect(codeOf(await house.say(viewer, 'leaderboard', {}, there))).toBe('no_race_here');
    expect(codeOf(await house.say(viewer, 'race home', {}, there))).toBe('broadcaster_only');
    const mod = { ...there, rights: BROADCASTER };
    expectKind(await house.say(viewer, 'race home', { race: race.code }, mod), 'home');
    const joined = expectKind(await house.say(viewer, 'join', {}, there), 'joined');
    expect(joined.players).toBe(1);
    expect(joined.pack).toBeNull();
    expect(codeOf(await house.say(viewer, 'race stop', {}, there))).toBe('not_organizer');
  });

  it('cannot make itself home of a race that does not name it', async () => {
    const house = openHouse();
    const { race } = await created(house);
    const thief = await house.person('twitch', 'Thief');
    const reply = await house.say(
      thief,
      'race home',
      { race: race.code },
      { place: twitch('thief'), rights: BROADCASTER },
    );
    expect(codeOf(reply)).toBe('home_channel_only');
    expect(codeOf(await house.say(thief, 'join', { race: race.code }, { place: twitch('thief') }))).toBe(
      'home_channel_only',
    );
  });
});

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
    expectKind(await house.say(ann, 'leave'), 'left');
    expect((await stateOf(house, race)).participants.map((one) => one.name)).toEqual(['Bob', 'Cat']);
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
    const late = reply.offers[1]?.ask;
    if (late == null) throw new Error('no offer');
    const countdown = await house.say(dan, late.command, late.args, { rights: EVENTS, confirmed: late.confirmed });
    expect(expectKind(countdown, 'countdown').startsAt).toBe(house.time.now() + 10_000);
    expect((await stateOf(house, race)).participants).toHaveLength(2);
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

describe('questions', () => {
  it('shows the newest race that is over where none is going on', async () => {
    const house = openHouse();
    const { race, dan } = await created(house);
    await ready(house, race, 'Ann');
    await started(house, race, dan);
    await house.say(dan, 'race end', {}, { rights: EVENTS, confirmed: true });
    const viewer = await house.person('discord', 'Vi');
    expect(expectKind(await house.say(viewer, 'leaderboard'), 'leaderboard').race.id).toBe(race.id);
    expect(codeOf(await house.say(viewer, 'join'))).toBe('wrong_status');
  });

  it('answers with lists, pools, help and overlay addresses', async () => {
    const house = openHouse();
    const { race } = await created(house);
    await created(house, { draft: true, name: 'Secret' });
    const vi = await house.person('discord', 'Vi');
    expect(expectKind(await house.say(vi, 'race list'), 'races').races.map((one) => one.name)).toEqual([
      'Sunday Showdown',
    ]);
    expect(expectKind(await house.say(vi, 'pools'), 'pools').pools).toHaveLength(2);
    expect(
      expectKind(await house.say(vi, 'help', { command: '!lb' }), 'help').lines.map((line) => line.command),
    ).toEqual(['leaderboard']);
    const overlay = expectKind(await house.say(vi, 'race overlay'), 'overlay');
    expect(overlay.addresses[1]?.url).toBe(`https://race.example/overlay/${race.id}/leaderboard`);
    expect(codeOf(await house.say(vi, 'nonsense'))).toBe('unknown_command');
  });

  it('helps with what everybody may say first, and viewers of a channel with nothing else', async () => {
    const house = openHouse();
    const vi = await house.person('twitch', 'Vi');
    const told = async (rights = NO_RIGHTS, place = twitch('dan')) =>
      expectKind(await house.say(vi, 'help', {}, { place, rights }), 'help').lines.map((line) => line.command);
    expect(await told()).toContain('join');
    expect(await told()).not.toContain('race start');
    expect(await told(BROADCASTER)).toContain('race start');
    const all = await told(NO_RIGHTS, DISCORD);
    expect(all.indexOf('help')).toBeLessThan(all.indexOf('race create'));
    const asked = await house.say(vi, 'help', { command: '!race start' }, { place: twitch('dan') });
    expect(expectKind(asked, 'help').lines.map((line) => line.command)).toEqual(['race start']);
  });

  it('gives overlay addresses in chat to organizers only', async () => {
    const house = openHouse();
    const dan = await house.person('twitch', 'Dan');
    await house.say(dan, 'race create', { pool: 'sprint' }, { place: twitch('dan'), rights: BROADCASTER });
    const vi = await house.person('twitch', 'Vi');
    expect(codeOf(await house.say(vi, 'race overlay', {}, { place: twitch('dan') }))).toBe('not_organizer');
    expectKind(await house.say(dan, 'race overlay', {}, { place: twitch('dan'), rights: BROADCASTER }), 'overlay');
  });
});

describe('overlay addresses', () => {
  const addressesOf = (reply: Reply) =>
    reply.kind === 'overlay' || reply.kind === 'keyed_overlay' ? reply.addresses : [];

  it('have a key for organizers and casters, privately, each their own; new ones kill the old', async () => {
    const house = openHouse();
    const { race, dan } = await created(house);
    const kim = await house.person('discord', 'Kim');
    await house.say(dan, 'race caster', { change: 'add', user: kim.id }, { rights: EVENTS });
    const keyOf = (reply: Reply) => new URL(addressesOf(reply)[0]?.url ?? '').searchParams.get('key') ?? '';
    const mine = expectKind(await house.say(kim, 'race overlay', { race: race.code }), 'keyed_overlay');
    expect(mine.addresses.map((one) => one.what)).toEqual(['dag', 'leaderboard', 'clock', 'player']);
    const key = keyOf(mine);
    expect(await house.house.overlayKeys.read(key, race.id)).toMatchObject({ user: kim.id });
    expect(keyOf(await house.say(dan, 'race overlay', { race: race.code }))).not.toBe(key);
    const live = new URL(mine.addresses[0]?.live[0]?.url ?? '');
    expect(await house.house.overlayKeys.read(live.searchParams.get('key') ?? '', race.id)).toMatchObject({
      user: kim.id,
    });
    const again = expectKind(await house.say(kim, 'race overlay', { race: race.code, new: true }), 'keyed_overlay');
    expect(again.renewed).toBe(true);
    expect(await house.house.overlayKeys.read(key, race.id)).toBeUndefined();
    expect(await house.house.overlayKeys.read(keyOf(again), race.id)).toMatchObject({ user: kim.id });
    const shared = expectKind(await house.say(kim, 'race overlay', { race: race.code, share: true }), 'overlay');
    expect(JSON.stringify(shared)).not.toContain('key=');
  });

  it('of a player have no map and no key, and their own place', async () => {
    const house = openHouse();
    const { race } = await created(house);
    const ann = await house.person('discord', 'Ann B');
    await house.say(ann, 'join', { race: race.code });
    const { addresses } = expectKind(await house.say(ann, 'race overlay', { race: race.code }), 'overlay');
    expect(addresses.map((one) => one.what)).toEqual(['leaderboard', 'clock', 'player']);
    expect(addresses[2]?.url).toBe(`https://race.example/overlay/${race.id}/player?name=Ann+B`);
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
