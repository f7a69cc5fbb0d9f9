import { pino } from 'pino';
import { expect, it } from 'vitest';
import { manualTime } from '../../tools/testing/manual-time.ts';
import { makeChannels } from './channels.ts';
import { CHANNELS_RETRY_MS, LINGER_MS } from './limits.ts';

function open(list: string[]) {
  const time = manualTime(0);
  const done: string[] = [];
  const state = { list, away: false, refuses: undefined as string | undefined, why: 'msg_banned' as unknown };
  const channels = makeChannels({
    time,
    log: pino({ enabled: false }),
    async channels() {
      if (state.away) throw new Error('the database is away');
      return state.list;
    },
    onReady: () => {},
    onShutOut: (channel) => void done.push(`shut out of ${channel}`),
  });
  const client = {
    async join(name: string) {
      done.push(`join ${name}`);
      if (state.refuses === name) throw state.why;
    },
    part: (name: string) => void done.push(`part ${name}`),
  };
  return { time, done, state, channels, client };
}

it('stays a while where a race was, and leaves once', async () => {
  const { time, done, state, channels, client } = open(['ann', 'bob']);
  channels.found(client);
  await time.pass(0);
  state.list = ['ann'];
  channels.refresh();
  await time.pass(LINGER_MS - 1);
  expect(channels.joined()).toEqual(['ann', 'bob']);
  await time.pass(1);
  expect(done).toEqual(['join ann', 'join bob', 'part bob']);
  channels.refresh();
  await time.pass(2 * LINGER_MS);
  expect(done).toHaveLength(3);
  expect(time.waiting()).toBe(0);
});

it('stays where the next race comes in time', async () => {
  const { time, done, state, channels, client } = open(['ann']);
  channels.found(client);
  await time.pass(0);
  state.list = [];
  channels.refresh();
  await time.pass(1_000);
  state.list = ['Ann'];
  channels.refresh();
  await time.pass(2 * LINGER_MS);
  expect(done).toEqual(['join ann']);
});

it('visits where something has to be said', async () => {
  const { time, done, channels, client } = open([]);
  channels.found(client);
  await time.pass(0);
  channels.visit('ann');
  channels.visit('ann');
  await time.pass(0);
  expect(channels.has('ann')).toBe(true);
  await time.pass(LINGER_MS);
  expect(done).toEqual(['join ann', 'part ann']);
});

it('tries again what was refused, and a list that could not be read', async () => {
  const { time, done, state, channels, client } = open(['ann']);
  state.refuses = 'ann';
  channels.found(client);
  await time.pass(0);
  expect(done).toEqual(['join ann', 'shut out of ann']);
  expect([channels.refusal('ann'), channels.failures()]).toEqual([
    'no_access',
    [{ channel: 'ann', why: 'msg_banned' }],
  ]);
  state.away = true;
  await time.pass(CHANNELS_RETRY_MS);
  [state.away, state.refuses] = [false, undefined];
  await time.pass(CHANNELS_RETRY_MS);
  expect([channels.has('ann'), channels.failures()]).toEqual([true, []]);
});

it('joins everything anew after a drop', async () => {
  const { time, done, channels, client } = open(['ann']);
  channels.found(client);
  await time.pass(0);
  channels.lost();
  expect(channels.has('ann')).toBe(false);
  channels.found(client);
  await time.pass(0);
  expect(done).toEqual(['join ann', 'join ann']);
});

it('counts a channel as missing that never answers, and finds it again', async () => {
  const { time, done, state, channels, client } = open(['ann']);
  [state.refuses, state.why] = ['ann', new Error('no reply in time')];
  channels.found(client);
  await time.pass(3 * CHANNELS_RETRY_MS);
  expect(channels.refusal('ann')).toBeUndefined();
  expect(done).not.toContain('shut out of ann');
  await time.pass(CHANNELS_RETRY_MS);
  expect(channels.refusal('ann')).toBe('unknown_target');
  expect(done).toContain('shut out of ann');
  state.refuses = undefined;
  await time.pass(CHANNELS_RETRY_MS);
  expect([channels.has('ann'), channels.refusal('ann')]).toEqual([true, undefined]);
});

it('leaves nothing behind that waits, though it was stopped while the list was read', async () => {
  const { time, done, state, channels, client } = open(['ann']);
  channels.found(client);
  await time.pass(0);
  state.list = [];
  channels.refresh();
  channels.stop();
  channels.visit('bob');
  await time.pass(0);
  expect([done, time.waiting()]).toEqual([['join ann'], 0]);
});

it('asks no more for a list that could not be read once it is stopped', async () => {
  const { time, state, channels } = open(['ann']);
  state.away = true;
  channels.refresh();
  channels.stop();
  await time.pass(0);
  expect(time.waiting()).toBe(0);
});
