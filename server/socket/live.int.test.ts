// Live addresses: one socket that follows a channel from race to race, and keys that die while it is open.

import { afterEach, describe, expect, it } from 'vitest';
import type { ToPage } from '../present/wire/to-page.ts';
import { toPage } from '../present/wire/to-page.ts';
import type { RaceChannel } from '../race/facts.ts';
import type { RaceCode, RaceId, SeedId } from '../race/ids.ts';
import type { CreateRace } from '../race/intents.ts';
import { by, CREATE, later, open, person, RACE, running, tell } from '../race/story.test-kit.ts';
import { type Harness, makeHarness } from './harness.test-kit.ts';

const TWITCH: RaceChannel = { platform: 'twitch', channel: 'ann_plays', server: null, kind: 'home' };
const SERVER = '123456789012345678';
const DISCORD: RaceChannel = { platform: 'discord', channel: '1', server: SERVER, kind: 'home' };
const NEXT = '00000001-0000-4000-8000-000000000002' as RaceId;
const END = { type: 'end', by: by(0) } as const;

let house: Harness;
afterEach(() => house.end());

const at = (place: string, query = '') =>
  house.at(`/ws/live/${place}?overlay=1${query}`) as unknown as ReturnType<Harness['page']>;
const next = (changes: Partial<CreateRace> = {}): CreateRace => ({
  ...CREATE,
  race: NEXT,
  code: 'DFGHJ' as RaceCode,
  name: 'Rematch',
  seed: { ...CREATE.seed, id: '00000004-0000-4000-8000-000000000002' as SeedId },
  channels: [TWITCH],
  ...changes,
});
const shown = (message: ToPage) => (message.type === 'race_state' ? [message.race.id, message.race.status] : message);
const here = (channel: RaceChannel = TWITCH) => tell(running(2), { type: 'add_channel', channel, by: by(0) });

describe('a live address', () => {
  it.each([
    ['a Twitch channel, however it is spelled', TWITCH, 'Ann_Plays'],
    ['a Discord server', DISCORD, SERVER],
  ])('of %s shows its race', async (_what, channel, place) => {
    house = await makeHarness(later(here(channel), 1_000));
    const page = at(place);
    expect(shown(toPage.parse(await page.hears('race_state')))).toEqual([RACE, 'running']);
  });

  it('says where there is none, and shows one as soon as it is there', async () => {
    house = await makeHarness(running(2));
    const page = at('ann_plays');
    await page.hears('no_race');
    await house.submit({ type: 'add_channel', channel: TWITCH, by: by(0) });
    expect(shown(await page.hears('race_state'))).toEqual([RACE, 'running']);
    await house.submit({ type: 'remove_channel', platform: 'twitch', channel: 'ann_plays', by: by(0) });
    await page.hears('no_race');
  });

  it('keeps the race that runs while the next one is open, keeps its result, then moves on, on the same socket', async () => {
    const channel = { type: 'add_channel', channel: TWITCH, by: by(0) } as const;
    house = await makeHarness(later(tell(running(2, { provisionalMinutes: 1 }), channel), 1_000));
    await house.create(next({ scheduledStart: house.time.now() + 86_400_000 }));
    const page = at('ann_plays');
    expect(shown(await page.hears('race_state'))).toEqual([RACE, 'running']);
    await house.submit(END);
    expect(shown(await page.hears('race_state'))).toEqual([RACE, 'finished']);
    for (let part = 0; part < 3; part += 1) {
      await house.time.pass(25_000);
      page.say({ type: 'time_sync', t0: part });
      await page.hears('time_sync');
    }
    await house.submit({ type: 'tick' });
    // Its last state, for its results are final now; then the next race.
    expect(shown(await page.hears('race_state'))).toEqual([RACE, 'finished']);
    expect(shown(await page.hears('race_state'))).toEqual([NEXT, 'open']);
    await house.submit({ type: 'cancel', reason: null, broken: false, by: by(0) }, NEXT);
    expect(shown(await page.hears('race_state'))).toEqual([NEXT, 'cancelled']);
    expect(shown(await page.hears('race_state'))).toEqual([RACE, 'finished']);
    expect(page.socket.readyState).toBe(1);
  });

  it('moves to a rematch at once, and shows neither drafts nor races that have yet to confirm', async () => {
    house = await makeHarness(later(here(), 1_000));
    const page = at('ann_plays');
    await page.hears('race_state');
    await house.submit(END);
    await page.hears('race_state');
    await house.time.pass(1_000);
    await house.create(next({ draft: true }));
    await house.create(
      next({
        race: '00000001-0000-4000-8000-000000000003' as RaceId,
        code: 'FGHJK' as RaceCode,
        channels: [{ ...TWITCH, kind: 'named' }],
      }),
    );
    await house.submit({ type: 'open', by: by(0) }, NEXT);
    expect(shown(await page.hears('race_state'))).toEqual([NEXT, 'open']);
  });

  it('moves to a rematch as late as everything else is for who is delayed, and to who holds a key at once', async () => {
    const delayMs = 300_000;
    const options = { spectatorDelaySeconds: delayMs / 1_000, provisionalMinutes: 0 };
    const channel = { type: 'add_channel', channel: TWITCH, by: by(0) } as const;
    house = await makeHarness(later(tell(running(2, options), channel), delayMs));
    await house.live.open(RACE);
    const [page, keyed] = [at('ann_plays'), at('ann_plays', '&as=keyed')];
    for (const one of [page, keyed]) expect(shown(await one.hears('race_state'))).toEqual([RACE, 'running']);
    const both = async (ms: number) => {
      for (let passed = 0; passed < ms; passed += 20_000) {
        await house.time.pass(20_000);
        for (const one of [page, keyed]) one.say({ type: 'time_sync', t0: passed });
        for (const one of [page, keyed]) await one.hears('time_sync');
      }
    };
    await house.submit(END);
    expect(shown(await keyed.hears('race_state'))).toEqual([RACE, 'finished']);
    await both(60_000);
    await house.create(next());
    expect(shown(await keyed.hears('race_state'))).toEqual([NEXT, 'open']);
    // Who comes now is not told either.
    const late = at('ann_plays');
    expect(shown(await late.hears('race_state'))).toEqual([RACE, 'running']);
    late.socket.close();
    const last = () => page.heard.map((message) => shown(message as ToPage)).findLast((one) => Array.isArray(one));
    await both(delayMs - 60_000);
    await expect.poll(last).toEqual([RACE, 'finished']);
    await both(80_000);
    await expect.poll(last).toEqual([NEXT, 'open']);
  });

  it('shows each race as this viewer may see it', async () => {
    house = await makeHarness(later(here(), 1_000));
    const [player, public_] = [at('ann_plays', '&as=1'), at('ann_plays')];
    expect(await player.hears('race_state')).toMatchObject({ seed: { blurred: true } });
    expect(await public_.hears('race_state')).toMatchObject({ seed: { blurred: false } });
  });

  it('answers a resync and a clock, and a nonsensical one is not found', async () => {
    house = await makeHarness(later(here(), 1_000));
    const page = at('ann_plays');
    await page.hears('race_state');
    page.say({ type: 'resync' });
    await page.hears('race_state');
    page.say({ type: 'time_sync', t0: 7 });
    expect(await page.hears('time_sync')).toMatchObject({ t0: 7 });
    expect(await at('a').refused).toMatchObject({ status: 404, body: { error: { code: 'not_found' } } });
    expect(await at('a%2Fb').refused).toMatchObject({ status: 404 });
  });

  it('survives a database that is away at first', async () => {
    house = await makeHarness(later(here(), 1_000));
    house.broken.sessions = true;
    const page = at('ann_plays');
    expect(await page.closed).toBe(1013);
    house.broken.sessions = false;
    expect(shown(await at('ann_plays').hears('race_state'))).toEqual([RACE, 'running']);
  });
});

describe('a key', () => {
  it('that its holder took back closes what is open with it, and nothing else', async () => {
    house = await makeHarness(later(here(), 1_000));
    const [mine, live, other] = [house.page('?as=key of 0'), at('ann_plays', '&as=key of 0'), house.page('?as=keyed')];
    for (const page of [mine, live, other]) await page.hears('race_state');
    house.sockets.closeKeyed(person(0).user);
    expect(await Promise.all([mine.closed, live.closed])).toEqual([1000, 1000]);
    expect(other.socket.readyState).toBe(1);
  });

  it('of a caster who is taken away shows no more than the public sees, at once', async () => {
    const story = tell(running(2, { map: 'casters' }), { type: 'add_caster', person: person(7), by: by(0) });
    house = await makeHarness(later(story, 1_000));
    const page = house.page('?as=key of 7');
    expect(await page.hears('race_state')).toMatchObject({ seed: { blurred: false } });
    await house.submit({ type: 'remove_caster', user: person(7).user, by: by(0) });
    expect(await page.hears('race_state')).toMatchObject({ seed: { blurred: true } });
  });
});

it('a draft is shown to nobody on a live address', async () => {
  house = await makeHarness(tell(open({}, { draft: true }), { type: 'add_channel', channel: TWITCH, by: by(0) }));
  await at('ann_plays', '&as=0').hears('no_race');
});
