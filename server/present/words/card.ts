// The live card of a race in its channel: what it is and who is in before the start, the top ten while it runs, the table at
// the end. Drawn from the view that everybody may see.

import type { Post } from '../../play/ports/index.ts';
import { packsWhen } from '../../race/packs.ts';
import type { Race, RaceStatus } from '../../race/race.ts';
import * as say from '../sentences/en/card.ts';
import { more, players } from '../sentences/en/labels.ts';
import { boardLines } from './board.ts';
import { pageButton, raceButton, replayButton } from './buttons.ts';
import { fitLines, type Voice } from './voice.ts';
import { type Button, LIMITS, type Tone, type Words, words } from './words.ts';

const TOP = 10;

const TONES: Readonly<Record<RaceStatus, Tone>> = {
  draft: 'neutral',
  open: 'good',
  countdown: 'live',
  running: 'live',
  finished: 'neutral',
  cancelled: 'bad',
};

export type CardFacts = Pick<Post, 'view' | 'now' | 'pool' | 'page'>;

export function cardWords(card: CardFacts, v: Voice): Words {
  const { race } = card.view;
  return words({
    title: v.quote(race.name),
    url: card.page,
    lines: fitLines(cardLines(card, v), LIMITS.discordLines, more),
    buttons: buttonsOf(race, card.page),
    tone: TONES[race.phase.status],
  });
}

function cardLines({ view, now, pool }: CardFacts, v: Voice): readonly string[] {
  const { race } = view;
  const head = say.facts(race.code, pool, v);
  const note = race.note === null ? [] : [v.quote(race.note)];
  switch (race.phase.status) {
    case 'draft':
      return [head, say.DRAFT, ...note];
    case 'open':
      return [
        head,
        say.openHead(race.participants.length, race.options.maxPlayers),
        ...openLines(race, now, v),
        ...note,
        '',
        ...boardLines(view, now, v),
        ...waitingLine(race, v),
        ...askedLine(race, v),
      ];
    case 'countdown':
      return [head, v.bold(say.countdown(race.phase.startsAt, now, v)), ...note, '', ...boardLines(view, now, v)];
    case 'running':
      return [
        head,
        `${say.running(race.phase.startedAt, now, v)} · ${players(race.participants.length)}`,
        ...note,
        '',
        ...boardLines(view, now, v, TOP),
      ];
    case 'finished':
      return [head, say.finished(race.phase.final), ...note, '', ...boardLines(view, now, v)];
    case 'cancelled': {
      const by = race.phase.by.kind === 'user' ? race.phase.by.name : null;
      return [head, say.cancelled(by, race.phase.reason, v)];
    }
  }
}

const openLines = (race: Race, now: number, v: Voice): readonly string[] => [
  say.starts(race.options.autostart, race.scheduledStart, now, v),
  ...(race.options.join === 'anyone' ? [] : [say.JOIN_WORDS[race.options.join]]),
  say.packs(packsWhen(race), now, v),
  ...race.channels
    .filter((one) => one.platform === 'twitch' && one.kind === 'home')
    .map((one) => say.twitch(one.channel)),
  ...(race.locked ? [say.LOCKED] : []),
];

const waitingLine = (race: Race, v: Voice): readonly string[] =>
  race.waiting.length === 0
    ? []
    : [
        say.waiting(
          race.waiting.map((one) => one.name),
          v,
        ),
      ];

const askedLine = (race: Race, v: Voice): readonly string[] =>
  race.asked.length === 0
    ? []
    : [
        say.asked(
          race.asked.map((one) => one.name),
          v,
        ),
      ];

function buttonsOf(race: Race, page: string): readonly Button[] {
  const { code } = race;
  switch (race.phase.status) {
    case 'draft':
    case 'cancelled':
      return [];
    case 'open':
      return [raceButton('join', code), raceButton('leave', code), raceButton('my_pack', code), pageButton(page)];
    case 'countdown':
      return [raceButton('my_pack', code), pageButton(page)];
    case 'running':
      return [raceButton('leaderboard', code), pageButton(page)];
    case 'finished':
      return [raceButton('again', code), replayButton(page), pageButton(page)];
  }
}
