// Making a race: where it is at home, what is drawn for it, who may; a Twitch channel that is named for it.

import { describe, expect, it } from 'vitest';
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
  twitch,
} from './house.test-kit.ts';
import { created, stateOf } from './race.test-kit.ts';
import { commandNamed } from './table.ts';

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

  it('is announced where it is created again, once /setup took its channel away', async () => {
    const house = openHouse();
    const boss = await house.person('discord', 'Boss');
    const rights = { ...EVENTS, manageServer: true };
    const setup = (args: Readonly<Record<string, string>>) => house.say(boss, 'setup', args, { rights });
    await setup({ channel: '77', organizers: '55', timezone: 'Europe/Paris' });
    expect(await setup({ without: 'channel' })).toMatchObject({
      channel: null,
      organizerRole: '55',
      timezone: 'Europe/Paris',
    });
    expect(await setup({ without: 'all', timezone: 'Asia/Tokyo' })).toMatchObject({
      channel: null,
      organizerRole: null,
      timezone: 'Asia/Tokyo',
    });
    expect(codeOf(await setup({ without: 'everything' }))).toBe('bad_argument');
    const reply = await house.say(boss, 'race create', { pool: 'sprint' }, { rights });
    const state = await stateOf(house, expectKind(reply, 'created').race);
    expect(state.channels[0]?.channel).not.toBe('77');
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

  it.each(['sprint', 'Short One (~30min)', 'short one'])('takes the pool by any of its names: %s', async (typed) => {
    const house = openHouse();
    const dan = await house.person('discord', 'Dan');
    const [sprint] = await house.house.seeds.pools();
    if (sprint === undefined) throw new Error('no pool');
    const pools = async () => [{ ...sprint, displayName: 'Short one (~30min)' }];
    const command = commandNamed('race create');
    if (command?.about !== 'house') throw new Error('no such command');
    const asker = { user: dan, place: DISCORD, rights: EVENTS };
    const ask = { command: 'race create', args: { pool: typed }, asker, confirmed: false };
    const reply = await command.run(ask, { ...house.house, seeds: { ...house.house.seeds, pools } });
    expect((await stateOf(house, expectKind(reply, 'created').race)).name).toBe('Short one');
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
