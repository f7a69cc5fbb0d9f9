// What goes through a broken wire keeps its order, whatever changes on the way.

import { once } from 'node:events';
import { type AddressInfo, createServer, connect as dial } from 'node:net';
import { expect, it } from 'vitest';
import { startProxy } from './proxy.ts';

const PIECES = 400;

it('a delay that comes and goes changes no order, and the end comes last', async () => {
  let heard = '';
  const server = createServer((socket) =>
    socket.on('data', (chunk) => (heard += String(chunk))).on('end', () => socket.end()),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const wire = await startProxy({ port: (server.address() as AddressInfo).port });
  const client = dial({ port: wire.port, host: '127.0.0.1' });
  client.setNoDelay(true);
  await once(client, 'connect');
  const pieces = Array.from({ length: PIECES }, (_, number) => `${number} `);
  for (const [number, piece] of pieces.entries()) {
    wire.delay(number % 40 < 20 ? 5 : 0);
    client.write(piece);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const closed = once(client, 'close');
  client.end();
  client.resume();
  await closed;
  expect(heard).toBe(pieces.join(''));
  await wire.close();
  server.close();
});
