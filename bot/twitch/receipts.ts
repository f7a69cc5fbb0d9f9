// Whether Twitch took a line: it answers each with the bot's own state in the channel and the line's id, or with a notice that says
// why not, in order; a connection that has silently died answers nothing. Deliberately absent: what is said, and another try.

import type { Time } from '../../server/play/ports/index.ts';

export type Receipts = {
  /**
   * For the line that was just written to this channel. Rejects when Twitch refused it (LineRefused), the connection is gone, or nobody
   * says anything in time.
   */
  wait(channel: string): Promise<void>;
  taken(channel: string): void;
  /** `reason` as Twitch names it. */
  refused(channel: string, reason: string): void;
  /** The connection is gone, and every answer with it. */
  lost(): void;
};

/** The channel has read that very text a moment ago: it was said. */
const SAID_ALREADY = 'msg_duplicate';
/** Reasons that are over in a while by themselves; for all others (a ban, followers only, rejected words) somebody has to do something. */
const PASSING = ['msg_ratelimit', 'msg_slowmode', 'msg_timedout'];

export class LineRefused extends Error {
  readonly lasts: boolean;

  constructor(reason: string) {
    super(reason);
    this.lasts = !PASSING.includes(reason);
  }
}

/** Reasons that concern the account in the channel, whatever it says there. */
const OF_CHANNEL =
  /^(msg_(banned|channel_suspended|channel_blocked|followersonly|subsonly|emoteonly|verified_email|requires)|no_permission$)/;

/** Whether the channel takes nothing of the bot until somebody there does something. */
export const isShutOut = (reason: string): boolean => OF_CHANNEL.test(reason);

type Waiting = { taken(): void; failed(fault: Error): void };

/**
 * `onSilence`: a line got no answer in time. The connection has to go then, and all answers with it, or a late one would be taken for
 * the answer to another line.
 */
export function makeReceipts(time: Time, patienceMs: number, onSilence: () => void): Receipts {
  /** Oldest first. */
  const waiting = new Map<string, readonly Waiting[]>();

  const remove = (channel: string, one: Waiting) => {
    const left = (waiting.get(channel) ?? []).filter((other) => other !== one);
    if (left.length === 0) waiting.delete(channel);
    else waiting.set(channel, left);
  };
  return {
    wait: (channel) =>
      new Promise((resolve, reject) => {
        const callOff = time.after(patienceMs, () => {
          one.failed(new Error('no answer'));
          onSilence();
        });
        const end = (then: () => void) => {
          callOff();
          remove(channel, one);
          then();
        };
        const one: Waiting = { taken: () => end(resolve), failed: (fault) => end(() => reject(fault)) };
        waiting.set(channel, [...(waiting.get(channel) ?? []), one]);
      }),
    taken: (channel) => waiting.get(channel)?.[0]?.taken(),
    refused(channel, reason) {
      const oldest = waiting.get(channel)?.[0];
      if (reason === SAID_ALREADY) oldest?.taken();
      else oldest?.failed(new LineRefused(reason));
    },
    lost() {
      for (const one of [...waiting.values()].flat()) one.failed(new Error('disconnected'));
    },
  };
}
