// One process at a time serves a database: it holds an advisory lock on a connection of its own. A second one waits.
// PostgreSQL lets go of the lock with the connection, so a killed process needs no cleaning up. A bouncer in
// transaction mode between the two would break this; connect directly.
import { Client } from 'pg';
import { LOCKS } from './locks.ts';

/** A machine that vanished without a word is noticed by its silence. */
const KEEP_ALIVE_AFTER_MS = 30_000;
/** A server that takes the connection and says nothing is not there. */
const CONNECT_MS = 10_000;

export type House = {
  /** Settles with the reason when the connection breaks: the lock is gone, another process may serve. Never after `release`. */
  readonly lost: Promise<Error>;
  release(): Promise<void>;
};

/** `onWaiting`: called once if another process has the house; the promise then waits until that one is gone. */
export async function holdTheHouse(url: string, onWaiting: () => void): Promise<House> {
  const client = new Client({
    connectionString: url,
    application_name: 'speedfog-racing house',
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
    connectionTimeoutMillis: CONNECT_MS,
  });
  let released = false;
  const lost = new Promise<Error>((resolve) => {
    const lose = (error?: Error) => {
      if (!released) resolve(error ?? new Error('The database closed the connection that held the lock.'));
    };
    client.on('error', lose);
    client.on('end', () => lose());
  });
  const release = async () => {
    released = true;
    // Ends the lock at once where it can; the end of the connection ends it anyway.
    await client.query('select pg_advisory_unlock_all()').catch(() => {});
    await client.end();
  };
  try {
    await client.connect();
    // Waiting and idling are this connection's whole life.
    await client.query(`set statement_timeout = 0; set lock_timeout = 0; set idle_session_timeout = 0`);
    const tried = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [LOCKS.house]);
    if (tried.rows[0]?.held !== true) {
      onWaiting();
      await client.query('select pg_advisory_lock($1)', [LOCKS.house]);
    }
    return { lost, release };
  } catch (error) {
    released = true;
    await client.end().catch(() => {});
    throw error;
  }
}

/** How soon a lost lock is asked for again. */
const AGAIN_MS = 1_000;

export type HouseWatch = {
  readonly onLost: (error: Error) => void;
  readonly onBack: () => void;
  /** Another process took the house meanwhile: this one must not go on. */
  readonly onTaken: () => void;
};

/** Holds the house and, when the connection breaks (the database restarted), takes it back as soon as it can. */
export async function keepTheHouse(
  url: string,
  onWaiting: () => void,
  watch: HouseWatch,
): Promise<{ release(): Promise<void> }> {
  let held = await holdTheHouse(url, onWaiting);
  let released = false;
  const pause = () => new Promise((resolve) => setTimeout(resolve, AGAIN_MS).unref());
  const takeBack = async (): Promise<void> => {
    while (!released) {
      try {
        held = await holdTheHouse(url, watch.onTaken);
        watch.onBack();
        guard();
        return;
      } catch {
        await pause();
      }
    }
  };
  const guard = () => {
    void held.lost.then((error) => {
      watch.onLost(error);
      return takeBack();
    });
  };
  guard();
  return {
    async release() {
      released = true;
      await held.release();
    },
  };
}
