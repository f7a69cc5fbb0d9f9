// Whom a request counts for: the address of the connection itself, or the one that the outermost trusted proxy saw. What a client writes
// in front of it is believed by nobody.

import { expect, it } from 'vitest';
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
