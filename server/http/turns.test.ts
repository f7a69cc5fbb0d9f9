// One person's turns come in order, whatever becomes of them; another person does not wait.

import { expect, it } from 'vitest';
import type { UserId } from '../race/ids.ts';
import { makeTurns } from './turns.ts';

const [ANN, BEN] = ['ann' as UserId, 'ben' as UserId];

it('of one person never overlap, and a fault holds nobody up', async () => {
  const inTurn = makeTurns();
  const happened: string[] = [];
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const first = inTurn(ANN, async () => {
    await gate;
    happened.push('first');
    throw new Error('broken');
  });
  const second = inTurn(ANN, async () => happened.push('second'));
  await inTurn(BEN, async () => happened.push('ben'));
  open();
  await expect(first).rejects.toThrow('broken');
  await second;
  await inTurn(ANN, async () => happened.push('third'));
  expect(happened).toEqual(['ben', 'first', 'second', 'third']);
});
