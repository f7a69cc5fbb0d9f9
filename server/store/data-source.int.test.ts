// Connections that end badly: cut in the very moment in which they stand, where what the database says comes in one piece with its welcome;
// and half-open, where it says nothing any more.
import type { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { freshDatabase } from '../../tools/testing/database.ts';
import { standBetween } from './between.test-kit.ts';
import { makeDataSource } from './data-source.ts';

/** ReadyForQuery, outside a transaction. */
const READY = Buffer.from('5a0000000549', 'hex');

/** Longer than any machine takes for a query. */
const SILENT_MS = 3_000;

function fatal(): Buffer {
  const fields = Buffer.from('SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0');
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(4 + fields.length, 1);
  return Buffer.concat([head, fields]);
}

/** Between a pool and its database; while `stopping`, every welcome is followed by the goodbye of a database that is being stopped. */
async function startBetween(url: string) {
  const state = { stopping: false };
  /** Ends between which nothing passes any more. */
  const frozen = new WeakSet<Socket>();
  const { open, ...between } = await standBetween(url, (client, server) => {
    for (const end of [client, server]) {
      end.on('close', () => {
        if (frozen.has(end)) return;
        client.destroy();
        server.destroy();
      });
    }
    client.on('data', (chunk) => frozen.has(client) || server.write(chunk));
    server.on('data', (chunk) => {
      if (frozen.has(server)) return;
      const welcomes = chunk.subarray(-READY.length).equals(READY);
      if (state.stopping && welcomes) client.end(Buffer.concat([chunk, fatal()]));
      else client.write(chunk);
    });
  });
  const freeze = () => {
    for (const end of open) frozen.add(end);
  };
  return { ...between, state, freeze };
}

test('a database that is stopped while a connection comes about fails the query, not the process', async () => {
  const { url, drop } = await freshDatabase();
  const between = await startBetween(url);
  const source = await makeDataSource(between.url).initialize();
  between.state.stopping = true;
  const asked = await Promise.allSettled(Array.from({ length: 8 }, () => source.query('select 1')));
  expect(asked.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0);
  between.state.stopping = false;
  expect(await source.query('select 1 as one')).toEqual([{ one: 1 }]);
  await source.destroy();
  between.close();
  await drop();
});

test('a connection that has gone silent is let go with its transaction, and the next query has another', async () => {
  const { url, drop } = await freshDatabase();
  const between = await startBetween(url);
  const source = await makeDataSource(between.url, { poolSize: 1, queryTimeoutMs: SILENT_MS }).initialize();
  const silent = source.transaction(async (manager) => {
    await manager.query('select 1');
    between.freeze();
    await manager.query('select 1');
  });
  await expect(silent).rejects.toThrow(/timeout/);
  expect(await source.query('select 1 as one')).toEqual([{ one: 1 }]);
  await source.destroy();
  between.close();
  await drop();
});
