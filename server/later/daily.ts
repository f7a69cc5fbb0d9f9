// What is done once a day while the service runs, the first time soon after its start. Deliberately absent: what it is.

import type { Logger } from 'pino';
import type { Time } from '../play/ports/index.ts';

export type DailyPorts = {
  readonly job: () => Promise<unknown>;
  readonly time: Time;
  readonly logger: Pick<Logger, 'error'>;
};

export type Daily = {
  start(): void;
  /** Resolves when what is under way is done. */
  stop(): Promise<void>;
};

/** Not while everybody comes back after a restart. */
export const FIRST_MS = 10 * 60_000;
export const DAY_MS = 86_400_000;

export function makeDaily({ job, time, logger }: DailyPorts): Daily {
  let callOff: () => void = () => {};
  let working: Promise<void> = Promise.resolve();
  let stopped = false;
  const work = () => {
    working = job()
      .catch((error: unknown) => logger.error({ err: error }, 'what is done daily failed; it is tried again tomorrow'))
      .then(() => {
        if (!stopped) callOff = time.after(DAY_MS, work);
      });
  };
  return {
    start() {
      callOff = time.after(FIRST_MS, work);
    },
    async stop() {
      stopped = true;
      callOff();
      await working;
    },
  };
}
