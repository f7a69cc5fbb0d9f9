// The links' twin in memory.
import type { Ticket, Tickets, Time } from '../../play/ports/index.ts';
import { newSecret } from '../tickets.ts';

export function makeMemoryTickets(time: Pick<Time, 'now'>): Tickets {
  /** Oldest first. */
  const kept = new Map<string, Ticket>();
  const drop = (is: (ticket: Ticket) => boolean): boolean => {
    const secrets = [...kept].filter(([, ticket]) => is(ticket)).map(([secret]) => secret);
    for (const secret of secrets) kept.delete(secret);
    return secrets.length > 0;
  };
  const find = (purpose: Ticket['purpose'], secret: string): Ticket | undefined => {
    const ticket = kept.get(secret);
    return ticket?.purpose === purpose && ticket.expiresAt > time.now() ? ticket : undefined;
  };
  return {
    async issue(ticket) {
      drop((one) => one.expiresAt <= time.now());
      drop((one) => one.purpose === ticket.purpose && one.about === ticket.about && one.name === ticket.name);
      const secret = newSecret();
      kept.set(secret, { ...ticket });
      return secret;
    },
    look: async (purpose, secret) => find(purpose, secret),
    async use(purpose, secret) {
      const ticket = find(purpose, secret);
      if (ticket !== undefined) kept.delete(secret);
      return ticket;
    },
    pending: async (purpose, about) =>
      [...kept.values()].filter((one) => one.purpose === purpose && one.about === about && one.expiresAt > time.now()),
    revoke: async (purpose, about, name) =>
      drop((one) => one.purpose === purpose && one.about === about && one.name === name && one.expiresAt > time.now()),
  };
}
