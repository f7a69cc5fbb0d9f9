// A way to the database that a test stands on: it decides what passes, cuts and freezes. Deliberately absent: faults by script (tools/chaos).
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';

/** For every connection, what becomes of its two ends: `near` is the process's, `far` the database's. */
export type Pass = (near: Socket, far: Socket) => void;

/** `url` leads the same way as the one given, through here. */
export async function standBetween(url: string, pass: Pass) {
  const address = new URL(url);
  const folder = address.searchParams.get('host');
  const port = Number(address.port);
  const open = new Set<Socket>();
  const listener = createServer((near) => {
    const far = folder === null ? connect(port, address.hostname) : connect(join(folder, `.s.PGSQL.${port}`));
    for (const end of [near, far]) {
      open.add(end);
      end.on('error', () => {});
    }
    pass(near, far);
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  address.searchParams.delete('host');
  address.hostname = '127.0.0.1';
  address.port = String((listener.address() as AddressInfo).port);
  return {
    url: address.href,
    open: open as ReadonlySet<Socket>,
    close() {
      for (const end of open) end.destroy();
      listener.close();
    },
  };
}
