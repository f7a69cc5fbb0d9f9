// Keeps the built-in server running until it is told to stop: one that ended by itself (killed for memory, say) is started again, however
// often. The pool of connections comes back by itself; what was under way fails as it does with any database that restarts.
import { setTimeout as delay } from 'node:timers/promises';
import type { Server } from './postmaster.ts';

/** The wait before another try grows by this, up to the most. */
const RETRY_MS = 1_000;
const MOST_RETRY_MS = 30_000;

/** `start` rejects with a sentence: the first time this does too, later it is logged and tried again. */
export async function keepServer(
  start: () => Promise<Server>,
  log: (line: string) => void,
): Promise<{ stop(): Promise<void> }> {
  const stopping = new AbortController();
  let server = await start();
  let reviving = Promise.resolve();

  const revive = async () => {
    for (let waitMs = RETRY_MS; !stopping.signal.aborted; waitMs = Math.min(MOST_RETRY_MS, waitMs + RETRY_MS)) {
      try {
        server = await start();
        log('The built-in database is back.');
        return watch();
      } catch (error) {
        log(`${(error as Error).message} It is tried again in ${waitMs / 1000} s.`);
        await delay(waitMs, undefined, { signal: stopping.signal }).catch(() => {});
      }
    }
  };
  const watch = () => {
    void server.gone.then((words) => {
      if (stopping.signal.aborted) return;
      log(`The built-in database stopped by itself and is started again. Its last words: ${words}`);
      reviving = revive();
    });
  };
  watch();
  return {
    async stop() {
      stopping.abort();
      await reviving;
      await server.stop();
    },
  };
}
