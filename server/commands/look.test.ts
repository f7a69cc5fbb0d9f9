// Questions that anybody may ask about a race, and addresses of its overlays.

import { describe, expect, it } from 'vitest';
import { wordReply } from '../present/words/index.ts';
import { NO_RIGHTS } from './ask.ts';
import { complete } from './complete.ts';
import { BROADCASTER, codeOf, DISCORD, EVENTS, expectKind, openHouse, twitch } from './house.test-kit.ts';
import { created, ready, started } from './race.test-kit.ts';
import type { Reply } from './reply.ts';

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

  it('asked while its end is held back, is about the race that runs for everybody, not about the next one', async () => {
    const house = openHouse();
    const { race, dan } = await created(house, { delay: 60 });
    await ready(house, race, 'Ann');
    await started(house, race, dan);
    const shown = (await house.submitter.load(race.id))?.race;
    await house.say(dan, 'race end', {}, { rights: EVENTS, confirmed: true });
    const next = await created(house, { name: 'Rematch' });
    const vi = await house.person('discord', 'Vi');
    const asked = async () => expectKind(await house.say(vi, 'leaderboard'), 'leaderboard').race.id;
    const listed = async () => expectKind(await house.say(vi, 'race list'), 'races').races.map((one) => one.status);
    expect([await asked(), await listed()]).toEqual([next.race.id, ['open']]);
    const ended = (await house.submitter.load(race.id))?.race;
    if (shown === undefined || ended === undefined) throw new Error('the race is lost');
    house.shownLate.push({ race: ended, shown });
    expect([await asked(), await listed()]).toEqual([race.id, ['open', 'running']]);
    const ask = {
      command: 'leaderboard',
      args: {},
      asker: { user: vi, place: DISCORD, rights: NO_RIGHTS },
      confirmed: false,
    };
    const choices = await complete(ask, 'race', '', house.house);
    expect(choices).toContainEqual(expect.objectContaining({ race: expect.objectContaining({ status: 'running' }) }));
  });

  it('refused while its end is held back, tells of no end to whoever may not know it yet', async () => {
    const house = openHouse();
    const { race, dan } = await created(house, { delay: 60 });
    const ann = await ready(house, race, 'Ann');
    await started(house, race, dan);
    const stateOf = async () => {
      const known = await house.submitter.load(race.id);
      if (known === undefined) throw new Error('the race is lost');
      return known.race;
    };
    const shown = await stateOf();
    await house.say(dan, 'race end', {}, { rights: EVENTS, confirmed: true });
    const vi = await house.person('discord', 'Vi');
    const joins = (user: typeof vi, place = DISCORD) => house.say(user, 'join', { race: race.code }, { place });
    expect(expectKind(await joins(vi), 'refused').no).toMatchObject({ status: 'finished' });
    house.shownLate.push({ race: await stateOf(), shown });
    for (const user of [vi, ann]) expect(codeOf(await joins(user))).toBe('too_late_to_join');
    expect(expectKind(await joins(dan), 'refused').no).toMatchObject({ status: 'finished' });
    const forfeit = await house.say(ann, 'forfeit', { race: race.code }, { confirmed: true });
    expect(expectKind(forfeit, 'refused').no).toMatchObject({ status: 'finished' });
    const ask = { args: {}, asker: { user: vi, place: DISCORD, rights: NO_RIGHTS }, confirmed: false };
    const choices = await complete({ ...ask, command: 'join' }, 'race', '', house.house);
    expect(choices).toMatchObject([{ race: { status: 'running' } }]);
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
    for (const name of ['race start', 'race overlay']) expect(await told()).not.toContain(name);
    expect(await told(BROADCASTER)).toContain('race start');
    const all = await told(NO_RIGHTS, DISCORD);
    expect(all.indexOf('help')).toBeLessThan(all.indexOf('race create'));
    const asked = await house.say(vi, 'help', { command: '!race start' }, { place: twitch('dan') });
    expect(expectKind(asked, 'help').lines.map((line) => line.command)).toEqual(['race start']);
    const said = wordReply(await house.say(vi, 'help', {}, { place: twitch('dan') }), 'twitch').text;
    expect(said).toMatch(/^Words: !race !join !leave !pack .* !lb !progress /);
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
