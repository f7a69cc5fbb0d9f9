import { expect, it } from 'vitest';
import { manualTime } from '../../tools/testing/manual-time.ts';
import { makeReceipts } from './receipts.ts';

const PATIENCE_MS = 10_000;

function open() {
  const time = manualTime(0);
  const silences: number[] = [];
  return { time, silences, receipts: makeReceipts(time, PATIENCE_MS, () => silences.push(time.now())) };
}

it('gives each answer to the oldest line of its channel', async () => {
  const { time, receipts } = open();
  const [first, second, elsewhere] = ['a', 'a', 'b'].map((channel) => receipts.wait(channel));
  receipts.refused('a', 'msg_ratelimit');
  receipts.taken('a');
  receipts.taken('b');
  receipts.taken('nobody waits here');
  await expect(first).rejects.toThrow('msg_ratelimit');
  await expect(second).resolves.toBeUndefined();
  await expect(elsewhere).resolves.toBeUndefined();
  expect(time.waiting()).toBe(0);
});

it('takes a repeat that Twitch dropped for said: the channel has read it', async () => {
  const { receipts } = open();
  const line = receipts.wait('a');
  receipts.refused('a', 'msg_duplicate');
  await expect(line).resolves.toBeUndefined();
});

it.each([
  ['msg_banned', true],
  ['msg_followersonly', true],
  ['msg_rejected_mandatory', true],
  ['msg_of_another_year', true],
  ['msg_timedout', false],
  ['msg_slowmode', false],
])('%s lasts until somebody does something: %s', async (reason, lasts) => {
  const { receipts } = open();
  const line = receipts.wait('a');
  receipts.refused('a', reason);
  await expect(line).rejects.toMatchObject({ lasts });
});

it('gives up on a connection that answers nothing', async () => {
  const { time, receipts, silences } = open();
  const line = receipts.wait('a');
  const ended = expect(line).rejects.toThrow('no answer');
  await time.pass(PATIENCE_MS);
  await ended;
  expect(silences).toEqual([PATIENCE_MS]);
  expect(time.waiting()).toBe(0);
});

it('gives up with the connection', async () => {
  const { time, receipts } = open();
  const lines = [receipts.wait('a'), receipts.wait('b')];
  receipts.lost();
  for (const line of lines) await expect(line).rejects.toThrow('disconnected');
  expect(time.waiting()).toBe(0);
});
