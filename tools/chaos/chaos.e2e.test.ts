// Random races in which everything breaks, the same ones in every run, and the restarts that hurt most; `npm run chaos` makes
// new ones, as many as asked for.

import { afterAll, expect, inject, it } from 'vitest';
import { deadlyDatabase, ownDatabase, sharedDatabase } from './database.ts';
import { runRestarts } from './restarts.ts';
import { describeReport, describeRestarts, runRaces } from './runs.ts';
import { clearScripts } from './server.ts';

const FIRST_SEED = 1;
const RACES = 20;
const AT_ONCE = 3;
/** In these the server and its database are killed too. */
const DEADLY = [7, 14, 20];
/** A busy machine takes several times as long as an idle one. */
const RACES_WITHIN_MS = 2_400_000;
const RESTARTS_WITHIN_MS = 900_000;

afterAll(clearScripts);

it(`${RACES} races end as they were raced`, { timeout: RACES_WITHIN_MS }, async () => {
  const reports = await runRaces({
    seeds: Array.from({ length: RACES }, (_, index) => FIRST_SEED + index),
    atOnce: AT_ONCE,
    kills: (seed) => DEADLY.includes(seed),
    database: (kills, seed) => (kills ? deadlyDatabase(seed) : sharedDatabase(inject('postgresUrl'))),
    onReport: (report) => console.log(describeReport(report)),
  });
  expect(reports.filter(({ wrong }) => wrong.length > 0).map(({ seed, wrong }) => ({ seed, wrong }))).toEqual([]);
  expect(reports).toHaveLength(RACES);
});

it('a race goes on over the restarts that hurt most', { timeout: RESTARTS_WITHIN_MS }, async () => {
  const report = await runRestarts(ownDatabase);
  console.log(describeRestarts(report));
  expect(report.wrong).toEqual([]);
});
