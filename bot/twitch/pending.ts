// "Are you sure" in chat: the question that a person was asked in a channel, until it is answered with `yes` or has expired.
// What a `yes` says is the question's own offer, so that a reason given with the word is not lost.

import type { Reply, ReplyOf } from '../../server/commands/reply.ts';

export type Saying = { readonly channel: string; readonly person: string; readonly command: string };
export type Confirmed = NonNullable<ReplyOf<'confirm'>['offers'][number]['ask']>;

export type Pending = {
  remember(saying: Saying, reply: Reply): void;
  /** What was asked, once; undefined: nothing, or too long ago. */
  take(saying: Saying, now: number): Confirmed | undefined;
};

export function makePending(): Pending {
  const asked = new Map<string, { readonly ask: Confirmed; readonly expiresAt: number }>();
  const keyOf = ({ channel, person, command }: Saying): string => `${channel} ${person} ${command}`;

  return {
    remember(saying, reply) {
      if (reply.kind !== 'confirm') return;
      const ask = reply.offers.find((offer) => offer.label === 'yes')?.ask;
      if (ask !== undefined && ask !== null) asked.set(keyOf(saying), { ask, expiresAt: reply.expiresAt });
    },
    take(saying, now) {
      for (const [key, { expiresAt }] of asked) if (expiresAt < now) asked.delete(key);
      const key = keyOf(saying);
      const found = asked.get(key);
      asked.delete(key);
      return found?.ask;
    },
  };
}
