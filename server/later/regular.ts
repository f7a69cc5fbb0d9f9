// What is done again and again while the service runs. Deliberately absent: what it is.

import type { Logger } from 'pino';
import type { Time } from '../play/ports/index.ts';

export type RegularPorts = {
  readonly job: () => Promise<unknown>;
  /** For the log, where it fails. */
  readonly what: string;
  /** From `start` to the first time, and from the end of each to the next. */
  readonly firstMs: number;
  readonly everyMs: number;
  readonly time: Time;
  readonly logger: Pick<Logger, 'warn'>;
};

export type Regular = {
  start(): void;
  /** Resolves when what is under way is done. */
  stop(): Promise<void>;
};

export function makeRegular({ job, what, firstMs, everyMs, time, logger }: RegularPorts): Regular {
  let callOff: () => void = () => {};
  let working: Promise<void> = Promise.resolve();
  let stopped = false;
  const work = () => {
    working = job()
      .catch((error: unknown) => logger.warn({ err: error }, `${what} failed; it is tried again`))
      .then(() => {
        if (!stopped) callOff = time.after(everyMs, work);
      });
  };
  return {
    start() {
      callOff = time.after(firstMs, work);
    },
    async stop() {
      stopped = true;
      callOff();
      await working;
    },
  };
}
