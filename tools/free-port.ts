// A port for a service that has to know its address before it listens. Not one that the system hands out by itself: between the
// look and the use it would go to anybody's outgoing connection.

import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below the ephemeral ports of Linux (32768), Windows and macOS (49152). */
const [FIRST, BEHIND_LAST] = [20_000, 32_000];
const TRIES = 50;

/** Nobody listened there a moment ago, on the loopback interface. */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < TRIES; tried += 1) {
    const port = randomInt(FIRST, BEHIND_LAST);
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port was found between ${FIRST} and ${BEHIND_LAST}`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
