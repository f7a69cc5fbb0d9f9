// The command line: parse, call what main hands in, print. No transport and no rule; exit codes are 0 (done), 1 (could not) and
// 2 (asked wrongly, or a configuration that cannot be right).

import { Command } from 'commander';
import type { ScanReport } from '../play/ports/index.ts';

export type Tasks = {
  /** Serves until it is told to stop. */
  readonly start: () => Promise<void>;
  readonly migrate: () => Promise<void>;
  readonly scan: () => Promise<ScanReport>;
  readonly console: () => Promise<void>;
};

export function makeProgram(tasks: Tasks, print: (line: string) => void): Command {
  const program = new Command('speedfog-racing')
    .description('Races on one shared SpeedFog seed. Configured by environment variables; see .env.example.')
    .showHelpAfterError()
    .exitOverride();
  program.command('start').description('serve races until stopped by SIGTERM or SIGINT').action(tasks.start);
  program.command('console').description('serve races and take commands from this terminal').action(tasks.console);
  program
    .command('migrate')
    .description('bring the database to the newest schema (start does it too)')
    .action(async () => {
      await tasks.migrate();
      print('The database has the newest schema.');
    });
  program
    .command('scan')
    .description('read the seed pools and say what is there and what is broken')
    .action(async () => {
      for (const line of scanLines(await tasks.scan())) print(line);
    });
  return program;
}

/** What a scan found, for people. */
export function scanLines(report: ScanReport): readonly string[] {
  const found = `${report.pools} pools, ${report.available} seeds available, ${report.added} new, ${report.vanished} vanished.`;
  return [found, ...report.broken.map(({ path, reason }) => `Skipped ${path}: ${reason}`)];
}
