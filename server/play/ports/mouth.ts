// What bots can be asked to send unasked. What the words are is data (`Post`); each platform words it.

import type { Fact, Platform } from '../../race/facts.ts';
import type { Race } from '../../race/race.ts';
import type { User } from './accounts.ts';
import type { RaceView } from './live.ts';
import type { Notice } from './notices.ts';

/** Everything that a mouth needs to word a notice. `recipient`: for direct messages. */
export type Post = {
  readonly notice: Notice;
  readonly race: Race;
  readonly recipient: User | null;
  /** Discord ids of players to mention, by user id. */
  readonly mentions: Readonly<Record<string, string>>;
  /** The race as everybody may see it, a racing player included. */
  readonly view: RaceView;
  /** The fact that the notice tells of, for who did it and why; null where it is a state that is shown (a card). */
  readonly cause: Fact | null;
  /** Server ms: the clock in front of lines. */
  readonly now: number;
  /** What the pool is called, e.g. `Standard (~1h)`. */
  readonly pool: string;
  /** Address of the race's page, for anybody. */
  readonly page: string;
  /** Where the race's thread is or would be: under its first card there; null or absent: this is for the channel itself. */
  readonly thread?: string | null;
  /** `reminder` only: whom it is for; in chat who is known there alone and lacks something. */
  readonly names?: readonly string[];
  /** `pack_link` only: the recipient's own link, never in a text, never logged. `bytes` null: not known yet. */
  readonly pack: { readonly url: string; readonly bytes: number | null } | null;
};

export const ABILITIES = ['see', 'write', 'embed', 'mention', 'threads', 'events', 'direct_messages'] as const;
/** Whether a bot may do something where it was asked to; `needs` names the platform's permission. */
export type Ability = {
  readonly what: (typeof ABILITIES)[number];
  readonly can: boolean;
  readonly needs: string | null;
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
  /** Edits a card that was sent before. `too_old`: the platform will not edit it any more for now (30046); `gone`: it is no more, or out of reach. */
  edit(post: Post, messageId: string): Promise<'edited' | 'too_old' | 'gone' | 'failed'>;
  /** To one person, privately, of no race: sentences in plain words. `nonce`: a repeat is the same message. */
  tell?(recipient: User, text: string, nonce: string): Promise<Posted>;
  /** What the bot may do in a channel, for /setup; undefined: it cannot tell. */
  abilities?(server: string, channel: string): Promise<readonly Ability[] | undefined>;
};
