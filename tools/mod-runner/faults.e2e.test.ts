// Random runs of the real mod on wires that misbehave, the same ones each time; `npm run mod-faults` makes as many as asked for.

import { expect, inject, it } from 'vitest';
import { copyTemplate } from '../testing/template.ts';
import { findModRunner } from './binary.ts';
import { describeFaults, runFaults } from './fault-runs.ts';

const RUNS = 20;
/** Two races share the runs: in the second one processes end. */
const PER_RACE = RUNS / 2;
const binary = findModRunner();

for (const deadly of [false, true]) {
  const first = deadly ? PER_RACE + 1 : 1;
  const seeds = Array.from({ length: PER_RACE }, (_, index) => first + index);
  // Without cargo there is no mod to test; tools/test.ts says so.
  it.skipIf(binary === undefined)(
    `${PER_RACE} runs reach the server as they were played${deadly ? ', over a power cut and a restart' : ''}`,
    { timeout: 900_000 },
    async () => {
      if (binary === undefined) return;
      const database = await copyTemplate(inject('postgresUrl'));
      const report = await runFaults({ databaseUrl: database.url, binary, seeds, deadly });
      await database.drop();
      console.log(describeFaults(report));
      expect(report.wrong).toEqual([]);
      expect(report.facts).toBeGreaterThan(PER_RACE);
      expect(Object.values(report.faults).every((count) => count > 0)).toBe(true);
    },
  );
}
