// Links for one use in PostgreSQL. A row lives until it is used, taken back or swept: what is there may be used.
import { createHash, randomBytes } from 'node:crypto';
import { type DataSource, IsNull, LessThan, MoreThan } from 'typeorm';
import type { Ticket, TicketPurpose, Tickets, Time } from '../play/ports/index.ts';
import type { UserId } from '../race/ids.ts';
import { type TicketRow, tickets } from './schemas/tickets.ts';

const SECRET_BYTES = 24;

export const newSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url');
/** Whoever reads the table cannot use what is in it. */
export const hashOfSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

export function makeTickets(source: DataSource, time: Pick<Time, 'now'>): Tickets {
  const rows = source.getRepository(tickets);
  const alive = () => MoreThan(new Date(time.now()));
  return {
    async issue({ purpose, about, name, by, expiresAt }) {
      const secret = newSecret();
      const now = new Date(time.now());
      await source.transaction(async (manager) => {
        const kept = manager.getRepository(tickets);
        await kept.delete({ expires_at: LessThan(now) });
        await kept.delete({ purpose, about, name: name ?? IsNull() });
        await kept.insert({
          secret_hash: hashOfSecret(secret),
          purpose,
          about,
          name,
          by_user: by,
          created_at: now,
          expires_at: new Date(expiresAt),
        });
      });
      return secret;
    },
    async look(purpose, secret) {
      const row = await rows.findOneBy({ purpose, secret_hash: hashOfSecret(secret), expires_at: alive() });
      return row === null ? undefined : ticketOf(row);
    },
    async use(purpose, secret) {
      // The row itself decides who of several at once was first.
      const [[row] = []] = await source.query<[TicketRow[], number]>(
        'delete from tickets where purpose = $1 and secret_hash = $2 and expires_at > $3 returning *',
        [purpose, hashOfSecret(secret), new Date(time.now())],
      );
      return row === undefined ? undefined : ticketOf(row);
    },
    async pending(purpose, about) {
      const found = await rows.find({ where: { purpose, about, expires_at: alive() }, order: { created_at: 'asc' } });
      return found.map(ticketOf);
    },
    async revoke(purpose, about, name) {
      const { affected } = await rows.delete({ purpose, about, name: name ?? IsNull(), expires_at: alive() });
      return (affected ?? 0) > 0;
    },
  };
}

const ticketOf = (row: TicketRow): Ticket => ({
  purpose: row.purpose as TicketPurpose,
  about: row.about,
  name: row.name,
  by: row.by_user as UserId,
  expiresAt: row.expires_at.getTime(),
});
