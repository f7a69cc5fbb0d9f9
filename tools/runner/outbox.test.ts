// One fact in flight, repeated until the server has it, numbered across crashes.

import { beforeEach, expect, it } from 'vitest';
import { type ManualTime, manualTime } from '../testing/manual-time.ts';
import { Outbox } from './outbox.ts';

let time: ManualTime;
let outbox: Outbox;
let sent: number[];
const fact = (flag: number) => ({ flag, igtMs: flag, deaths: 0, at: null });

beforeEach(() => {
  time = manualTime(0);
  sent = [];
  outbox = new Outbox('box', {
    send: (message) => void (message.type === 'event_flag' && sent.push(message.seq ?? 0)),
    after: time.after,
  });
});

it('repeats the first until it is acknowledged, then sends the next', async () => {
  outbox.add(fact(10));
  outbox.add(fact(11));
  outbox.flush();
  await time.pass(11_000);
  expect(sent).toEqual([1, 1, 1]);
  outbox.done(1);
  outbox.flush();
  expect(sent.at(-1)).toBe(2);
  outbox.done(2);
  outbox.flush();
  await time.pass(60_000);
  expect([sent, outbox.size]).toEqual([[1, 1, 1, 2], 0]);
});

it('says nothing while it rests', async () => {
  outbox.add(fact(10));
  outbox.flush();
  outbox.rest();
  await time.pass(60_000);
  expect(sent).toEqual([1]);
});

it('goes on behind what the server has', () => {
  outbox.add(fact(10));
  outbox.add(fact(11));
  outbox.resume(1);
  outbox.flush();
  expect(sent).toEqual([2]);
  outbox.resume(7);
  outbox.add(fact(12));
  outbox.flush();
  expect(sent).toEqual([2, 8]);
});
