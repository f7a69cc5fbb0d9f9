// How fast an account may talk and join: counts per account, the pace and the repetition per channel. Pure state, time is passed in.
// Deliberately absent: everything that can be said of one message alone (chat.ts).
import {
  DUPLICATE_MS,
  JOIN_WINDOW_MS,
  JOINS_PER_WINDOW,
  MESSAGE_WINDOW_MS,
  MESSAGES_PER_WINDOW,
  MESSAGES_PER_WINDOW_PRIVILEGED,
  MUTE_MS,
  PACE_MS,
} from './limits.ts';
import type { RuleId } from './rules.ts';

export type Flood = {
  /** Counts a message, sent or refused for whatever reason. `privileged`: broadcaster or moderator in that channel. */
  countMessage(account: string, privileged: boolean, nowMs: number): RuleId | null;
  /** May this text follow what the account said last in this channel? Does not count it. */
  checkPace(account: string, channel: string, text: string, privileged: boolean, nowMs: number): RuleId | null;
  /** Remembers an accepted message for `checkPace`. */
  remember(account: string, channel: string, text: string, nowMs: number): void;
  countJoin(account: string, nowMs: number): RuleId | null;
};

/**
 * `hurry`: how much faster than `nowMs` the senders' own time passes. They may talk and join by that much faster; a repetition is one
 * for as long as ever.
 */
export function createFlood(hurry = 1): Flood {
  const messages = new Map<string, number[]>();
  const joins = new Map<string, number[]>();
  const mutedUntil = new Map<string, number>();
  const last = new Map<string, { text: string; atMs: number }>();

  return {
    countMessage(account, privileged, nowMs) {
      if ((mutedUntil.get(account) ?? 0) > nowMs) return 'chat.muted';
      const limit = privileged ? MESSAGES_PER_WINDOW_PRIVILEGED : MESSAGES_PER_WINDOW;
      if (countIn(messages, account, MESSAGE_WINDOW_MS / hurry, nowMs) <= limit) return null;
      mutedUntil.set(account, nowMs + MUTE_MS / hurry);
      return privileged ? 'chat.account-limit-mod' : 'chat.account-limit';
    },
    checkPace(account, channel, text, privileged, nowMs) {
      const previous = last.get(`${account} ${channel}`);
      if (privileged || !previous) return null;
      if (nowMs - previous.atMs < PACE_MS / hurry) return 'chat.pace';
      if (previous.text === text && nowMs - previous.atMs < DUPLICATE_MS) return 'chat.duplicate';
      return null;
    },
    remember(account, channel, text, nowMs) {
      last.set(`${account} ${channel}`, { text, atMs: nowMs });
    },
    countJoin(account, nowMs) {
      return countIn(joins, account, JOIN_WINDOW_MS / hurry, nowMs) <= JOINS_PER_WINDOW ? null : 'irc.join-limit';
    },
  };
}

/** Adds one at `nowMs` and says how many lie within the window, this one included. */
function countIn(counts: Map<string, number[]>, key: string, windowMs: number, nowMs: number): number {
  const recent = (counts.get(key) ?? []).filter((atMs) => nowMs - atMs < windowMs);
  recent.push(nowMs);
  counts.set(key, recent);
  return recent.length;
}
