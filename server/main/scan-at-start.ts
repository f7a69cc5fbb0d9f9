// What seeds there are when the service starts, said to whoever started it.

import type { Logger } from 'pino';
import type { Print } from '../cli/print.ts';
import { scanLines } from '../cli/program.ts';
import type { Seeds } from '../play/ports/index.ts';

type Told = { readonly say: Print; readonly logger: Pick<Logger, 'warn'> };

export async function scanAtStart(seeds: Pick<Seeds, 'scan'>, dir: string, { say, logger }: Told): Promise<void> {
  const report = await seeds.scan();
  for (const line of scanLines(report)) say(line);
  if (report.available === 0)
    say(`No seed is available: put pools into ${dir}, or \`npm run demo-seeds -- --dir ${dir}\`.`);
  for (const broken of report.broken) logger.warn(broken, 'broken seed skipped');
}
