// Every answer of a command, worded for one style. On Twitch an answer is one line; elsewhere a text, lines and buttons.
// Deliberately absent: who hears it, and how a platform draws it.

import type { Reply, ReplyOf } from '../../commands/reply.ts';
import { packsWhen } from '../../race/packs.ts';
import * as card from '../sentences/en/card.ts';
import { deed } from '../sentences/en/deeds.ts';
import * as inspect from '../sentences/en/inspect.ts';
import { ABILITY_WORDS, more, players, STATUS_WORDS, seedsLeft } from '../sentences/en/labels.ts';
import { question } from '../sentences/en/questions.ts';
import { missingLines, refusal } from '../sentences/en/refusals.ts';
import * as say from '../sentences/en/replies.ts';
import { boardLines, progressLine, raceClock, tally } from './board.ts';
import { linkAccountsButton, offerButton, packButton, pageButton, raceButton, signInButton } from './buttons.ts';
import { chatReply } from './chat-reply.ts';
import { overlayLines } from './overlay.ts';
import { isPrivate } from './private.ts';
import { type CommandIds, chatLine, endSentence, fitLines, makeVoice, type Voice } from './voice.ts';
import { type Button, LIMITS, type Style, type Words, words } from './words.ts';

/** `ids`: Discord's ids of the registered commands, for mentions that can be clicked. */
export function wordReply(reply: Reply, style: Style, ids: CommandIds = {}, zone: string | null = null): Words {
  const v = makeVoice(style, ids, zone);
  if (style === 'twitch')
    return words({ text: chatLine(chatReply(reply, v, (one) => body(one, v))), private: isPrivate(reply) });
  const said = body(reply, v);
  const offers = reply.offers.map(offerButton);
  return {
    ...said,
    text: style === 'web' ? endSentence(said.text) : said.text,
    lines: fitLines(said.lines, LIMITS.discordLines, more),
    buttons: reply.kind === 'link' ? [...said.buttons, ...offers] : [...offers, ...said.buttons],
    private: isPrivate(reply),
  };
}

/** The same answer to several people, one at least, in one line of chat: the newest of them counts. */
export function wordTogether(answers: readonly { readonly name: string; readonly reply: Reply }[]): string {
  const v = makeVoice('twitch');
  const last = answers.at(-1)?.reply;
  if (last === undefined) return '';
  const names = answers.map(({ name }) => name);
  if (last.kind === 'waiting') return chatLine(say.toSeveral(names, say.waitingTogether(last, v), v));
  if (last.kind !== 'joined') return chatLine(say.toSeveral(names, wordReply(last, 'twitch').text, v));
  const most = Math.max(...answers.map(({ reply }) => (reply.kind === 'joined' ? reply.players : 0)));
  return chatLine(
    say.joinedTogether(names, `${most}/${last.maxPlayers}`, say.chatPacks(last.packs, last.race.page, v), v),
  );
}

function body(reply: Reply, v: Voice): Words {
  switch (reply.kind) {
    case 'refused':
      return refusedWords(reply, v);
    case 'confirm':
      return words({ text: question(reply.subject, reply.race, v), tone: 'warning' });
    case 'created': {
      const lines = reply.toConfirm === null ? [] : [say.toConfirm(reply.toConfirm, reply.race.code)];
      return words({ text: say.created(reply, v), lines, buttons: [pageButton(reply.race.page)], tone: 'good' });
    }
    case 'countdown':
      return words({
        text: say.countdown(reply, reply.seconds, v),
        lines: reply.playedBefore.length === 0 ? [] : [say.playedBefore(reply.playedBefore, v)],
        tone: 'live',
      });
    case 'opened':
      return words({ text: say.opened(reply, v), tone: 'good' });
    case 'released':
      return words({ text: say.released(reply, v), tone: 'good' });
    case 'stopped':
      return words({ text: say.stopped(reply, v) });
    case 'done':
      return words({ text: deed(reply.deed, reply.race, v), tone: 'good' });
    case 'cancelled':
      return words({ text: say.cancelled(reply, v) });
    case 'ended':
      return words({ text: say.ended(reply, v) });
    case 'home':
      return words({ text: say.home(reply, v), tone: 'good' });
    case 'joined':
      return words({ text: say.joined(reply, v), ...packPart(reply.pack, v), tone: 'good' });
    case 'waiting':
      return words({ text: say.waiting(reply, v) });
    case 'asked':
      return words({ text: say.asked(reply, v) });
    case 'left':
      return words({ text: say.left(reply, v) });
    case 'pack':
      return words({ text: say.pack(reply, v), ...packPart(reply.pack, v), tone: 'good' });
    case 'unready':
      return words({ text: say.unready(reply, v) });
    case 'forfeited':
      return words({ text: say.forfeited(reply, v) });
    case 'leaderboard':
      return words({
        title: v.quote(reply.race.name),
        url: reply.race.page,
        lines: [
          `${raceClock(reply.view)}${STATUS_WORDS[reply.view.race.phase.status]}`,
          ...boardLines(reply.view, reply.now, v),
        ],
        buttons: [pageButton(reply.race.page)],
      });
    case 'progress':
      return words({ text: progressText(reply, v) });
    case 'check':
      return words({
        title: inspect.checkTitle(reply.race, v),
        lines: (reply.rows.length === 0
          ? [inspect.NOBODY_IN]
          : [
              ...reply.rows.map((row) => inspect.checkLine(row, v)),
              ...(reply.told === null ? [] : ['', inspect.told(reply.told, reply.unready)]),
            ]
        ).concat(reply.invited.length === 0 ? [] : [inspect.pending(reply.invited, v)]),
      });
    case 'review':
      return words({
        title: inspect.reviewTitle(reply.race, v),
        lines:
          reply.rows.length === 0
            ? [inspect.NOBODY_IN]
            : reply.rows.flatMap((row) => inspect.reviewLines(row, reply.alone, v)),
      });
    case 'seeds':
      return words({
        title: say.POOLS_TITLE,
        lines: [
          ...(reply.scan === null ? [] : [say.scanned(reply.scan.added, reply.scan.vanished)]),
          ...reply.pools.flatMap((pool) => say.seedLines(pool, v)),
        ],
      });
    case 'web':
      return words({
        text: say.web(reply.expiresAt, reply.now, v),
        buttons: [signInButton(reply.url)],
      });
    case 'link':
      return words({ text: say.link(reply.expiresAt, reply.now, v), buttons: [linkAccountsButton(reply.url)] });
    case 'linked':
      return words({ text: say.linked(reply, v), tone: 'good' });
    case 'link_how':
      return words({ text: say.linkHow });
    case 'seed_discarded':
      return words({ text: say.seedDiscarded(reply.pool, reply.number, v), tone: 'good' });
    case 'status':
      return statusWords(reply, v);
    case 'races':
      return racesWords(reply, v);
    case 'overlay':
    case 'keyed_overlay':
      return words({ title: say.overlayTitle(reply.race, v), lines: overlayLines(reply, v) });
    case 'pools':
      return reply.pools.length === 0
        ? words({ text: say.noPools })
        : words({ title: say.POOLS_TITLE, lines: reply.pools.map((pool) => poolLine(pool, v)) });
    case 'help':
      return words({
        title: say.HELP_TITLE,
        lines: reply.lines.map((line) => helpLine(line, reply.lines.length === 1, v)),
      });
    case 'setup':
      return words({
        title: say.SETUP_TITLE,
        lines: [
          ...say.setupLines(reply),
          ...(reply.abilities ?? []).map((one) => say.abilityLine(ABILITY_WORDS[one.what], one.can, one.needs)),
        ],
      });
  }
}

function refusedWords(reply: ReplyOf<'refused'>, v: Voice): Words {
  const text = refusal(reply.no, reply.command, reply.race?.name ?? null, v);
  const lines = reply.no.code === 'players_missing' ? missingLines(reply.no, v) : [];
  return words({ text, lines, tone: 'warning' });
}

function packPart(
  pack: ReplyOf<'pack'>['pack'],
  v: Voice,
): { readonly lines: readonly string[]; readonly buttons: readonly Button[] } {
  if (pack === null) return { lines: [], buttons: [] };
  return { lines: [say.packSteps(pack.bytes, v), say.packWarning(v)], buttons: [packButton(pack.url)] };
}

function statusWords({ race, view, pool, now, toReview = [] }: ReplyOf<'status'>, v: Voice): Words {
  const { phase } = view.race;
  const open = phase.status === 'open';
  return words({
    title: v.quote(race.name),
    url: race.page,
    lines: [
      card.facts(race.code, pool?.displayName ?? view.race.seed.pool, v),
      `${raceClock(view)}${STATUS_WORDS[phase.status]} · ${open ? tally(view) : players(view.race.participants.length)}`,
      ...(open
        ? [
            card.starts(view.race.options.autostart, view.race.scheduledStart, now, v),
            card.packs(packsWhen(view.race), now, v),
          ]
        : []),
      ...(phase.status === 'countdown' ? [card.countdown(phase.startsAt, now, v)] : []),
      ...toReview.map((one) => inspect.toReview(one, v)),
    ],
    buttons: [...(open ? [raceButton('join', race.code)] : []), pageButton(race.page)],
  });
}

function racesWords({ races }: ReplyOf<'races'>, v: Voice): Words {
  if (races.length === 0) return words({ text: say.noRaces(v) });
  const lines = races.map(
    (race) =>
      `${v.bold(race.code)} ${v.quote(race.name)} · ${v.quote(race.pool)} · ${STATUS_WORDS[race.status]} · ${race.players}/${race.maxPlayers} · ${
        v.style === 'discord' ? `<${race.page}>` : race.page
      }`,
  );
  return words({ title: say.RACES_TITLE, lines });
}

const poolLine = (pool: ReplyOf<'pools'>['pools'][number], v: Voice): string =>
  [
    v.bold(v.quote(pool.displayName)),
    seedsLeft(pool.available),
    ...(pool.description === '' ? [] : [v.quote(pool.description)]),
  ].join(' · ');

function helpLine(line: ReplyOf<'help'>['lines'][number], alone: boolean, v: Voice): string {
  const chat = line.chat === null ? '' : ` (chat: !${line.chat})`;
  const said = line.discord === null ? `!${line.chat ?? line.command}` : `${v.command(line.discord)}${chat}`;
  const args = alone
    ? line.args.map((arg) => `\n${v.bold(arg.name)}: ${arg.description}${arg.required ? '' : ' (optional)'}`)
    : [];
  return `${said}: ${line.description}${args.join('')}`;
}

/** Place, layer, time, deaths, gap: nothing that a racing player may not know. */
function progressText({ view, line }: ReplyOf<'progress'>, v: Voice): string {
  return progressLine(line, view.race.phase.status, v);
}
