// How a player's wire comes and goes: when it connects again, when never more, and what is told of it.

import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { Line } from './line.ts';

let server: WebSocketServer;
let address: string;
let line: Line;
/** Pauses before another try, ms; the tests end them. */
let pauses: { readonly ms: number; readonly then: () => void }[];
const told = { onOpen: vi.fn(), onFrame: vi.fn(), onClosed: vi.fn(), onOver: vi.fn(), onTrouble: vi.fn() };

const make = (to: string) => new Line(to, { ...told, after: (ms, then) => void pauses.push({ ms, then }) });
/** The server's end of the next connection. */
const accepted = () => new Promise<WebSocket>((resolve) => server.once('connection', resolve));
const opened = () => expect.poll(() => told.onOpen.mock.calls.length).toBeGreaterThan(0);

beforeEach(async () => {
  vi.clearAllMocks();
  pauses = [];
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  address = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  line = make(address);
});
afterEach(() => {
  line.drop();
  for (const client of server.clients) client.terminate();
  server.close();
});

it('comes back when the server has closed, and hears again', async () => {
  const first = accepted();
  line.connect();
  (await first).close(1001);
  await expect.poll(() => pauses).toHaveLength(1);
  expect(told.onClosed).toHaveBeenCalledOnce();
  const second = accepted();
  pauses[0]?.then();
  (await second).send('hello');
  await expect.poll(() => told.onFrame.mock.calls).toEqual([['hello']]);
});

it('waits longer and longer where nobody listens', async () => {
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  line = make(`ws://127.0.0.1:${port}`);
  line.connect();
  for (let tried = 1; tried <= 4; tried += 1) {
    await expect.poll(() => pauses).toHaveLength(tried);
    const longest = 1_000 * 1.2 ** (tried - 1);
    const ms = pauses[tried - 1]?.ms ?? 0;
    expect(ms).toBeGreaterThanOrEqual(longest / 2);
    expect(ms).toBeLessThanOrEqual(longest);
    pauses[tried - 1]?.then();
  }
});

it.each([4003, 4004, 4009])('never comes back after %i', async (code) => {
  const connection = accepted();
  line.connect();
  (await connection).close(code);
  await expect.poll(() => told.onOver.mock.calls).toHaveLength(1);
  expect(pauses).toEqual([]);
  line.connect();
  expect(server.clients.size).toBeLessThanOrEqual(1);
});

it('is away while it is cut', async () => {
  const first = accepted();
  line.connect();
  await first;
  await opened();
  line.cut(8_000);
  await expect.poll(() => pauses.length).toBe(2);
  expect(told.onClosed).toHaveBeenCalledOnce();
  const [back, retry] = pauses;
  expect(back?.ms).toBe(8_000);
  const second = accepted();
  // Its own try comes too early.
  retry?.then();
  expect(server.clients.size).toBe(0);
  back?.then();
  await second;
});

it('is closed at once when it is dropped, and what was still on its way is not heard', async () => {
  const first = accepted();
  line.connect();
  const connection = await first;
  await opened();
  connection.send('too late');
  line.drop();
  expect(told.onClosed).toHaveBeenCalledOnce();
  await new Promise((resolve) => connection.once('close', resolve));
  expect(told.onFrame).not.toHaveBeenCalled();
  expect(told.onClosed).toHaveBeenCalledOnce();
  expect(pauses).toEqual([]);
  const second = accepted();
  line.connect();
  await second;
});
