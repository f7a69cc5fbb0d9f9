// What waits to be said, so that no more is said than Twitch takes: at most one line per channel and kind waits, the newest
// wins, and what it says is made when its turn comes. Deliberately absent: what lines say, and the connection.

import type { Time } from '../../server/play/ports/index.ts';
import {
  ACCOUNT_MESSAGES,
  ACCOUNT_WINDOW_MS,
  ANSWER_STALE_MS,
  CHANGE_STALE_MS,
  CHANNEL_PACE_MS,
  MODERATOR_MESSAGES,
  RESERVED_MESSAGES,
  SAME_TEXT_MS,
} from './limits.ts';
import { LineRefused } from './receipts.ts';

export type Line = {
  readonly text: string;
  /** The id of the message that it answers. */
  readonly replyTo: string | null;
  /** Said instead where the channel read the same text a moment ago; without one it is dropped. */
  readonly otherwise?: Line;
};

/** In order of importance. */
export const LINE_KINDS = ['notice', 'change', 'answer'] as const;
export type LineKind = (typeof LINE_KINDS)[number];

export type Waiting = {
  readonly channel: string;
  readonly kind: LineKind;
  /** Apart from others of its kind in the channel; another one with the same key takes its place. */
  readonly key: string;
  /** Asked when its turn comes. Null: there is nothing to say any more. */
  line(): Line | null;
  /** What became of it; not called for one whose place was taken. */
  done?(outcome: Outcome): void;
};

/** `same`: the channel read that very text a moment ago. `stale`: it waited too long. `refused`: Twitch will not take it there. */
export type Outcome = 'sent' | 'same' | 'stale' | 'failed' | 'refused';

export type Outbox = {
  put(waiting: Waiting): void;
  /** The connection is there again, or gone. */
  wake(): void;
  stop(): void;
};

export type Sender = {
  /** In the channel, and logged in. */
  ready(channel: string): boolean;
  /** It is a moderator there, or the channel is its own; of none in particular: in every channel that it is in. */
  moderates(channel?: string): boolean;
  /** Rejects where it was not said, with LineRefused where Twitch said why. */
  send(channel: string, line: Line): Promise<void>;
};

type Entry = Waiting & { readonly since: number; readonly order: number };

export function makeOutbox(sender: Sender, time: Time): Outbox {
  const entries = new Map<string, Entry>();
  /** When Twitch answered each line, or its connection was lost: it counts a line when it comes, which may be long after it was sent. */
  const countedAt: number[] = [];
  let underWay = 0;
  const paceUntil = new Map<string, number>();
  const saidUntil = new Map<string, number>();
  let stopTimer: (() => void) | undefined;
  let stopped = false;
  let order = 0;

  /** What lies further ahead than it was ever put is of a clock that was set back since. */
  const forget = (now: number) => {
    while (countedAt[0] !== undefined && countedAt[0] + ACCOUNT_WINDOW_MS <= now) countedAt.shift();
    countedAt.forEach((at, nth) => {
      if (at > now) countedAt[nth] = now;
    });
    for (const [key, end] of paceUntil) if (end <= now || end > now + CHANNEL_PACE_MS) paceUntil.delete(key);
    for (const [key, end] of saidUntil) if (end <= now || end > now + SAME_TEXT_MS) saidUntil.delete(key);
  };

  /** When it may be said at the earliest; undefined: not before something else happens. */
  const mayAt = ({ kind, channel }: Entry, now: number): number | undefined => {
    if (!sender.ready(channel)) return undefined;
    // What is said to moderators counts elsewhere too: GO must not wait there for half a minute.
    const most = sender.moderates() ? MODERATOR_MESSAGES : ACCOUNT_MESSAGES;
    const freed = lastButAt(kind === 'answer' ? most - RESERVED_MESSAGES : most, now);
    const paced = sender.moderates(channel) ? undefined : paceUntil.get(channel);
    return Math.max(now, freed === undefined ? now : freed + ACCOUNT_WINDOW_MS, paced ?? now);
  };

  /** Of the lines that count, the time of the nth last; one that is under way counts from now at the earliest. */
  const lastButAt = (nth: number, now: number): number | undefined =>
    nth <= underWay ? now : countedAt[countedAt.length + underWay - nth];

  const say = (entry: Entry, now: number) => {
    entries.delete(slotOf(entry));
    const made = entry.line();
    if (made === null) return;
    const isNew = ({ text }: Line) => !saidUntil.has(`${entry.channel} ${text}`);
    const line = [made, made.otherwise].find((one) => one !== undefined && isNew(one));
    if (line === undefined) return entry.done?.('same');
    underWay += 1;
    paceUntil.set(entry.channel, now + CHANNEL_PACE_MS);
    const text = `${entry.channel} ${line.text}`;
    saidUntil.set(text, now + SAME_TEXT_MS);
    const settled = () => {
      underWay -= 1;
      countedAt.push(time.now());
    };
    sender.send(entry.channel, line).then(
      () => {
        settled();
        entry.done?.('sent');
      },
      (fault: unknown) => {
        settled();
        // Perhaps nobody read it: it may be said again, and where it was read Twitch drops the repeat itself.
        saidUntil.delete(text);
        if (!(fault instanceof LineRefused)) repeat(entry, made);
        entry.done?.(fault instanceof LineRefused && fault.lasts ? 'refused' : 'failed');
      },
    );
  };

  /**
   * The connection is gone, and nobody knows whether a person was told what became of their wish: that is said on the next one, in a place
   * of its own, for what waits under the same key is told to others. Notices come again by themselves, and other answers help nobody any more.
   */
  const repeat = ({ channel, kind, key, since, order: place }: Entry, line: Line) => {
    if (kind !== 'change' || sender.ready(channel) || stopped) return;
    const again: Entry = { channel, kind, key: `${key} again ${place}`, since, order: place, line: () => line };
    entries.set(slotOf(again), again);
    work();
  };

  const work = () => {
    stopTimer?.();
    stopTimer = undefined;
    if (stopped) return;
    const now = time.now();
    forget(now);
    for (const entry of [...entries.values()].toSorted(byImportance)) {
      // Whoever hears what became of a line may put another one at once.
      if (entries.get(slotOf(entry)) !== entry) continue;
      if (staleAt(entry) <= now) {
        entries.delete(slotOf(entry));
        entry.done?.('stale');
      } else if ((mayAt(entry, now) ?? Number.POSITIVE_INFINITY) <= now) say(entry, now);
    }
    const next = [...entries.values()].map((entry) => Math.min(mayAt(entry, now) ?? staleAt(entry), staleAt(entry)));
    if (next.length > 0) stopTimer = time.after(Math.max(1, Math.min(...next) - now), work);
  };

  return {
    put(waiting) {
      if (stopped) return waiting.done?.('failed');
      const slot = slotOf(waiting);
      order += 1;
      entries.set(slot, { ...waiting, since: time.now(), order: entries.get(slot)?.order ?? order });
      work();
    },
    wake: work,
    stop() {
      stopped = true;
      stopTimer?.();
      for (const entry of entries.values()) entry.done?.('failed');
      entries.clear();
    },
  };
}

const slotOf = ({ channel, kind, key }: Waiting): string => `${channel} ${kind} ${key}`;
const staleAt = ({ kind, since }: Entry): number => since + (kind === 'answer' ? ANSWER_STALE_MS : CHANGE_STALE_MS);
const byImportance = (a: Entry, b: Entry): number =>
  LINE_KINDS.indexOf(a.kind) - LINE_KINDS.indexOf(b.kind) || a.order - b.order;
