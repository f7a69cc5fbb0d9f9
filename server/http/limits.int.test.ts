// Whom a request counts for: the address of the connection itself, or the one that the outermost trusted proxy saw. What a client writes
// in front of it is believed by nobody.

import { expect, it, vi } from 'vitest';
import { visitorAs } from '../../tools/testing/sign-in.ts';
import { openWebHouse } from '../../tools/testing/web-house.ts';
import { makeVisitor } from '../../tools/testing/web-visitor.ts';

/** What is answered to these, one after the other, where an address may look once. */
async function answersTo(trustProxy: number, chains: readonly string[]): Promise<readonly number[]> {
  const house = await openWebHouse({ limits: { pages: 1 }, trustProxy });
  const statuses = [];
  for (const chain of chains) {
    statuses.push((await makeVisitor(house.base).get('/', { 'x-forwarded-for': chain })).status);
  }
  await house.close();
  return statuses;
}

it.each<[number, string, readonly [string, number][]]>([
  [
    0,
    'nothing that is said',
    [
      ['1.1.1.1', 200],
      ['2.2.2.2', 429],
      ['3.3.3.3, 2.2.2.2', 429],
    ],
  ],
  [
    1,
    'the last',
    [
      ['1.1.1.1', 200],
      ['2.2.2.2', 200],
      ['3.3.3.3, 2.2.2.2', 429],
      ['2.2.2.2, 3.3.3.3', 200],
    ],
  ],
  [
    2,
    'the last but one',
    [
      ['1.1.1.1, 9.9.9.9', 200],
      ['5.5.5.5, 1.1.1.1, 9.9.9.9', 429],
      ['1.1.1.1, 2.2.2.2, 9.9.9.9', 200],
    ],
  ],
])('behind %i proxies counts %s', async (proxies, _, asked) => {
  expect(
    await answersTo(
      proxies,
      asked.map(([chain]) => chain),
    ),
  ).toEqual(asked.map(([, status]) => status));
});

it('a flood with a cookie, wherever it goes, is told to wait without a question to the database; others and health are answered', async () => {
  const house = await openWebHouse({ limits: { all: 3 }, trustProxy: 1 });
  const visitor = await visitorAs(house, 'Ann');
  const from = (address: string, path: string) => visitor.get(path, { 'x-forwarded-for': address });
  for (let n = 0; n < 3; n += 1) expect((await from('1.1.1.1', '/no/such')).status).toBe(404);
  const sessions = vi.spyOn(house.store.accounts, 'session');
  for (const path of ['/', '/no/such', '/account', '/api/pools', '/api/nothing', '/overlay/demo.json']) {
    const answer = await from('1.1.1.1', path);
    expect([answer.status, Number(answer.headers.get('retry-after')) > 0], path).toEqual([429, true]);
  }
  expect(sessions).not.toHaveBeenCalled();
  expect((await from('1.1.1.1', '/health')).status).toBe(200);
  expect((await from('2.2.2.2', '/account')).status).toBe(200);
  expect(sessions).toHaveBeenCalled();
  await house.close();
});
