import { expect, it } from 'vitest';
import { manualTime } from '../../tools/testing/manual-time.ts';
import { makeReceipts } from './receipts.ts';

const PATIENCE_MS = 10_000;
const HANDED_OVER = Promise.resolve();
const NEVER = new Promise<never>(() => {});

function open() {
  const time = manualTime(0);
  const silences: number[] = [];
  return { time, silences, receipts: makeReceipts(time, PATIENCE_MS, () => silences.push(time.now())) };
}

it('gives each answer to the oldest line of its channel', async () => {
  const { receipts } = open();
  const [first, second, elsewhere] = ['a', 'a', 'b'].map((channel) => receipts.wait(channel, HANDED_OVER));
  await HANDED_OVER;
  receipts.refused('a', 'msg_ratelimit');
  receipts.taken('a');
  receipts.taken('b');
  receipts.taken('nobody waits here');
  await expect(first).rejects.toThrow('msg_ratelimit');
  await expect(second).resolves.toBeUndefined();
  await expect(elsewhere).resolves.toBeUndefined();
});

it('takes a repeat that Twitch dropped for said: the channel has read it', async () => {
  const { receipts } = open();
  const line = receipts.wait('a', HANDED_OVER);
  await HANDED_OVER;
  receipts.refused('a', 'msg_duplicate');
  await expect(line).resolves.toBeUndefined();
});

it('gives up on a connection that answers nothing, from when the line was handed over', async () => {
  const { time, receipts, silences } = open();
  let handOver = () => {};
  const handed = new Promise<void>((resolve) => {
    handOver = resolve;
  });
  const line = receipts.wait('a', handed);
  const ended = expect(line).rejects.toThrow('no answer');
  await time.pass(2 * PATIENCE_MS);
  receipts.taken('a');
  expect(time.waiting()).toBe(0);
  handOver();
  await handed;
  await time.pass(PATIENCE_MS);
  await ended;
  expect(silences).toEqual([3 * PATIENCE_MS]);
  expect(time.waiting()).toBe(0);
});

it('gives up on what a broken connection had taken, and waits for what its client still has to say', async () => {
  const { time, receipts } = open();
  let handOver = () => {};
  const handed = new Promise<void>((resolve) => {
    handOver = resolve;
  });
  const [gone, queued, never] = [
    receipts.wait('a', HANDED_OVER),
    receipts.wait('a', handed),
    receipts.wait('b', NEVER),
  ];
  await HANDED_OVER;
  receipts.dropped();
  await expect(gone).rejects.toThrow('disconnected');
  await time.pass(20_000);
  handOver();
  await handed;
  receipts.taken('a');
  await expect(queued).resolves.toBeUndefined();
  const ended = expect(never).rejects.toThrow('not handed over');
  await time.pass(10_000);
  await ended;
  expect(time.waiting()).toBe(0);
});

it('gives up with the client, also on a line that was never handed over', async () => {
  const { receipts } = open();
  const lines = [receipts.wait('a', HANDED_OVER), receipts.wait('b', NEVER)];
  receipts.lost();
  for (const line of lines) await expect(line).rejects.toThrow('disconnected');
});
