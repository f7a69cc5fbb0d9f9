// The commands of the service beside serving, wired: each opens what it needs, calls its word in ../cli, and closes it again.
import { join } from 'node:path';
import { TwitchIdentityError } from '../../bot/twitch/identity.ts';
import { logIn } from '../../bot/twitch/login.ts';
import { examine } from '../cli/doctor.ts';
import { makeAdmin } from '../cli/make-admin.ts';
import type { Print } from '../cli/print.ts';
import type { Tasks } from '../cli/program.ts';
import { replay } from '../cli/replay.ts';
import { printStatus } from '../cli/status.ts';
import type { Config } from '../config.ts';
import { systemTime } from '../play/ports/index.ts';
import { makeSeeds } from '../pools/seeds.ts';
import { formatDuration } from '../present/pages/format.ts';
import { checkBackup } from '../store/backup/read.ts';
import { restoreBackup } from '../store/backup/restore.ts';
import { writeBackup } from '../store/backup/write.ts';
import { differences } from '../store/look.ts';
import { readSchemaState } from '../store/migrate.ts';
import { openStore, type Store } from '../store/store.ts';
import { sweepBases } from '../zip/base.ts';
import { backupFile, describeBackup, migrateSafely } from './backups.ts';
import { makeChecks } from './checks.ts';
import {
  configure,
  databaseFolder,
  hasDatabase,
  makeLogger,
  readEnvironment,
  secretOf,
  sentenceOf,
  withDatabase,
} from './process.ts';
import { pruneUsed } from './prune-used.ts';

/** A service in another process may be building a pack: its unfinished file is younger. */
const BUILDING_MS = 3_600_000;

/** Exit code of `status`: neither yes (1) nor no (0), so that no script waits for a race that nobody has seen. */
const CANNOT_TELL = 2;

export type OfflineTasks = Omit<Tasks, 'start' | 'console'>;

type Opened = { readonly config: Config; readonly url: string; readonly secretKey: string; readonly store: Store };

export function makeTasks(print: Print): OfflineTasks {
  /** A database of another version's schema is left alone. */
  const withStore = async <T>(work: (opened: Opened) => Promise<T>): Promise<T> => {
    const config = configure();
    needDatabase(config);
    return await withDatabase(config, print, async (url) => {
      const { isNew, pending, unknown } = await readSchemaState(url);
      if (unknown.length > 0) throw new Error('The database is newer than this version. Use the newer version.');
      if (isNew || pending.length > 0) {
        throw new Error(
          'The database is not up to date. Start the service, or run `speedfog-racing migrate`, then try again.',
        );
      }
      const secretKey = await secretOf(config, print);
      const store = await openStore({ url, log: makeLogger(config, 2), secretKey });
      return await work({ config, url, secretKey, store }).finally(() => store.close());
    });
  };

  return {
    async migrate() {
      const config = configure();
      const secretKey = await secretOf(config, print);
      await withDatabase(config, print, (url) =>
        migrateSafely({ config, url, secretKey, now: Date.now(), say: print }),
      );
    },
    async scan() {
      const config = configure();
      const secretKey = await secretOf(config, print);
      return await withDatabase(config, print, async (url) => {
        await migrateSafely({ config, url, secretKey, now: Date.now(), say: print });
        const store = await openStore({ url, log: makeLogger(config, 2), secretKey });
        return await makeSeeds({ dir: config.seedsDir, rows: store.seedRows })
          .scan()
          .finally(() => store.close());
      });
    },
    makeAdmin: (wish) =>
      withStore(({ config, store }) => makeAdmin(wish, { accounts: store.accounts, configured: config.admins, print })),
    status: () =>
      withStore(({ store }) => printStatus(store.log, Date.now(), print)).catch((error: unknown) => {
        console.error(sentenceOf(error));
        return CANNOT_TELL;
      }),
    replay: (race) =>
      withStore(({ url, store }) =>
        replay(race, { log: store.log, differences: (state) => differences(url, state), formatDuration, print }),
      ),
    prune: ({ days, dryRun }) =>
      withStore(({ config, url, store }) =>
        pruneUsed(
          { keepDays: days ?? config.keepPacksDays, dryRun, now: Date.now() },
          {
            seedsDir: config.seedsDir,
            databaseUrl: url,
            rows: store.seedRows,
            sweepPacks: (inUse) => sweepBases(join(config.dataDir, 'packs'), inUse, BUILDING_MS),
            print,
          },
        ),
      ),
    async backup(file) {
      const config = configure();
      needDatabase(config);
      const secretKey = await secretOf(config, print);
      const now = Date.now();
      const path = file ?? backupFile(config, 'speedfog-racing', now);
      print(describeBackup(await withDatabase(config, print, (url) => writeBackup({ url, path, secretKey, now }))));
      print('SECRET_KEY and the seed folders are not in it: keep copies of those too.');
      return 0;
    },
    async restore(file, { overwrite }) {
      const config = configure();
      // Before a key and a database are made for it.
      await checkBackup(file);
      const secretKey = await secretOf(config, print);
      const { rows, made, sameKey } = await withDatabase(config, print, (url) =>
        restoreBackup({ url, path: file, secretKey, overwrite }),
      );
      print(`Restored ${rows} rows, as they were at ${made}.`);
      if (!sameKey)
        print('The backup was made with another SECRET_KEY: set that one, or its packs and logins are dead.');
      return 0;
    },
    twitchLogin: () => withStore((opened) => twitchLogin(opened, print)),
    async doctor() {
      const result = readEnvironment();
      if ('problems' in result) {
        for (const wrong of result.problems) print(`PROBLEM  configuration: ${wrong}`);
        print('The rest is looked at once the configuration is right.');
        return 1;
      }
      return await examine(makeChecks(result.config), print);
    },
  };
}

/** The built-in database is not made only to say that nothing is in it. */
function needDatabase(config: Config): void {
  if (hasDatabase(config)) return;
  throw new Error(
    `There is no database in ${databaseFolder(config)} yet. Start the service first, or set DATA_DIR to where it keeps its data.`,
  );
}

async function twitchLogin({ config: { twitchBot }, store }: Opened, print: Print): Promise<number> {
  if ('off' in twitchBot) {
    print(`Register an application at https://dev.twitch.tv/console, then ${twitchBot.off}.`);
    return 2;
  }
  try {
    const { login } = await logIn({
      config: twitchBot,
      keepsakes: store.keepsakes,
      time: systemTime,
      onCode({ address, code, minutes }) {
        print(`Open this page as the bot's own Twitch account, within ${minutes} minutes: ${address}`);
        print(`The code, if it asks for one: ${code}`);
      },
    });
    print(`Logged in as ${login}. The bot uses it from the next start of the service on.`);
    return 0;
  } catch (error) {
    if (!(error instanceof TwitchIdentityError)) throw error;
    print(error.message);
    return 1;
  }
}
