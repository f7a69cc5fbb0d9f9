// One process at a time serves a database: it holds an advisory lock on a connection of its own. A second one waits.
// PostgreSQL lets go of the lock with the connection, so a killed process needs no cleaning up. A bouncer in
// transaction mode between the two would break this; connect directly. Where only the way broke, PostgreSQL has not heard of it and
// keeps the session that was left behind: the process ends that one itself, and takes it for nobody else's.
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { LOCKS } from './locks.ts';

/** A machine that vanished without a word is noticed by its silence. */
const KEEP_ALIVE_AFTER_MS = 30_000;
/** A session that was told to end takes about as long. */
const GOING_MS = 50;
/** A server that takes the connection and says nothing is not there. */
const CONNECT_MS = 10_000;

/** PostgreSQL cuts the name of a session after 63 bytes. */
const NAME_BYTES = 12;

/** By which PostgreSQL knows all sessions of one process that ask for the house, also one of which it never heard that it has it. */
const newName = (): string => `speedfog-racing house ${randomBytes(NAME_BYTES).toString('hex')}`;

export type House = {
  /** Settles with the reason when the connection breaks: the lock is gone, another process may serve. Never after `release`. */
  readonly lost: Promise<Error>;
  release(): Promise<void>;
};

/**
 * `onWaiting`: called once if another process has the house; the promise then waits until that one is gone. `name`: of this process's
 * sessions; what is left of an earlier one, whose connection was lost, has to go.
 */
export async function holdTheHouse(url: string, onWaiting: () => void, name = newName()): Promise<House> {
  const client = new Client({
    connectionString: url,
    application_name: name,
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
    // Waiting and idling are this connection's whole life. A process that vanished without a word holds nobody up for hours.
    await client.query(`set statement_timeout = 0; set lock_timeout = 0; set idle_session_timeout = 0;
      set tcp_keepalives_idle = 30; set tcp_keepalives_interval = 10; set tcp_keepalives_count = 3`);
    while (!(await takeLock(client))) {
      if (await isAnothers(client, name)) {
        onWaiting();
        await client.query('select pg_advisory_lock($1)', [LOCKS.house]);
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, GOING_MS));
    }
    return { lost, release };
  } catch (error) {
    released = true;
    await client.end().catch(() => {});
    throw error;
  }
}

async function takeLock(client: Client): Promise<boolean> {
  const tried = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [LOCKS.house]);
  return tried.rows[0]?.held === true;
}

/** Whether a session of another name has the house; one of this name is ended. Nobody may have it any more by now. */
async function isAnothers(client: Client, name: string): Promise<boolean> {
  const { rows } = await client.query<{ mine: boolean }>(
    `select h.mine, case when h.mine then pg_terminate_backend(h.pid) end
     from (select a.pid, a.application_name = $2 as mine
       from pg_locks l join pg_stat_activity a on a.pid = l.pid join pg_database d on d.oid = l.database
       where l.locktype = 'advisory' and l.granted and d.datname = current_database()
         and ((l.classid::bigint << 32) | l.objid::bigint) = $1) h`,
    [LOCKS.house, name],
  );
  return rows.some(({ mine }) => !mine);
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
  const name = newName();
  let held = await holdTheHouse(url, onWaiting, name);
  let released = false;
  const pause = () => new Promise((resolve) => setTimeout(resolve, AGAIN_MS).unref());
  const takeBack = async (): Promise<void> => {
    while (!released) {
      try {
        held = await holdTheHouse(url, watch.onTaken, name);
        if (released) return await held.release();
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
