// What must be said on a platform exactly once: a row in the transaction of the fact that caused it, sent afterwards.

import type { Platform } from '../../race/facts.ts';
import type { ParticipantId, RaceId, UserId } from '../../race/ids.ts';

export const NOTICE_KINDS = [
  'card', // the live card of a race; one message per channel, edited afterwards
  'packs_out', // public, mentions the players, button My pack
  'pack_link', // private: the link to one's pack
  'countdown', // public: it starts
  'countdown_stopped',
  'started', // GO
  'first_finish',
  'finished_player', // thread
  'abandoned_player', // thread
  'final_table',
  'cancelled',
  'act', // thread: what an organizer did, with their name; a player's coming back
  'announcement', // thread, Twitch: an organizer's words
  'reminder', // thread, mentions the players; Twitch: who is known there only and lacks something
  'you_are_in', // private: a place became free, or an organizer let somebody in; their pack comes later
  'you_are_out', // private: an organizer took them out, disqualified them or declined that they join
  'missing', // private: what this player lacks for the start
  'call_start', // to the organizers: the announced time has come
  'inactivity_warning', // private
  'problem', // to the organizers: somebody's report
  'asked', // to the organizers: somebody wants to join
  'again', // public, mentions the players of the round before, button Join
  'thread_closed', // nothing is said: the race is over, its thread is archived
  'event', // nothing is said: the server's scheduled event follows the race
  'dm_refused', // to the organizers: this player cannot be reached
  'discord_refused', // to the organizers, once: nothing can be posted in the race's channel
  'twitch_refused', // to the organizers, once: nothing can be said in the home channel
  'event_refused', // to the organizers, once: there is no scheduled event
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

export type NoticeTarget =
  | { readonly to: 'channel'; readonly platform: Platform; readonly channel: string; readonly server: string | null }
  | { readonly to: 'user'; readonly user: UserId };

export type NoticeDraft = {
  readonly kind: NoticeKind;
  readonly target: NoticeTarget;
  /** Whom it is about. */
  readonly participant: ParticipantId | null;
};

export const NOTICE_STATES = ['pending', 'sent', 'refused', 'dropped'] as const;
export type NoticeState = (typeof NOTICE_STATES)[number];

/** `seq` is that of the causing fact. (race, seq, kind, target) is the key; `nonce` is made of it, at most 25 characters. */
export type Notice = NoticeDraft & {
  readonly id: string;
  readonly race: RaceId;
  readonly seq: number;
  readonly nonce: string;
  readonly state: NoticeState;
  readonly messageId: string | null;
  readonly attempts: number;
};

export type Notices = {
  /**
   * Pending ones: the oldest of each target, then the second oldest of each and so on, so that none is left out before a younger one of its
   * target. Among equals the least tried first, then the oldest, so that one that cannot be sent holds up no other.
   */
  pending(limit: number): Promise<readonly Notice[]>;
  settle(id: string, outcome: { readonly state: NoticeState; readonly messageId: string | null }): Promise<void>;
  /** Another try later; counts the attempt. */
  retry(id: string): Promise<void>;
  /** The newest sent message of a kind in a channel (the card to edit), or undefined. */
  sent(race: RaceId, kind: NoticeKind): Promise<readonly Notice[]>;
  /** Whether the platform refused the newest private message to somebody, of the last some thousand that were sent at all. */
  unreachable(user: UserId): Promise<boolean>;
  /** A further notice outside a fact's transaction (a refused direct message told to the organizer, a new card). Idempotent by its key. */
  add(race: RaceId, seq: number, draft: NoticeDraft): Promise<void>;
};
