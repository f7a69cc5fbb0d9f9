// Everything that is said unasked, worded for one style. Drawn from the view that a racing player may see; the one thing that is
// personal, the link to a pack, is in a button of a private message and nowhere else.

import type { Post } from '../../play/ports/index.ts';
import type { Actor, Fact } from '../../race/facts.ts';
import type { Participant } from '../../race/race.ts';
import { nobodyCanBeat, standings } from '../../race/standings.ts';
import { formatDuration } from '../pages/format.ts';
import { more } from '../sentences/en/labels.ts';
import * as say from '../sentences/en/posts.ts';
import * as pack from '../sentences/en/replies.ts';
import { boardLines, chatBoard, raceClock } from './board.ts';
import { packButton, pageButton, raceButton } from './buttons.ts';
import { cardWords } from './card.ts';
import { type CommandIds, chatLine, fitLines, makeVoice, type Voice } from './voice.ts';
import { LIMITS, type Style, type Words, words } from './words.ts';

/** `ids`: as in wordReply. */
export function wordPost(post: Post, style: Style, ids: CommandIds = {}): Words {
  const v = makeVoice(style, ids);
  const said = body(post, v);
  if (style !== 'twitch') return { ...said, lines: fitLines(said.lines, LIMITS.discordLines, more) };
  return words({
    text: chatLine(said.text === '' ? chatBoard(post.view, post.page, v) : said.text),
    private: said.private,
  });
}

function body(post: Post, v: Voice): Words {
  const { race, now, notice } = post;
  switch (notice.kind) {
    case 'card':
      return cardWords(post, v);
    case 'packs_out':
      return mentioning(post, say.packsOut(race, v), v, { buttons: [raceButton('my_pack', race.code)], tone: 'good' });
    case 'pack_link':
      return packLinkWords(post, v);
    case 'countdown': {
      const startsAt = causeOf(post, 'countdown_started')?.startsAt ?? now;
      const by = nameOf(causeOf(post, 'countdown_started')?.by);
      return words({ text: say.countdown(race, startsAt, now, race.participants.length, by, v), tone: 'live' });
    }
    case 'countdown_stopped': {
      const cause = causeOf(post, 'countdown_stopped');
      const unready = race.participants.find((one) => one.id === cause?.participant)?.name ?? null;
      return words({ text: say.countdownStopped(race, nameOf(cause?.by), unready, v), tone: 'warning' });
    }
    case 'started':
      return words({ text: say.started(race, race.participants.length, post.page, v), tone: 'live' });
    case 'first_finish':
    case 'finished_player':
      return words({ text: finishText(post, v), tone: 'good' });
    case 'abandoned_player':
      return words({ text: abandonedText(post, v) });
    case 'final_table':
      return finalWords(post, v);
    case 'cancelled': {
      const { phase } = race;
      const [by, reason] = phase.status === 'cancelled' ? [nameOf(phase.by), phase.reason] : [null, null];
      return mentioning(post, say.cancelled(race, by, reason, v), v, { tone: 'bad' });
    }
    case 'player_joined':
      return words({
        text: say.joined(nameOfPlayer(post), `${race.participants.length}/${race.options.maxPlayers}`, v),
      });
    case 'player_left':
      return words({ text: say.left(nameOfPlayer(post), v) });
    case 'dm_refused':
      return words({ text: say.unreachable(nameOfPlayer(post), race, v), private: true, tone: 'warning' });
  }
}

/** Pings the players whom the platform knows, in front of the text. */
function mentioning(post: Post, text: string, v: Voice, rest: Partial<Words>): Words {
  if (v.style !== 'discord') return words({ text, ...rest });
  const mentions = Object.values(post.mentions).slice(0, LIMITS.mentions);
  // What is over the platform's limit is pinged no more; the sentence always fits.
  const fitting = mentions.slice(0, Math.floor((LIMITS.discordText - text.length) / MENTION_LENGTH));
  const pings = fitting.map((id) => `<@${id}>`).join(' ');
  return words({ text: pings === '' ? text : `${text}\n${pings}`, mentions: fitting, ...rest });
}

/** `<@`, an id of at most 20 digits, `>`, a blank. */
const MENTION_LENGTH = 24;

function packLinkWords(post: Post, v: Voice): Words {
  const { race } = post;
  if (post.pack === null || v.style === 'twitch') {
    return words({ text: `${say.packLinkTitle(race, race.code, v)}: ${v.address(post.page)}`, private: true });
  }
  const address = v.style === 'plain' ? [post.pack.url] : [];
  return words({
    title: say.packLinkTitle(race, race.code, v),
    lines: [pack.packSteps(post.pack.bytes, v), pack.packWarning(v), ...address],
    buttons: [packButton(post.pack.url)],
    private: true,
    tone: 'good',
  });
}

function finishText({ race, view, notice }: Post, v: Voice): string {
  const player = race.participants.find((one) => one.id === notice.participant);
  if (player?.standing.status !== 'finished') return say.finish(player?.name ?? '', '', 'place', null, v);
  const { igtMs, byHand, finishedAt } = player.standing;
  const line = standings(race, view.pulses).find((one) => one.participant.id === player.id);
  const leads = line?.place === 1;
  const how = !leads ? 'place' : nobodyCanBeat(race, igtMs, view.pulses) ? 'wins' : 'best';
  // Of the finish, not of now: what is said again must read the same, so that chat takes it for a repeat.
  const clock = v.style === 'twitch' ? raceClock(view, finishedAt) : '';
  const text = `${clock}${say.finish(player.name, formatDuration(igtMs), how, line?.place ?? null, v)}`;
  return byHand ? `${text}${say.byHand}` : text;
}

function abandonedText(post: Post, v: Voice): string {
  const player = playerOf(post);
  const cause = causeOf(post, 'player_abandoned');
  const by = cause?.participant === player?.id ? nameOf(cause?.by) : null;
  if (player?.standing.status !== 'abandoned')
    return say.abandoned(nameOfPlayer(post), cause?.why ?? 'forfeit', null, by, v);
  return say.abandoned(player.name, player.standing.why, player.standing.reason, by, v);
}

function finalWords(post: Post, v: Voice): Words {
  const { race, view, now, page } = post;
  const finished = race.participants.some((one) => one.standing.status === 'finished');
  const title = say.resultTitle(race, v);
  if (v.style === 'twitch') {
    const rest = finished ? chatBoard(view, page, v) : `${say.nobodyFinished} ${v.address(page)}`;
    return words({ text: `${title} · ${rest}` });
  }
  const ended = causeOf(post, 'race_finished');
  const by = ended?.why === 'ended' ? nameOf(ended.by) : null;
  const { phase } = race;
  const until =
    phase.status === 'finished' && !phase.final ? phase.finishedAt + race.options.provisionalMinutes * 60_000 : null;
  return words({
    title,
    url: page,
    lines: [
      ...(finished ? [] : [say.nobodyFinished]),
      ...boardLines(view, now, v),
      ...(by === null ? [] : [say.ended(by, v)]),
      ...(until === null || until <= now ? [] : [say.provisional(until, now, v)]),
    ],
    buttons: [pageButton(page)],
    tone: 'good',
  });
}

function causeOf<T extends Fact['type']>(post: Post, type: T): Extract<Fact, { readonly type: T }> | undefined {
  const { cause } = post;
  return cause !== null && isOf(cause, type) ? cause : undefined;
}

const isOf = <T extends Fact['type']>(fact: Fact, type: T): fact is Extract<Fact, { readonly type: T }> =>
  fact.type === type;

const nameOf = (by: Actor | undefined): string | null => (by?.kind === 'user' ? by.name : null);

const playerOf = ({ race, notice }: Post): Participant | undefined =>
  race.participants.find((one) => one.id === notice.participant);

const nameOfPlayer = (post: Post): string => playerOf(post)?.name ?? post.recipient?.name ?? '?';
