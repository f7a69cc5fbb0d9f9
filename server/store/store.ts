// All that is kept, opened at once. The database must have the newest schema (./migrate.ts).
import type { Logger } from 'pino';
import type {
  Accounts,
  ApiTokens,
  EventLog,
  Keepsakes,
  Notices,
  Pulses,
  SeedRows,
  Tallies,
  Tickets,
  Time,
} from '../play/ports/index.ts';
import { systemTime } from '../play/ports/index.ts';
import { makeAccounts } from './accounts.ts';
import { makeApiTokens } from './api-tokens.ts';
import { closeSource } from './close-source.ts';
import { makeDataSource } from './data-source.ts';
import { makeEventLog } from './event-log.ts';
import { makeKeepsakes } from './keepsakes.ts';
import { makeNotices } from './notices.ts';
import { makePulses } from './pulses.ts';
import { makeSecretBox } from './secret-box.ts';
import { makeSeedRows } from './seed-rows.ts';
import { makeTallies } from './tally.ts';
import { makeTickets } from './tickets.ts';

/** The slowest statement here takes some 100 ms. */
const QUERY_TIMEOUT_MS = 15_000;

export type Store = {
  readonly log: EventLog;
  readonly accounts: Accounts;
  readonly keepsakes: Keepsakes;
  readonly notices: Notices;
  readonly pulses: Pulses;
  readonly seedRows: SeedRows;
  readonly tickets: Tickets;
  readonly tallies: Tallies;
  readonly apiTokens: ApiTokens;
  /** Rejects when the database does not answer. */
  ping(): Promise<void>;
  /** Resolves when no connection is left. */
  close(): Promise<void>;
};

export type StoreOptions = {
  readonly url: string;
  readonly log: Pick<Logger, 'warn'>;
  /** Keepsakes are encrypted with a key derived from it. */
  readonly secretKey: string;
  readonly time?: Pick<Time, 'now'>;
};

/** Throws when the database cannot be reached. */
export async function openStore({ url, log, secretKey, time = systemTime }: StoreOptions): Promise<Store> {
  const source = makeDataSource(url, {
    queryTimeoutMs: QUERY_TIMEOUT_MS,
    // The whole error would carry the whole client.
    onPoolError: (error) =>
      log.warn({ why: wordsOf(error) }, 'A connection to the database broke; the next query opens another.'),
  });
  await source.initialize();
  const onUnreadable = (key: string) =>
    log.warn({ key }, 'A kept value was encrypted with another SECRET_KEY and cannot be read; it has to be set anew.');
  return {
    log: makeEventLog(source),
    accounts: makeAccounts(source, time),
    keepsakes: makeKeepsakes(source, makeSecretBox(secretKey), onUnreadable),
    notices: makeNotices(source),
    pulses: makePulses(source),
    seedRows: makeSeedRows(source, time),
    tickets: makeTickets(source, time),
    tallies: makeTallies(source),
    apiTokens: makeApiTokens(source, time),
    async ping() {
      await source.query('select 1');
    },
    close: () => closeSource(source),
  };
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
