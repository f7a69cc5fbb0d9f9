// An answer as one line of chat. Where a line says the same as elsewhere it is the text of the words for everywhere.
// Deliberately absent: how long a line may be (voice.ts), who is answered.

import type { Reply, ReplyOf } from '../../commands/reply.ts';
import { formatDuration } from '../pages/format.ts';
import { players, STATUS_WORDS, seedsLeft } from '../sentences/en/labels.ts';
import { question, sayYes } from '../sentences/en/questions.ts';
import * as say from '../sentences/en/replies.ts';
import { chatBoard, raceClock, tally } from './board.ts';
import { overlayChat } from './overlay.ts';
import type { Voice } from './voice.ts';
import type { Words } from './words.ts';

/** One line for chat. Whatever is personal is not in it. */
export function chatReply(reply: Reply, v: Voice, body: (reply: Reply) => Words): string {
  switch (reply.kind) {
    case 'confirm':
      return `${question(reply.subject, reply.race, v)} ${sayYes(reply.command, v)}`;
    case 'countdown': {
      const before = reply.playedBefore.length === 0 ? '' : `. ${say.playedBefore(reply.playedBefore, v)}`;
      return `${say.countdown(reply, reply.seconds, v)}${before}`;
    }
    case 'leaderboard':
      return chatBoard(reply.view, reply.race.page, v);
    case 'status': {
      const { race, view, pool } = reply;
      const open = view.race.phase.status === 'open' ? [v.command('join')] : [];
      return `${raceClock(view)}${[
        v.quote(race.name),
        v.quote(pool?.displayName ?? view.race.seed.pool),
        STATUS_WORDS[view.race.phase.status],
        view.race.phase.status === 'open' ? tally(view) : players(view.race.participants.length),
        ...winner(reply, v),
        ...startIn(reply, v),
        ...open,
        v.address(race.page),
      ].join(' · ')}`;
    }
    case 'races':
      return reply.races.length === 0
        ? say.noRaces(v)
        : reply.races.map((race) => `${race.code} ${v.quote(race.name)} ${STATUS_WORDS[race.status]}`).join(' · ');
    case 'overlay':
      return overlayChat(reply);
    case 'keyed_overlay':
      return say.overlayOptions(reply.race.page, v);
    case 'pools':
      return reply.pools.length === 0
        ? say.noPools
        : reply.pools
            .map((pool) => `${pool.name}: ${v.quote(pool.displayName)}, ${seedsLeft(pool.available)}`)
            .join(' · ');
    case 'help': {
      const spoken = reply.lines.flatMap((line) => (line.chat === null ? [] : [`!${line.chat}`]));
      const [only] = reply.lines;
      if (reply.lines.length === 1 && only !== undefined) return `${only.command}: ${only.description}`;
      // In front, because a line that begins with `!` loses it.
      return `${say.HELP_IN_CHAT}: ${spoken.join(' ')} · ${v.address(reply.site)}`;
    }
    case 'progress':
      return `${raceClock(reply.view)}${body({ ...reply, offers: [] }).text}`;
    case 'check':
    case 'review':
    case 'seeds': {
      const said = body(reply);
      return [said.title ?? '', ...said.lines].join(' · ');
    }
    case 'seed_discarded':
    case 'web':
    case 'link':
    case 'linked':
    case 'link_how':
    case 'refused':
    case 'created':
    case 'opened':
    case 'released':
    case 'stopped':
    case 'done':
    case 'cancelled':
    case 'ended':
    case 'home':
    case 'joined':
    case 'waiting':
    case 'asked':
    case 'left':
    case 'pack':
    case 'unready':
    case 'forfeited':
    case 'setup':
      return body({ ...reply, offers: [] }).text;
  }
}

/** Chat is told how long it still is: everybody there has another zone. */
function startIn({ view, now }: ReplyOf<'status'>, v: Voice): readonly string[] {
  const { phase, scheduledStart } = view.race;
  return phase.status === 'open' && scheduledStart !== null ? [`starts ${v.instant(scheduledStart, now)}`] : [];
}

function winner({ view }: ReplyOf<'status'>, v: Voice): readonly string[] {
  const done = view.race.participants.flatMap((one) =>
    one.standing.status === 'finished' ? [{ name: one.name, igtMs: one.standing.igtMs }] : [],
  );
  const [best] = done.toSorted((a, b) => a.igtMs - b.igtMs);
  return best === undefined ? [] : [`${v.quote(best.name)} ${formatDuration(best.igtMs)}`];
}
