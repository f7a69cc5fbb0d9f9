// Whose turn it is to identify, on a clock that tests pass. What discord.js makes of it: bot.int.test.ts.

import { expect, test } from 'vitest';
import { manualTime } from '../../tools/testing/manual-time.ts';
import { makeClient } from './client.ts';
import { IDENTIFY_EVERY_MS, makeIdentifyTurns } from './identify-turns.ts';

const connection = () => new AbortController();
/** Whether its turn has come; undefined: not yet. */
function watched(turn: Promise<void>) {
  let came: boolean | undefined;
  turn.then(
    () => {
      came = true;
    },
    () => {
      came = false;
    },
  );
  return () => came;
}

test('the first identifies at once, the next one 5 s later', async () => {
  const time = manualTime(0);
  const turns = makeIdentifyTurns(time);
  await turns.waitForIdentify(0, connection().signal);
  const second = watched(turns.waitForIdentify(0, connection().signal));
  await time.pass(IDENTIFY_EVERY_MS);
  expect(second()).toBeUndefined();
  await time.pass(1_000);
  expect(second()).toBe(true);
});

test('a connection that broke while it waited identifies on no other, and takes no turn', async () => {
  const time = manualTime(0);
  const turns = makeIdentifyTurns(time);
  await turns.waitForIdentify(0, connection().signal);
  const broken = connection();
  const first = watched(turns.waitForIdentify(0, broken.signal));
  await time.pass(IDENTIFY_EVERY_MS / 2);
  broken.abort();
  const next = watched(turns.waitForIdentify(0, connection().signal));
  await time.pass(IDENTIFY_EVERY_MS / 2 + 1_000);
  expect(first()).toBe(false);
  expect(next()).toBe(true);
});

test('nor does one that was broken before it asked', async () => {
  const broken = connection();
  broken.abort();
  await expect(makeIdentifyTurns(manualTime(0)).waitForIdentify(0, broken.signal)).rejects.toThrow();
});

test('the client waits by these turns, not by those of its library', async () => {
  const { client } = makeClient('http://localhost:1/api', { onUnreadable: () => {}, onUnauthorized: () => {} });
  // The library hands its manager over, which these turns do not need.
  const turns = await client.options.ws?.buildIdentifyThrottler?.(undefined as never);
  const broken = connection();
  await turns?.waitForIdentify(0, connection().signal);
  const waiting = turns?.waitForIdentify(0, broken.signal);
  broken.abort();
  await expect(waiting).rejects.toThrow();
});
