import { expect, it } from 'vitest';
import { createManualClock } from './clock.ts';

it('runs what falls due in order, also what is asked for on the way, and nothing that was cancelled', () => {
  const clock = createManualClock(1_000);
  const ran: string[] = [];
  const note = (name: string) => () => void ran.push(`${name} ${clock.now()}`);
  clock.after(20, note('b'));
  clock.after(10, () => {
    note('a')();
    clock.after(5, note('on the way'));
  });
  const cancel = clock.after(15, note('cancelled'));
  cancel();
  clock.after(31, note('later'));
  clock.advance(30);
  expect(ran).toEqual(['a 1010', 'on the way 1015', 'b 1020']);
  expect(clock.now()).toBe(1_030);
});
