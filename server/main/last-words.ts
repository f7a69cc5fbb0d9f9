// At a stop, what is being said on a platform gets its answer, or the next process would say it again. A platform that takes its time
// holds nobody up.
import type { Time } from '../play/ports/index.ts';

const SAYING_MS = 2_000;

/** Resolves when `quiet` settles, or after a while. */
export function lastWords(time: Pick<Time, 'after'>, quiet: Promise<void> | undefined): Promise<void> {
  return new Promise((resolve) => {
    const callOff = time.after(SAYING_MS, resolve);
    const end = () => {
      callOff();
      resolve();
    };
    Promise.resolve(quiet).then(end, end);
  });
}
