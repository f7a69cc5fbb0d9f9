// Everything that is said unasked, worded for one style. Drawn from the view that a racing player may see; the one thing that is
// personal, the link to a pack, is in a button of a private message and nowhere else.

import type { Post } from '../../play/ports/index.ts';
import type { Fact } from '../../race/facts.ts';
import { nobodyCanBeat, standings } from '../../race/standings.ts';
import { formatDuration } from '../pages/format.ts';
import { more } from '../sentences/en/labels.ts';
import * as say from '../sentences/en/posts.ts';
import * as pack from '../sentences/en/replies.ts';
import { actText } from './act.ts';
import { boardLines, chatBoard, clockAt } from './board.ts';
import { declineButton, letInButton, packButton, pageButton, raceButton, replayButton } from './buttons.ts';
import { cardWords } from './card.ts';
import { nameOf, nameOfActor, nameOfPlayer, playerOf } from './post-people.ts';
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
      return mentioning(post, packsOutText(post, v), v, { buttons: [raceButton('my_pack', race.code)], tone: 'good' });
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
    case 'act': {
      const text = actText(post, v);
      const corrected = race.phase.status === 'finished' && post.cause?.type === 'result_set';
      return words({ text, lines: corrected ? boardLines(post.view, now, v) : [] });
    }
    case 'announcement': {
      const cause = causeOf(post, 'announcement_made');
      return words({ text: say.announcement(nameOf(cause?.by), cause?.text ?? '', v), tone: 'live' });
    }
    case 'reminder': {
      const startsAt = race.scheduledStart ?? now;
      if (v.style === 'twitch')
        return words({ text: say.reminderInChat(race, startsAt, now, post.names ?? [], post.page, v) });
      return mentioning(post, say.reminder(race, startsAt, now, v), v, {
        buttons: [raceButton('my_pack', race.code)],
        tone: 'live',
      });
    }
    case 'you_are_in': {
      const cause = causeOf(post, 'player_joined');
      return words({ text: say.youAreIn(race, nameOf(cause?.by), v), private: true, tone: 'good' });
    }
    case 'you_are_out': {
      const { cause } = post;
      const by = nameOfActor(post);
      if (cause?.type === 'join_declined') return words({ text: say.youAreDeclined(race, by, v), private: true });
      const why = cause?.type === 'player_abandoned' ? cause : { why: 'removed', reason: null };
      const text = say.youAreOut(race, why.why === 'disqualified', why.reason, by, v);
      return words({ text, private: true, tone: 'bad' });
    }
    case 'missing':
      return words({
        text: say.missing(race, lackOf(post), v),
        buttons: [raceButton('my_pack', race.code)],
        private: true,
        tone: 'warning',
      });
    case 'call_start':
      return words({
        text: say.callStart(race, race.options.autostart, v),
        lines: race.participants.map((one) =>
          say.whoIsReady(one.name, one.standing.status === 'ready', one.downloaded, v),
        ),
        buttons: [raceButton('start', race.code)],
        private: true,
        tone: 'live',
      });
    case 'inactivity_warning': {
      const left = race.options.inactiveMinutes - race.options.inactiveWarningMinutes;
      return words({ text: say.inactivityWarning(race, left, v), private: true, tone: 'warning' });
    }
    case 'problem': {
      const cause = causeOf(post, 'problem_reported');
      return words({
        text: say.problem(race, cause?.person.name ?? '?', cause?.text ?? '', v),
        private: true,
        tone: 'warning',
      });
    }
    case 'asked': {
      const cause = causeOf(post, 'join_requested');
      const person = cause?.person ?? race.asked[0];
      return words({
        text: say.asked(race, person?.name ?? '?', v),
        buttons:
          person === undefined ? [] : [letInButton(race.code, person.user), declineButton(race.code, person.user)],
        private: true,
      });
    }
    case 'again':
      return mentioning(post, say.again(race, v), v, { buttons: [raceButton('join', race.code)], tone: 'good' });
    case 'thread_closed':
      return words({ text: say.threadClosed(race, v) });
    case 'event':
      return words({ text: say.eventText(race, post.pool, post.page, v) });
    case 'dm_refused':
      return words({ text: say.unreachable(nameOfPlayer(post), race, v), private: true, tone: 'warning' });
    case 'discord_refused':
      return words({ text: say.discordRefused(race, homesOf(race, 'discord'), v), private: true, tone: 'warning' });
    case 'twitch_refused':
      return words({ text: say.twitchRefused(race, homesOf(race, 'twitch'), v), private: true, tone: 'warning' });
    case 'event_refused':
      return words({ text: say.eventRefused(race, v), private: true, tone: 'warning' });
  }
}

/** What keeps this player from being ready, as far as the service can see. */
function lackOf(post: Post): 'pack' | 'game' | 'ready' {
  const player = playerOf(post);
  if (player !== undefined && post.view.liveness[player.id]?.connected === true) return 'ready';
  return player?.downloaded === true ? 'game' : 'pack';
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
  return words({
    title: say.packLinkTitle(race, race.code, v),
    lines: [pack.packSteps(post.pack.bytes, v), pack.packWarning(v)],
    buttons: [packButton(post.pack.url)],
    private: true,
    tone: 'good',
  });
}

function packsOutText(post: Post, v: Voice): string {
  const { cause } = post;
  const by = cause?.type === 'packs_released' || cause?.type === 'seed_rerolled' ? nameOf(cause.by) : null;
  return say.packsOut(post.race, by, cause?.type === 'seed_rerolled', v);
}

function finishText(post: Post, v: Voice): string {
  const { race, view, notice } = post;
  const player = race.participants.find((one) => one.id === notice.participant);
  if (player?.standing.status !== 'finished') return say.finish(player?.name ?? '', '', 'place', null, v);
  const { igtMs, byHand, finishedAt } = player.standing;
  const line = standings(race, view.pulses).find((one) => one.participant.id === player.id);
  const leads = line?.place === 1;
  const how = !leads ? 'place' : nobodyCanBeat(race, igtMs, view.pulses) ? 'wins' : 'best';
  // Of the finish, not of now: what is said again must read the same, so that chat takes it for a repeat.
  const clock = v.style === 'twitch' ? clockAt(view, finishedAt) : '';
  const text = `${clock}${say.finish(player.name, formatDuration(igtMs), how, line?.place ?? null, v)}`;
  const set = causeOf(post, 'result_set');
  return byHand ? `${text}${say.byHand(nameOf(set?.by), set?.reason ?? null, v)}` : text;
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
  const winner = winnerText(post, v);
  if (v.style === 'twitch') {
    const rest = finished ? chatBoard(view, page, v) : `${say.nobodyFinished} ${v.address(page)}`;
    return words({ text: [title, winner, rest].filter((part) => part !== '').join(' · ') });
  }
  const ended = causeOf(post, 'race_finished');
  const by = ended?.why === 'ended' ? nameOf(ended.by) : null;
  const { phase } = race;
  const until =
    phase.status === 'finished' && !phase.final ? phase.finishedAt + race.options.provisionalMinutes * 60_000 : null;
  return words({
    text: winner,
    title,
    url: page,
    lines: [
      ...(finished ? [] : [say.nobodyFinished]),
      ...boardLines(view, now, v),
      ...(by === null ? [] : [say.ended(by, v)]),
      ...(until === null || until <= now ? [] : [say.provisional(until, v)]),
    ],
    buttons: [raceButton('again', race.code), ...(finished ? [replayButton(page)] : []), pageButton(page)],
    tone: 'good',
  });
}

/** Nobody races any more, so that the first finish, which may have been said with "so far", wins (COMMANDS.md, Winning). Empty where none does. */
function winnerText({ race, view }: Post, v: Voice): string {
  const [best, next] = standings(race, view.pulses).filter((line) => line.participant.standing.status === 'finished');
  if (best === undefined || best.participant.held || next?.igtMs === best.igtMs) return '';
  return say.winner(best.participant.name, v);
}

function causeOf<T extends Fact['type']>(post: Post, type: T): Extract<Fact, { readonly type: T }> | undefined {
  const { cause } = post;
  return cause !== null && isOf(cause, type) ? cause : undefined;
}

const isOf = <T extends Fact['type']>(fact: Fact, type: T): fact is Extract<Fact, { readonly type: T }> =>
  fact.type === type;

const homesOf = ({ channels }: Post['race'], platform: 'discord' | 'twitch'): readonly string[] =>
  channels.flatMap((one) => (one.platform === platform && one.kind !== 'shown' ? [one.channel] : []));
