// The server's instant in a browser whose own clock is wrong.

import { expect, it } from 'vitest';
import { makeServerClock } from './clock.ts';

it('takes the exchange with the smallest round trip', () => {
  let mono = 0;
  const clock = makeServerClock(() => mono);
  clock.hint(5_000);
  expect(clock.now()).toBe(5_000);
  const exchange = (there: number, back: number) => {
    const t0 = mono;
    mono += there;
    const server = 1_000_000 + mono;
    mono += back;
    clock.exchanged(t0, server, server);
  };
  exchange(400, 0);
  expect(clock.now() - mono).toBe(1_000_200);
  exchange(10, 10);
  expect(clock.now() - mono).toBe(1_000_000);
  exchange(0, 300);
  expect(clock.now() - mono).toBe(1_000_000);
});

it('forgets what it measured before the machine slept, for its clock stood meanwhile', () => {
  let mono = 0;
  let server = 1_000_000;
  const clock = makeServerClock(() => mono);
  const exchange = (ms: number) => {
    const t0 = mono;
    mono += ms / 2;
    server += ms / 2;
    const [t1, t2] = [server, server];
    mono += ms / 2;
    server += ms / 2;
    clock.exchanged(t0, t1, t2);
  };
  exchange(10);
  expect(clock.now()).toBe(server);
  server += 600_000;
  exchange(80);
  expect(clock.now()).toBe(server);
  // As well where the server's clock is set back.
  server -= 3_000;
  exchange(100);
  expect(clock.now()).toBe(server);
});
