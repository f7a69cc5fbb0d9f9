// Which race a channel has: asked once however many watch, again when something may have changed, and again where the log was away.

import { expect, it } from 'vitest';
import { manualTime } from '../../tools/testing/manual-time.ts';
import { type LivePlace, parseLivePlace } from '../play/current-race.ts';
import type { Change, RaceSummary } from '../play/ports/index.ts';
import type { Fact, RaceChannel } from '../race/facts.ts';
import type { RaceId } from '../race/ids.ts';
import { later, open, RACE, running, type Story, tell } from '../race/story.test-kit.ts';
import { makeLivePlaces } from './live-places.ts';

const ANN: RaceChannel = { platform: 'twitch', channel: 'ann', server: null, kind: 'home' };
const PLACE = 'ann' as LivePlace;

function make(story: Story | null) {
  const time = manualTime(0);
  const state = { story, asked: 0, away: false };
  const listeners = new Set<(change: Change) => void>();
  const faults: unknown[] = [];
  const summary = () => ({ id: RACE, status: state.story?.race.phase.status, createdAt: 0 }) as RaceSummary;
  const places = makeLivePlaces({
    log: {
      async byChannel() {
        state.asked += 1;
        if (state.away) throw new Error('away');
        return state.story === null ? [] : [summary()];
      },
      byServer: async () => [],
    },
    load: async () => (state.story === null ? undefined : { race: state.story.race, seq: 1 }),
    views: { delayed: () => [] },
    changes: {
      subscribe: (listener) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
    time,
    onFault: (fault) => faults.push(fault),
  });
  const publish = (type: Fact['type']) => {
    const { race } = state.story ?? tell(open());
    for (const listener of listeners) listener({ race, seq: 2, facts: [{ seq: 2, fact: { type } as Fact }] });
  };
  const follower = () => {
    const told: (RaceId | undefined)[] = [];
    return { told, stop: places.follow(PLACE, ({ live }) => told.push(live?.id)) };
  };
  return { time, state, faults, places, publish, follower };
}

const here = (story: Story): Story => ({ ...story, race: { ...story.race, channels: [ANN] } });

it('is asked once for all who watch, and what comes later is told at once', async () => {
  const house = make(here(running(1)));
  const [one, two] = [house.follower(), house.follower()];
  await house.time.pass(0);
  const three = house.follower();
  expect([one.told, two.told, three.told]).toEqual([[RACE], [RACE], [RACE]]);
  expect(house.state.asked).toBe(1);
});

it('is asked again only for what may change it', async () => {
  const house = make(here(running(1)));
  const { told } = house.follower();
  await house.time.pass(0);
  for (const type of ['gate_passed', 'player_ready', 'mod_connected', 'announcement_made'] as const)
    house.publish(type);
  await house.time.pass(0);
  expect(house.state.asked).toBe(1);
  house.publish('race_finished');
  await house.time.pass(0);
  expect([house.state.asked, told]).toEqual([2, [RACE]]);
});

it('nobody who left is told, and a channel that nobody watches is not asked for', async () => {
  const house = make(here(running(1)));
  const { told, stop } = house.follower();
  await house.time.pass(0);
  stop();
  house.publish('race_cancelled');
  await house.time.pass(0);
  expect([house.state.asked, told]).toEqual([1, [RACE]]);
});

it('comes back by itself where the log was away', async () => {
  const house = make(here(later(running(1), 1)));
  house.state.away = true;
  const { told } = house.follower();
  await house.time.pass(1_000);
  expect([told, house.faults.length]).toEqual([[], 1]);
  house.state.away = false;
  await house.time.pass(2_000);
  expect(told).toEqual([RACE]);
});

it('tells of none where there is none, or none that is confirmed', async () => {
  const none = make(null);
  const named = make({ ...running(1), race: { ...running(1).race, channels: [{ ...ANN, kind: 'named' }] } });
  const told = [none.follower(), named.follower()].map((one) => one.told);
  await Promise.all([none.time.pass(0), named.time.pass(0)]);
  expect(told).toEqual([[undefined], [undefined]]);
});

it.each([
  ['Ann_Plays', 'ann_plays'],
  ['123456789012345678', '123456789012345678'],
  ['a', undefined],
  ['a b', undefined],
  ['../x', undefined],
  ['x'.repeat(26), undefined],
])('%s names %s', (text, place) => expect(parseLivePlace(text)).toBe(place));

it('looks again when what was held back before anybody looked is due for who is delayed', async () => {
  const house = make(here(running(1, { spectatorDelaySeconds: 300 })));
  house.follower();
  await house.time.pass(299_000);
  expect(house.state.asked).toBe(1);
  await house.time.pass(2_000);
  expect(house.state.asked).toBe(2);
  house.publish('race_finished');
  await house.time.pass(301_000);
  expect(house.state.asked).toBe(4);
  await house.time.pass(3_600_000);
  expect(house.state.asked).toBe(4);
});
