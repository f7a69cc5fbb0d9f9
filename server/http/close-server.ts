// The end of the HTTP half: nobody is let in any more, short answers are finished, the rest is cut. A browser's spare connection
// or a slow download of gigabytes must not hold a restart up; downloads go on where they stopped.

import type { Server } from 'node:http';
import type { Time } from '../play/ports/index.ts';

/** How long answers that are under way get. */
export const LAST_ANSWERS_MS = 2_000;

/** Resolves when no connection is left, after LAST_ANSWERS_MS at most. */
export async function closeServer(server: Server, time: Pick<Time, 'after'>): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const giveUp = time.after(LAST_ANSWERS_MS, () => server.closeAllConnections());
  await closed;
  giveUp();
}
