import { expect, test } from 'vitest';
import { makeStandstill } from './standstill.ts';

const gate = () => {
  let open: () => void = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
};

test('who wants to be alone waits for those under way and holds up the next, faults and all', async () => {
  const { among, alone } = makeStandstill();
  const [first, single] = [gate(), gate()];
  const order: string[] = [];
  const note = (what: string) => void order.push(what);
  const one = among(async () => {
    await first.opened;
    note('one');
    throw new Error('one');
  });
  const two = among(async () => note('two'));
  const apart = alone(async () => {
    note('alone');
    await single.opened;
    note('alone no more');
    throw new Error('alone');
  });
  const apartToo = alone(async () => note('alone too'));
  const three = among(async () => note('three'));
  await two;
  expect(order).toEqual(['two']);
  first.open();
  await expect(one).rejects.toThrow('one');
  single.open();
  await expect(apart).rejects.toThrow('alone');
  await Promise.all([apartToo, three]);
  expect(order.slice(0, 4)).toEqual(['two', 'one', 'alone', 'alone no more']);
  expect(order.slice(4).toSorted()).toEqual(['alone too', 'three']);
  expect(await among(async () => 'still works')).toBe('still works');
});
