// A whole world that can be broken: both platforms, a server process behind a proxy, a database behind another, and the people.
// What is true is read from the database itself, past every fault.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Time } from '../../server/play/ports/index.ts';
import { foldLog } from '../../server/race/evolve.ts';
import type { LoggedFact } from '../../server/race/facts.ts';
import type { RaceId } from '../../server/race/ids.ts';
import type { Race } from '../../server/race/race.ts';
import { openStore, type Store } from '../../server/store/store.ts';
import { makeDemoPools } from '../demo-seeds.ts';
import { freePort } from '../free-port.ts';
import { fastTime } from '../stand/fast-time.ts';
import { type Platforms, raisePlatforms } from '../stand/stand.ts';
import type { Database } from './database.ts';
import { type Death, mourned } from './deaths.ts';
import { ending } from './ends.ts';
import { type FaultyWire, startProxy } from './proxy.ts';
import { makeServer, type Server } from './server.ts';

export type World = Pick<Platforms, 'discord' | 'twitch' | 'environment'> & {
  readonly publicUrl: string;
  readonly time: Time;
  readonly factor: number;
  readonly server: Server;
  /** Ends of server processes that were followed by another one. */
  readonly deaths: readonly Death[];
  readonly database: Database;
  /** Between people and the service. */
  readonly front: FaultyWire;
  /** Between the service and its database. */
  readonly back: FaultyWire;
  readonly seedsDir: string;
  readonly facts: (race: RaceId) => Promise<readonly LoggedFact[]>;
  readonly state: (race: RaceId) => Promise<Race | undefined>;
  readonly store: () => Promise<Store>;
  /** All that the service logged so far, lines of JSON. */
  readonly logLines: () => Promise<readonly string[]>;
  close(): Promise<void>;
};

const MOST_NOTICES = 1_000;
const QUIET = pino({ level: 'silent' });
const SECRET_FOR_READING = 'only facts are read with it, and they are not encrypted';

/** The pages' files are built already. `factor`: how much faster than the wall time passes for service, players and chat. */
export async function raiseWorld({
  database,
  factor,
  aheadMs = 0,
  fillSeeds,
}: {
  readonly database: Database;
  readonly factor: number;
  /** By how much the service's clock goes before the platforms': what was said on them looks that old to it. */
  readonly aheadMs?: number;
  /** Adds to the pools before the service reads them. */
  readonly fillSeeds?: (seedsDir: string) => Promise<void>;
}): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'speedfog-chaos-'));
  const remove = ending(() => rm(folder, { recursive: true, force: true }));
  const seedsDir = join(folder, 'seeds');
  await makeDemoPools(seedsDir, { seedsPerPool: 1 });
  await fillSeeds?.(seedsDir);
  const began = Date.now();
  const time = fastTime(factor, began, aheadMs);
  const port = await freePort();
  const front = await startProxy({ port });
  const back = await startProxy(database.target);
  const publicUrl = `http://127.0.0.1:${front.port}`;
  // Twitch's clock is the wall's: a reconnect takes wall time, and the 30 s against repeats would pass within it ten times too fast.
  const platforms = await raisePlatforms({ publicUrl, hurry: factor, discordCheck: 'collect' });
  const logFile = join(folder, 'server.log');
  const process = makeServer({
    ...platforms.environment,
    PORT: String(port),
    DATA_DIR: join(folder, 'data'),
    SEEDS_POOL_DIR: seedsDir,
    ...database.environment(back.port),
    CHAOS_FACTOR: String(factor),
    CHAOS_AHEAD: String(aheadMs),
    CHAOS_BEGAN: String(began),
    CHAOS_LOG: logFile,
  });
  let reading: Promise<Store> | undefined;
  let isOver = false;
  const store = () => {
    // Who still waits for something in a race that was given up must not open what nobody closes.
    if (isOver) return Promise.reject(new Error('this world is closed'));
    reading ??= openStore({ url: database.url(), log: QUIET, secretKey: SECRET_FOR_READING });
    reading.catch(() => {
      reading = undefined;
    });
    return reading;
  };
  const pending = () => database.atRest(async () => (await store()).notices.pending(MOST_NOTICES));
  const { server, deaths } = mourned(process, pending);
  const facts = async (race: RaceId) => (await store()).log.read(race);
  const close = async () => {
    isOver = true;
    await server.kill();
    await front.close();
    await back.close();
    await platforms.close();
    await reading?.then((open) => open.close()).catch(() => {});
    await remove();
  };
  try {
    await server.start();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    discord: platforms.discord,
    twitch: platforms.twitch,
    environment: platforms.environment,
    publicUrl,
    time,
    factor,
    server,
    deaths,
    database,
    front,
    back,
    seedsDir,
    store,
    facts,
    state: async (race) => foldLog(await facts(race)),
    logLines: async () => (await readFile(logFile, 'utf8').catch(() => '')).split('\n').filter((line) => line !== ''),
    close,
  };
}
