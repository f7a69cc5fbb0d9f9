// Where backups go that nobody named, and the one that is made before a migration.
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { type BackupReport, writeBackup } from '../store/backup/write.ts';
import { type MigrateOptions, migrate } from '../store/migrate.ts';
import type { Say } from './process.ts';

/** `2026-02-03T04-05-06Z`: fit for a file's name everywhere. */
const stamp = (now: number): string => `${new Date(now).toISOString().slice(0, 19).replaceAll(':', '-')}Z`;

export const backupFile = ({ dataDir }: Pick<Config, 'dataDir'>, what: string, now: number): string =>
  join(dataDir, 'backups', `${what}-${stamp(now)}.jsonl.gz`);

export type MigrateSafely = {
  readonly config: Pick<Config, 'dataDir'>;
  readonly url: string;
  readonly secretKey: string;
  readonly now: number;
  readonly say: Say;
};

/** Migrates; a database that holds something is backed up before it is changed, and not changed when that fails. */
export async function migrateSafely(
  { config, url, secretKey, now, say }: MigrateSafely,
  options: Pick<MigrateOptions, 'migrations'> = {},
): Promise<void> {
  await migrate(url, {
    ...options,
    async beforeChange({ pending }) {
      const path = backupFile(config, `before-${pending.at(-1)}`, now);
      const report = await writeBackup({ url, path, secretKey, now });
      say(`The database is brought up to date. ${describeBackup(report)}`);
    },
  });
}

export const describeBackup = ({ path, bytes, rows, tables }: BackupReport): string =>
  `Backup: ${path} (${rows} rows of ${tables} tables, ${(bytes / 1e6).toFixed(1)} MB).`;
