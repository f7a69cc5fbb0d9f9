// Stopping while somebody holds a connection that says nothing, or takes an answer without end.

import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, it } from 'vitest';
import { closeServer, LAST_ANSWERS_MS } from './close-server.ts';

async function listening(handle: RequestListener) {
  const server = createServer(handle);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

/** A clock whose one alarm rings when the test says so. */
function alarm() {
  const waits: { readonly ms: number; readonly then: () => void }[] = [];
  let calledOff = 0;
  const after = (ms: number, then: () => void) => {
    waits.push({ ms, then });
    return () => {
      calledOff += 1;
    };
  };
  return { after, waits, calledOff: () => calledOff };
}

it('cuts a connection that never asked for anything, and an answer that does not end', async () => {
  const { server, port } = await listening((_request, response) => void response.write('a beginning'));
  const spare = connect(port, '127.0.0.1');
  await once(spare, 'connect');
  const slow = connect(port, '127.0.0.1');
  slow.write('GET / HTTP/1.1\r\nHost: here\r\n\r\n');
  await once(slow, 'data');
  const ends = [spare, slow].map((socket) => {
    socket.on('error', () => {});
    socket.resume();
    return once(socket, 'close');
  });
  const time = alarm();
  const closed = closeServer(server, time);
  expect(time.waits.map(({ ms }) => ms)).toEqual([LAST_ANSWERS_MS]);
  time.waits[0]?.then();
  await closed;
  await Promise.all(ends);
  expect(server.listening).toBe(false);
});

it('finishes a short answer, and is done as soon as nobody is left', async () => {
  let finish = () => {};
  const asked = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const { server, port } = await listening(async (_request, response) => {
    await asked;
    response.setHeader('Connection', 'close');
    response.end('all of it');
  });
  const arrived = once(server, 'request');
  const answer = fetch(`http://127.0.0.1:${port}/`);
  await arrived;
  const time = alarm();
  const closed = closeServer(server, time);
  finish();
  expect(await (await answer).text()).toBe('all of it');
  await closed;
  expect(time.calledOff()).toBe(1);
});
