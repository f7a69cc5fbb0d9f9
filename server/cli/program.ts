// The command line: parse, call what main hands in, print. No transport and no rule; exit codes are 0 (done), 1 (could not, or
// the answer is no) and 2 (asked wrongly, or a configuration that cannot be right).

import { Command, InvalidArgumentError } from 'commander';
import { type AdminName, parseAdminName } from '../play/admins.ts';
import type { ScanReport } from '../play/ports/index.ts';
import type { MakeAdminWish } from './make-admin.ts';
import { type Print, several } from './print.ts';

/** Where a number is answered, it is the exit code. */
export type Tasks = {
  /** Serves until it is told to stop. */
  readonly start: () => Promise<void>;
  readonly console: () => Promise<void>;
  readonly migrate: () => Promise<void>;
  readonly scan: () => Promise<ScanReport>;
  readonly makeAdmin: (wish: MakeAdminWish) => Promise<number>;
  readonly twitchLogin: () => Promise<number>;
  readonly doctor: () => Promise<number>;
  readonly status: () => Promise<number>;
  /** To the file of that name, else to one in DATA_DIR. */
  readonly backup: (file: string | undefined) => Promise<number>;
  readonly restore: (file: string, wish: { readonly overwrite: boolean }) => Promise<number>;
  readonly prune: (wish: { readonly days: number | undefined; readonly dryRun: boolean }) => Promise<number>;
  readonly replay: (race: string) => Promise<number>;
};

export function makeProgram(tasks: Tasks, print: Print, exit: (code: number) => void): Command {
  const program = new Command('speedfog-racing')
    .description('Races on one shared SpeedFog seed. Configured by environment variables; see .env.example.')
    .showHelpAfterError()
    .exitOverride();
  program
    .command('start')
    .description('serve races until stopped by SIGTERM or SIGINT; brings the database up to date, after a backup')
    .action(tasks.start);
  program.command('console').description('serve races and take commands from this terminal').action(tasks.console);
  program
    .command('status')
    .description(
      'say which races run; the exit code is 1 while one does, so that a script can wait with a restart, and 2 where that cannot be told',
    )
    .action(async () => exit(await tasks.status()));
  program
    .command('doctor')
    .description(
      'look at configuration, database, tokens, ports, disk, clock and pools; the exit code is 1 where something is wrong',
    )
    .action(async () => exit(await tasks.doctor()));
  program
    .command('make-admin')
    .description('make an account an administrator; without an account, list them')
    .argument('[account]', 'twitch:LOGIN or discord:ID', readAccount)
    .option('--revoke', 'take it back', false)
    .action(async (who: AdminName | undefined, { revoke }: { revoke: boolean }) =>
      exit(await tasks.makeAdmin({ who, revoke })),
    );
  program
    .command('twitch-login')
    .description("log the bot's Twitch account in, by a page that you open anywhere; the token is kept and refreshed")
    .action(async () => exit(await tasks.twitchLogin()));
  program
    .command('scan')
    .description('read the seed pools and say what is there and what is broken')
    .action(async () => {
      for (const line of scanLines(await tasks.scan())) print(line);
    });
  program
    .command('migrate')
    .description('bring the database to the newest schema, after a backup (start does it too)')
    .action(async () => {
      await tasks.migrate();
      print('The database has the newest schema.');
    });
  program
    .command('backup')
    .description(
      'write all that is in the database to a file, also while the service runs; SECRET_KEY and seeds are not in it',
    )
    .argument('[file]', 'a new file (default: one in DATA_DIR/backups)')
    .action(async (file: string | undefined) => exit(await tasks.backup(file)));
  program
    .command('restore')
    .description('fill an empty database from a backup of this or an older version, while the service is stopped')
    .argument('<file>', 'what backup wrote')
    .option('--overwrite', 'replace what is in the database', false)
    .action(async (file: string, wish: { overwrite: boolean }) => exit(await tasks.restore(file, wish)));
  program
    .command('prune')
    .description('delete seed folders and compressed packs of races settled long ago; never a log')
    .option('--days <n>', 'keep them that long (default: KEEP_PACKS_DAYS)', readDays)
    .option('--dry-run', 'only say what would be deleted', false)
    .action(async ({ days, dryRun }: { days?: number; dryRun: boolean }) => exit(await tasks.prune({ days, dryRun })));
  program
    .command('replay')
    .description('fold the log of a race anew, print its standings, and say whether what is stored agrees')
    .argument('<race>', 'its code or its id')
    .action(async (race: string) => exit(await tasks.replay(race)));
  return program;
}

/** What a scan found, for people. */
export function scanLines(report: ScanReport): readonly string[] {
  const { pools, available, added, vanished } = report;
  const found = `${several(pools, 'pool')}, ${several(available, 'seed')} available, ${added} new, ${vanished} vanished.`;
  return [found, ...report.broken.map(({ path, reason }) => `Skipped ${path}: ${reason}`)];
}

function readAccount(text: string): AdminName {
  const name = parseAdminName(text);
  if (name !== undefined) return name;
  throw new InvalidArgumentError(
    'Write twitch:LOGIN, or discord:ID with the number that Discord shows in developer mode.',
  );
}

const DAYS_MOST = 36_500;

function readDays(text: string): number {
  const days = Number(text);
  if (Number.isInteger(days) && days >= 1 && days <= DAYS_MOST) return days;
  throw new InvalidArgumentError(`a whole number from 1 to ${DAYS_MOST}, please.`);
}
