// How much is said, and when: Twitch's limits, the same text twice, a connection that goes.

import { expect, it } from 'vitest';
import { tryAgain } from '../../server/commands/reply.ts';
import { manualTime } from '../../tools/testing/manual-time.ts';
import { openChat, START } from './chat.test-kit.ts';
import { type Line, makeOutbox } from './outbox.ts';
import { LineRefused } from './receipts.ts';

/** People keep typing in five channels for two minutes. `moderated`: where the bot is a moderator. */
async function crowd(moderated: readonly string[] = []) {
  const chat = openChat({ answer: async ({ command }) => tryAgain(command) });
  for (const channel of moderated) chat.state.moderates.add(channel);
  chat.state.moderatesAll = moderated.length === CHANNELS.length;
  for (let second = 0; second < 120; second += 1) {
    for (const channel of CHANNELS) {
      chat.type(`Viewer${second}`, '!join', 'viewer', channel);
      chat.type(`Asker${second}`, '!lb', 'viewer', channel);
      chat.type('Mod', '!race', 'moderator', channel);
    }
    await chat.time.pass(1_000);
  }
  return chat.said;
}
const CHANNELS = ['aaa', 'bbb', 'ccc', 'ddd', 'eee'];

type Said = Awaited<ReturnType<typeof crowd>>;
const within = (said: Said, ms: number, from: Said[number]) =>
  said.filter(({ at }) => at >= from.at && at < from.at + ms);
const inChannel = (said: Said, name: string) => said.filter(({ channel }) => channel === name);

it('a crowd cannot make the account say more than Twitch takes', async () => {
  const said = await crowd();
  expect(said.length).toBeGreaterThan(40);
  for (const line of said) {
    expect(within(said, 30_000, line).length).toBeLessThanOrEqual(20);
    expect(within(inChannel(said, line.channel), 1_000, line)).toHaveLength(1);
  }
});

it('where the bot is a moderator in every channel it may say more, and keeps no pace', async () => {
  const said = await crowd(CHANNELS);
  const most = Math.max(...said.map((line) => within(said, 30_000, line).length));
  expect(most).toBeGreaterThan(20);
  expect(most).toBeLessThanOrEqual(100);
});

it('where it is a moderator in some, what it says there leaves the others their part', async () => {
  const said = await crowd(CHANNELS.slice(1));
  for (const line of said) expect(within(said, 30_000, line).length).toBeLessThanOrEqual(20);
  const other = inChannel(said, 'aaa');
  expect(other.length).toBeGreaterThan(10);
  for (const line of other) expect(within(other, 1_000, line)).toHaveLength(1);
});

it('a line counts from its answer on: one that a slow connection held back may have come late', async () => {
  const time = manualTime(START);
  const late: (() => void)[] = [];
  const sent: number[] = [];
  const send = () => {
    sent.push(time.now() - START);
    return sent.length > 20 ? Promise.resolve() : new Promise<void>((resolve) => void late.push(resolve));
  };
  const outbox = makeOutbox({ ready: () => true, moderates: () => false, send }, time);
  for (let line = 0; line < 21; line += 1) {
    outbox.put({ channel: `c${line}`, kind: 'notice', key: 'k', line: () => ({ text: 'hello', replyTo: null }) });
  }
  await time.pass(9_000);
  for (const answer of late) answer();
  await time.pass(29_999);
  expect(sent).toHaveLength(20);
  await time.pass(10_000);
  expect(sent).toHaveLength(21);
});

it('what became of a wish is told on the next connection where the last one went with it', async () => {
  const chat = openChat();
  await chat.withRace();
  chat.state.drops = true;
  chat.type('Ann', '!join');
  await chat.time.pass(5_000);
  expect(chat.state.ready).toBe(false);
  Object.assign(chat.state, { drops: false, ready: true });
  chat.outbox.wake();
  await chat.time.pass(5_000);
  expect(chat.lines()).toEqual([expect.stringMatching(/^In \(1\/16\)/)]);
});

it('what two lines told under one key is told on the next connection, whatever is to be said there besides', async () => {
  const time = manualTime(START);
  const state = { ready: true };
  const lose: (() => void)[] = [];
  const sent: string[] = [];
  const send = (_channel: string, { text }: Line) =>
    new Promise<void>((resolve, reject) => {
      if (lose.length < 2) return void lose.push(() => reject(new Error('disconnected')));
      sent.push(text);
      resolve();
    });
  const outbox = makeOutbox({ ready: () => state.ready, moderates: () => true, send }, time);
  const put = (text: string) =>
    outbox.put({ channel: 'c', kind: 'change', key: 'joined', line: () => ({ text, replyTo: null }) });
  put('In: @a');
  put('In: @b');
  state.ready = false;
  for (const one of lose) one();
  await time.pass(0);
  put('In: @c');
  state.ready = true;
  outbox.wake();
  await time.pass(5_000);
  expect(sent).toEqual(['In: @a', 'In: @b', 'In: @c']);
});

it('nothing waits for a clock that was set back to come as far again', async () => {
  const time = manualTime(START);
  let setBackMs = 0;
  const sent: string[] = [];
  const send = async (_channel: string, { text }: Line) => void sent.push(text);
  const outbox = makeOutbox(
    { ready: () => true, moderates: () => false, send },
    { ...time, now: () => time.now() - setBackMs },
  );
  const put = (channel: string, text: string) =>
    outbox.put({ channel, kind: 'notice', key: text, line: () => ({ text, replyTo: null }) });
  put('c', 'first');
  await time.pass(0);
  setBackMs = 3_600_000;
  put('c', 'second');
  await time.pass(1_000);
  expect(sent).toEqual(['first', 'second']);
  for (let line = 2; line < 20; line += 1) put(`c${line}`, 'hello');
  await time.pass(0);
  expect(sent).toHaveLength(20);
  setBackMs = 7_200_000;
  put('c', 'last');
  await time.pass(32_000);
  expect(sent.at(-1)).toBe('last');
});

it('what Twitch has refused is not said again by itself', async () => {
  const chat = openChat();
  await chat.withRace();
  chat.state.sends = new LineRefused('msg_ratelimit');
  chat.type('Ann', '!join');
  await chat.time.pass(5_000);
  chat.state.sends = undefined;
  chat.outbox.wake();
  await chat.time.pass(5_000);
  expect(chat.lines()).toEqual([]);
});
