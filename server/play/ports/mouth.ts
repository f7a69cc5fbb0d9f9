// What bots can be asked to send unasked. What the words are is data (`Post`); each platform words it.

import type { Platform } from '../../race/facts.ts';
import type { Race } from '../../race/race.ts';
import type { User } from './accounts.ts';
import type { Notice } from './notices.ts';

/** Everything that a mouth needs to word a notice. `recipient`: for direct messages. */
export type Post = {
  readonly notice: Notice;
  readonly race: Race;
  readonly recipient: User | null;
  /** Discord ids of players to mention, by user id. */
  readonly mentions: Readonly<Record<string, string>>;
};

export type Posted =
  | { readonly outcome: 'sent'; readonly messageId: string | null }
  /** The platform will never take it: direct messages closed (50007), no access. */
  | { readonly outcome: 'refused'; readonly why: 'dms_closed' | 'no_access' | 'unknown_target' }
  /** Try again later. */
  | { readonly outcome: 'failed' };

export type Mouth = {
  readonly platform: Platform;
  post(post: Post): Promise<Posted>;
  /** Edits a card that was sent before. `too_old`: the platform will not edit it any more for now (30046); `gone`: it is no more. */
  edit(post: Post, messageId: string): Promise<'edited' | 'too_old' | 'gone' | 'failed'>;
};
