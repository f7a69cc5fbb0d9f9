// The last boundary: a fault that nobody caught ends the process, and the log says what it was. Whoever keeps the service running starts it
// again, and nothing is lost by that; going on with a part that has died unseen would be worse. Deliberately absent: messages and
// fields of the fault. Those of libraries carry addresses, tokens and players' links, and would stand in clear.

import type { Logger } from 'pino';

type Told = { readonly fault: string; readonly code?: string | number; readonly at: readonly string[] };

/** Only its kind, its code, and where in the code it was thrown. */
export function describeUncaught(fault: unknown): Told {
  if (!(fault instanceof Error)) return { fault: typeof fault, at: [] };
  const code =
    'code' in fault && (typeof fault.code === 'string' || typeof fault.code === 'number') ? fault.code : undefined;
  return { fault: fault.constructor.name, ...(code === undefined ? {} : { code }), at: placesOf(fault) };
}

/** A message may have several lines, and look like anything. */
const placesOf = ({ stack = '', message }: Error): readonly string[] =>
  stack
    .replace(message, '')
    .split('\n')
    .filter((line) => /^ {4}at /.test(line))
    .map((line) => line.trim().replace(/^at /, ''));

/** From now on, for this process. A promise that nobody waits for counts as thrown. */
export function endWithUncaught(logger: Pick<Logger, 'fatal'>): void {
  process.on('uncaughtException', (fault) => {
    const told = describeUncaught(fault);
    logger.fatal(told, 'a fault that nobody caught: this process ends');
    // For the person at the terminal, also where the log is silent.
    console.error(`A fault that nobody caught ends this process: ${sayIn(told)}.`);
    process.exit(1);
  });
}

const sayIn = ({ fault, code, at: [place] }: Told): string =>
  [fault, code, ...(place === undefined ? [] : ['at', place])].filter((part) => part !== undefined).join(' ');
