// From a line of chat to an answer: parse it, ask the command, hand what it said to the outbox. Rights are what the badges say.
// One error boundary per message. Deliberately absent: rules, sentences, the connection.

import type { Logger } from 'pino';
import type { Ask } from '../../server/commands/ask.ts';
import { NO_RIGHTS } from '../../server/commands/ask.ts';
import { isSilentInChat, type Reply, tryAgain } from '../../server/commands/reply.ts';
import { parseChat, type SpokenAsk } from '../../server/commands/words.ts';
import type { Accounts, Time } from '../../server/play/ports/index.ts';
import { wordReply } from '../../server/present/words/index.ts';
import { makeBoundedSet } from './bounded-set.ts';
import { type Collector, lineTo } from './collector.ts';
import { makeCooldowns, type Question } from './cooldowns.ts';
import type { Heard } from './heard.ts';
import { HEARD_MESSAGES } from './limits.ts';
import { makeOrder } from './order.ts';
import type { Outbox } from './outbox.ts';
import { makePending } from './pending.ts';
import { makeTurns } from './turns.ts';

export type EarsOptions = {
  answer(ask: Ask): Promise<Reply>;
  readonly accounts: Pick<Accounts, 'ofIdentity'>;
  readonly outbox: Outbox;
  readonly collector: Collector;
  readonly time: Time;
  readonly log: Logger;
};

export type Ears = { hear(heard: Heard): void };

export function makeEars({ answer, accounts, outbox, collector, time, log }: EarsOptions): Ears {
  const known = makeBoundedSet(HEARD_MESSAGES);
  const cooldowns = makeCooldowns();
  const pending = makePending();
  const turns = makeTurns();
  const order = makeOrder();

  const ask = async (heard: Heard, { command, args, yes, word }: SpokenAsk, myTurn: Promise<void>) => {
    const { channel, user, broadcaster, moderator } = heard;
    const saying = { channel, person: user.id, command: command.name };
    const identity = { id: user.id, login: user.login, displayName: user.name, avatarUrl: null };
    const asker = {
      user: await accounts.ofIdentity({ platform: 'twitch', ...identity }),
      place: { platform: 'twitch' as const, channel },
      rights: { ...NO_RIGHTS, broadcaster, moderator },
    };
    await myTurn;
    const confirmed = yes ? pending.take(saying, time.now()) : undefined;
    const reply = await answer({
      confirmed: false,
      command: command.name,
      args,
      ...confirmed,
      asker,
      ...(word === null ? {} : { word }),
    });
    pending.remember(saying, reply);
    return reply;
  };

  const tell = (heard: Heard, spoken: SpokenAsk, reply: Reply) => {
    if (isSilentInChat(reply)) return;
    const { channel } = heard;
    const answered = { channel, name: heard.user.name, messageId: heard.id, reply };
    // A crowd's words are said together; of organizers there is one at a time, who should not wait.
    if (spoken.command.changes && isCrowds(spoken)) {
      collector.add(answered);
    } else if (spoken.command.changes) {
      // Each of them: who adds three players has to hear of all three.
      const key = `${spoken.command.name} ${heard.id}`;
      outbox.put({ channel, kind: 'change', key, line: () => lineTo(answered) });
    } else {
      const line = () => ({ text: wordReply(reply, 'twitch').text, replyTo: heard.id });
      outbox.put({ channel, kind: 'answer', key: spoken.command.name, line });
    }
  };

  const handle = async (heard: Heard, spoken: SpokenAsk, myTurn: Promise<void>) => {
    try {
      const reply = await ask(heard, spoken, myTurn);
      // A word that the channel leaves to another bot must not silence `!sf` with the same one.
      const off = reply.kind === 'refused' && reply.no.code === 'word_off';
      if (off && coolsDown(heard, spoken)) cooldowns.giveBack(questionOf(heard, spoken));
      tell(heard, spoken, reply);
    } catch (fault) {
      const { channel, id: message } = heard;
      log.error(
        { err: fault, channel, message, command: spoken.command.name, race: spoken.args.race },
        'a word failed',
      );
      tell(heard, spoken, tryAgain(spoken.command.name));
    }
  };

  return {
    hear(heard) {
      const spoken = parseChat(heard.text);
      if (spoken === undefined || !known.add(heard.id)) return;
      const { channel, user } = heard;
      if (coolsDown(heard, spoken) && !cooldowns.take(questionOf(heard, spoken), time.now())) return;
      if (!spoken.command.changes) return void turns.take(user.id, () => handle(heard, spoken, Promise.resolve()));
      const place = order.enter(channel);
      if (!turns.take(user.id, () => handle(heard, spoken, place.mine).finally(place.leave))) place.leave();
    },
  };
}

const coolsDown = ({ broadcaster, moderator }: Heard, { command }: SpokenAsk): boolean =>
  !command.changes && !broadcaster && !moderator;

const questionOf = ({ channel, user }: Heard, { command }: SpokenAsk): Question => ({
  channel,
  command: command.name,
  person: user.id,
});

/** Words that many people may say at once. */
const isCrowds = ({ command }: SpokenAsk): boolean => command.who === 'anybody' || command.who === 'player';
