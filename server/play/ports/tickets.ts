// Links that somebody was given for one use: invitations, sign-ins, ties between accounts. Random, stored hashed, dead after use,
// after a time, or when they are taken back. Deliberately absent: what becomes of who uses one.

import type { UserId } from '../../race/ids.ts';

/** `link_claim`: not a link, but what became of one: `by` said yes on its page, and `about` has yet to confirm. */
export const TICKET_PURPOSES = ['invite', 'sign_in', 'link', 'link_claim'] as const;
export type TicketPurpose = (typeof TICKET_PURPOSES)[number];

export type Ticket = {
  readonly purpose: TicketPurpose;
  /** `invite`: the race. Else the user whom it is for. */
  readonly about: string;
  /** `invite`: the Twitch login that alone may use it, in lower case. Null: whoever has it. */
  readonly name: string | null;
  readonly by: UserId;
  readonly expiresAt: number;
};

export type Tickets = {
  /** The secret, URL-safe; kept nowhere. One that was issued before for the same purpose, subject and name is dead from now on. */
  issue(ticket: Ticket): Promise<string>;
  /** Undefined: never was, used, taken back or too old. */
  look(purpose: TicketPurpose, secret: string): Promise<Ticket | undefined>;
  /** As `look`, and it is used from now on: of several at once one gets it. */
  use(purpose: TicketPurpose, secret: string): Promise<Ticket | undefined>;
  /** Those that may still be used, oldest first. */
  pending(purpose: TicketPurpose, about: string): Promise<readonly Ticket[]>;
  /** Whether there was one to take back. */
  revoke(purpose: TicketPurpose, about: string, name: string | null): Promise<boolean>;
};
