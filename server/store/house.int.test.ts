// One process at a time has the house; the next waits until the first is gone, however it went.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../tools/testing/database.ts';
import { askServer } from '../../tools/testing/template.ts';
import { holdTheHouse } from './house.ts';

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const nobodyWaits = () => {
  throw new Error('The house is free; nobody has to wait.');
};
const CUT = `select pg_terminate_backend(pid) from pg_stat_activity
  where application_name = 'speedfog-racing house' and datname = current_database()`;

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
