// What a connection to the database says while nobody listens. Deliberately absent: what becomes of it.
import type { EventEmitter } from 'node:events';

/**
 * A connection that is cut in the instant in which it stands, as by a database that is being stopped, tells so before its user listens,
 * and nobody would: that ended the process. Whoever uses it learns of it from the query.
 */
export function hearErrors(client: EventEmitter): void {
  client.on('error', () => {});
}
