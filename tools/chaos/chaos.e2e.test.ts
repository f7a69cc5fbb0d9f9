// Random races in which everything breaks, the same ones in every run; `npm run chaos` makes new ones.

import { expect, inject, it } from 'vitest';
import { ownDatabase, sharedDatabase } from './database.ts';
import { describeReport, runRaces } from './runs.ts';

const FIRST_SEED = 1;
const RACES = 20;
const AT_ONCE = 3;

it(`${RACES} races end as they were raced`, { timeout: 600_000 }, async () => {
  const reports = await runRaces({
    seeds: Array.from({ length: RACES }, (_, index) => FIRST_SEED + index),
    atOnce: AT_ONCE,
    kills: () => false,
    database: (kills) => (kills ? ownDatabase() : sharedDatabase(inject('postgresUrl'))),
    onReport: (report) => console.log(describeReport(report)),
  });
  expect(reports.filter(({ wrong }) => wrong.length > 0).map(({ seed, wrong }) => ({ seed, wrong }))).toEqual([]);
  expect(reports).toHaveLength(RACES);
});
