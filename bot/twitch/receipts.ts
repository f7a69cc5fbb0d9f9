// Whether Twitch took a line: it answers each with the bot's own state in the channel and the line's id, or with a notice that says
// why not, in order; a connection that has silently died answers nothing. Deliberately absent: what is said, and another try.

import type { Time } from '../../server/play/ports/index.ts';

export type Receipts = {
  /**
   * For the next line of this channel; `handedOver`: when the client wrote it, which may never settle after a drop. Rejects when
   * Twitch refused the line, is gone, or says nothing in time.
   */
  wait(channel: string, handedOver: Promise<unknown>): Promise<void>;
  taken(channel: string): void;
  /** `reason` as Twitch names it. */
  refused(channel: string, reason: string): void;
  /**
   * The connection broke and the client comes back by itself: answers are gone; what it has not handed over yet it still will, because
   * the queue of its own limiter outlives the connection.
   */
  dropped(): void;
  /** The client is gone, with every answer and all that it still had to say. */
  lost(): void;
};

type Waiting = { handedOver: boolean; taken(): void; failed(why: string): void; hurry(): void };

/** So long a client that is back takes at most to hand over what it had to say. */
const HAND_OVER_MS = 30_000;

/** The channel has read that very text a moment ago: it was said. */
const SAID_ALREADY = 'msg_duplicate';

/**
 * `onSilence`: a line that was handed over got no answer in time. The connection has to go then, and all answers with it, or a late
 * one would be taken for the answer to another line.
 */
export function makeReceipts(time: Time, patienceMs: number, onSilence: () => void): Receipts {
  const waiting = new Map<string, Waiting[]>();

  const next = (channel: string): Waiting | undefined => waiting.get(channel)?.find((one) => one.handedOver);
  const remove = (channel: string, one: Waiting) => {
    const left = (waiting.get(channel) ?? []).filter((other) => other !== one);
    if (left.length === 0) waiting.delete(channel);
    else waiting.set(channel, left);
  };
  return {
    wait: (channel, handedOver) =>
      new Promise((resolve, reject) => {
        let callOff = () => {};
        let isOver = false;
        const end = (then: () => void) => {
          isOver = true;
          callOff();
          remove(channel, one);
          then();
        };
        const one: Waiting = {
          handedOver: false,
          taken: () => end(resolve),
          failed: (why) => end(() => reject(new Error(why))),
          hurry: () => {
            callOff();
            callOff = time.after(HAND_OVER_MS, () => one.failed('not handed over'));
          },
        };
        waiting.set(channel, [...(waiting.get(channel) ?? []), one]);
        handedOver.then(
          () => {
            one.handedOver = true;
            if (isOver) return;
            callOff();
            callOff = time.after(patienceMs, () => {
              one.failed('no answer');
              onSilence();
            });
          },
          () => one.failed('not handed over'),
        );
      }),
    taken: (channel) => next(channel)?.taken(),
    refused(channel, reason) {
      if (reason === SAID_ALREADY) next(channel)?.taken();
      else next(channel)?.failed(reason);
    },
    dropped() {
      for (const one of [...waiting.values()].flat()) {
        if (one.handedOver) one.failed('disconnected');
        else one.hurry();
      }
    },
    lost() {
      for (const one of [...waiting.values()].flat()) one.failed('disconnected');
    },
  };
}
