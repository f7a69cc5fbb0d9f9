// A connection whose other end has vanished without a word looks alive, and a pool hands it out again and again: until the system gives it up,
// a quarter of an hour later, whoever got it would wait in vain. Deliberately absent: how long a query may take (data-source.ts).
import type { EventEmitter } from 'node:events';
import { hearErrors } from './hear-errors.ts';

/** Of pg, as far as it matters here. */
type Connection = EventEmitter & {
  query: (...said: readonly unknown[]) => unknown;
  end(): Promise<void>;
};

/** As pg says that an answer took too long. */
const TOO_LONG = 'Query read timeout';

/** Ends the connection with the first query that takes too long: its pool drops it, and a transaction waits for no rollback. */
export function letGoWhenSilent(connection: Connection): void {
  hearErrors(connection);
  const query = connection.query.bind(connection);
  connection.query = (...said) => {
    const asked = query(...said);
    if (asked instanceof Promise) {
      asked.catch((fault: unknown) => {
        if (fault instanceof Error && fault.message === TOO_LONG) void connection.end();
      });
    }
    return asked;
  };
}
