// One process at a time has the house; the next waits until the first is gone, however it went.
import type { Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../tools/testing/database.ts';
import { askServer } from '../../tools/testing/template.ts';
import { standBetween } from './between.test-kit.ts';
import { holdTheHouse, keepTheHouse } from './house.ts';

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const nobodyWaits = () => {
  throw new Error('The house is free; nobody has to wait.');
};
const CUT = `select pg_terminate_backend(pid) from pg_stat_activity
  where application_name like 'speedfog-racing house %' and datname = current_database()`;

/** Ends who has the house, once somebody waits for it. */
const HERE = `from pg_locks l join pg_database d on d.oid = l.database
  where l.locktype = 'advisory' and d.datname = current_database()`;
const HOLDER_GOES = `do $$ begin
  while not exists (select ${HERE} and not l.granted) loop perform pg_sleep(0.01); end loop;
  perform pg_terminate_backend(l.pid) ${HERE} and l.granted;
end $$`;

/** Holds and tells when it began to wait. */
function come(url: string) {
  let begin: (what: 'waiting') => void = () => {};
  const waiting = new Promise<'waiting'>((resolve) => {
    begin = resolve;
  });
  return { waiting, house: holdTheHouse(url, () => begin('waiting')) };
}

test('the second says that it waits, and enters when the first leaves', async () => {
  const first = await holdTheHouse(database.url, nobodyWaits);
  const second = come(database.url);
  expect(await Promise.race([second.waiting, second.house])).toBe('waiting');
  await first.release();
  const house = await second.house;
  await house.release();
  await (await holdTheHouse(database.url, nobodyWaits)).release();
});

test('a cut connection is told, and the house is free again', async () => {
  const first = await holdTheHouse(database.url, nobodyWaits);
  await askServer(database.url, CUT);
  expect((await first.lost).message).toMatch(/terminat|closed/i);
  await (await holdTheHouse(database.url, nobodyWaits)).release();
});

test('another database is another house', async () => {
  const other = await freshDatabase();
  const [one, two] = [await holdTheHouse(database.url, nobodyWaits), await holdTheHouse(other.url, nobodyWaits)];
  await Promise.all([one.release(), two.release()]);
  await other.drop();
});

test('a database that is not there is a fault', async () => {
  await expect(holdTheHouse(database.url.replace(/test_/, 'nowhere_'), nobodyWaits)).rejects.toThrow(/does not exist/);
});

/** A way to the database of which its end may vanish, and the database does not hear of it. */
async function startWay(url: string) {
  const near = new Set<Socket>();
  const { close, url: through } = await standBetween(url, (end, far) => {
    near.add(end);
    end.pipe(far);
    far.pipe(end);
  });
  const vanish = () => {
    for (const end of near) end.destroy();
    near.clear();
  };
  return { url: through, vanish, close };
}

/** DataRow of one column: `true`. */
const YES = Buffer.from('440000000b00010000000174', 'hex');

/** A way that breaks a second time with the answer to who comes back: by then the database has given the house again. */
async function startBadWay(url: string) {
  const near = new Set<Socket>();
  let given = 0;
  const { close, url: through } = await standBetween(url, (end, far) => {
    near.add(end);
    end.pipe(far);
    far.on('data', (chunk) => {
      if (chunk.includes(YES)) given += 1;
      if (chunk.includes(YES) && given === 2) end.destroy();
      else end.write(chunk);
    });
  });
  const vanish = () => {
    for (const end of near) end.destroy();
  };
  return { url: through, vanish, close, given: () => given };
}

/** What a process that keeps the house hears, in order. */
function hearing() {
  const heard: string[] = [];
  let tell: () => void = () => {};
  const watch = {
    onLost: () => void heard.push('lost'),
    onBack: () => {
      heard.push('back');
      tell();
    },
    onTaken: () => {
      heard.push('taken');
      tell();
    },
  };
  const next = () => new Promise<void>((resolve) => (tell = resolve));
  return { heard, watch, next };
}

test('who lost but the way to the database takes the house back from what was left of it there', async () => {
  const way = await startWay(database.url);
  const { heard, watch, next } = hearing();
  const kept = await keepTheHouse(way.url, nobodyWaits, watch);
  const told = next();
  way.vanish();
  await told;
  expect(heard).toEqual(['lost', 'back']);
  await kept.release();
  await (await holdTheHouse(database.url, nobodyWaits)).release();
  way.close();
});

test('who was given the house and did not hear of it takes nobody else for its holder', async () => {
  const way = await startBadWay(database.url);
  const { heard, watch, next } = hearing();
  const kept = await keepTheHouse(way.url, nobodyWaits, watch);
  const told = next();
  way.vanish();
  await told;
  expect(heard).toEqual(['lost', 'back']);
  expect(way.given()).toBe(3);
  await kept.release();
  await (await holdTheHouse(database.url, nobodyWaits)).release();
  way.close();
});

test('who finds another process there says so, and has the house when that one is gone', async () => {
  const { heard, watch, next } = hearing();
  const kept = await keepTheHouse(database.url, nobodyWaits, watch);
  const other = come(database.url);
  await other.waiting;
  const taken = next();
  await askServer(database.url, HOLDER_GOES);
  const house = await other.house;
  await taken;
  expect(heard).toEqual(['lost', 'taken']);
  const back = next();
  await house.release();
  await back;
  expect(heard).toEqual(['lost', 'taken', 'back']);
  await kept.release();
});
