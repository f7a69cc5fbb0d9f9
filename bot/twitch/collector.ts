// Answers to words that change something, said together: what several people got within 2 s is one line per channel and kind.
// One alone is answered in reply. Deliberately absent: sentences (present words joins together) and when a line may be said.

import type { Reply } from '../../server/commands/reply.ts';
import type { Time } from '../../server/play/ports/index.ts';
import { wordReply, wordTogether } from '../../server/present/words/index.ts';
import { COLLECT_MS, COLLECTED_MAX } from './limits.ts';
import type { Line, Outbox } from './outbox.ts';

export type Answered = {
  readonly channel: string;
  readonly name: string;
  readonly messageId: string;
  readonly reply: Reply;
};

export type Collector = { add(answered: Answered): void };

export function makeCollector(outbox: Outbox, time: Time): Collector {
  const batches = new Map<string, Answered[]>();

  return {
    add(answered) {
      const { channel } = answered;
      const key = kindOf(answered.reply);
      const slot = `${channel} ${key}`;
      const batch = batches.get(slot);
      if (batch !== undefined) {
        // The newest answer of a person is the one that holds.
        const others = batch.filter((one) => one.name !== answered.name);
        batch.splice(0, batch.length, ...others.slice(-COLLECTED_MAX), answered);
        return;
      }
      batches.set(slot, [answered]);
      // People may still be added while the line waits for its turn.
      const line = () => {
        const all = batches.get(slot) ?? [];
        batches.delete(slot);
        return lineOf(all);
      };
      time.after(COLLECT_MS, () =>
        outbox.put({
          channel,
          kind: 'change',
          key,
          line,
          done: (how) => void (how === 'stale' && batches.delete(slot)),
        }),
      );
    },
  };
}

/** What can be said in one breath: the same outcome in the same race, in words that are true of everybody. */
function kindOf(reply: Reply): string {
  switch (reply.kind) {
    // Who came in now and who was in already read the same count; of numbers in a queue nothing is said to several.
    case 'joined':
    case 'waiting':
      return `${reply.kind} ${reply.race.id}`;
    case 'left':
      return `left ${reply.wasIn} ${reply.race.id}`;
    default:
      return wordReply(reply, 'twitch').text;
  }
}

function lineOf(answered: readonly Answered[]): Line | null {
  const [first] = answered;
  if (first === undefined) return null;
  return answered.length === 1 ? lineTo(first) : { text: wordTogether(answered), replyTo: null };
}

/** An answer to one person; where another one just got the same, with the name in it. */
export function lineTo({ name, messageId, reply }: Answered): Line {
  const { text } = wordReply(reply, 'twitch');
  return { text, replyTo: messageId, otherwise: { text: `@${name} ${text}`, replyTo: null } };
}
