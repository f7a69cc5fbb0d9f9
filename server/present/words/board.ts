// The leaderboard as lines of text. Only what a racing player may know: places, layers, times, deaths; never a zone.

import type { RaceView } from '../../play/ports/index.ts';
import type { RaceStatus } from '../../race/race.ts';
import { type Line, standings } from '../../race/standings.ts';
import { formatBehind, formatDuration, formatGap, formatProgress } from '../pages/format.ts';
import { PLAYER_STATE } from '../sentences/en/card.ts';
import { deaths, more, OUT_WORDS, offlineFor, STATUS_WORDS } from '../sentences/en/labels.ts';
import { chatLine, type Voice } from './voice.ts';
import { LIMITS } from './words.ts';

/** Players named in one line of chat; the page has the rest. */
export const CHAT_PLAYERS = 5;

const MINUTE_MS = 60_000;

/** One line for each player, in order. `now`: server ms, for how long somebody has been offline. */
export function boardLines(view: RaceView, now: number, v: Voice, most = Number.POSITIVE_INFINITY): readonly string[] {
  const lines = standings(view.race, view.pulses);
  const best = fastest(lines);
  const said = lines.slice(0, most).map((line) => boardLine(line, view, now, best, v));
  return lines.length > most ? [...said, more(lines.length - most)] : said;
}

function boardLine(line: Line, view: RaceView, now: number, best: number | null, v: Voice): string {
  const { participant } = line;
  const name = v.bold(v.quote(participant.name));
  const { standing } = participant;
  const place = line.place === null ? '' : `${line.place}. `;
  switch (standing.status) {
    case 'registered':
    case 'ready':
      return parts([name, stateOf(line)]);
    case 'playing':
      return parts([
        `${place}${name} ${formatProgress(line.layer, line.totalLayers)}`,
        formatGap(line.gapMs),
        deaths(line.deaths),
        offline(line, view, now),
        lateness(line),
        participant.held ? 'under review' : '',
      ]);
    case 'finished':
      return parts([
        `${place}${name} ${formatDuration(line.igtMs)}`,
        best === null ? '' : formatBehind(line.igtMs, best),
        deaths(line.deaths),
        lateness(line),
        standing.byHand ? 'by hand' : '',
        participant.held ? 'under review' : '',
      ]);
    case 'abandoned': {
      const reached = line.igtMs === 0 ? '' : formatProgress(line.layer, line.totalLayers);
      return parts([`${name} ${reached}`.trim(), OUT_WORDS[standing.why], participant.held ? 'under review' : '']);
    }
  }
}

const parts = (some: readonly string[]): string => some.filter((part) => part !== '').join(' · ');

const fastest = (lines: readonly Line[]): number | null => {
  const first = lines[0];
  return first?.participant.standing.status === 'finished' ? first.igtMs : null;
};

const stateOf = ({ participant }: Line): string => {
  if (participant.standing.status === 'ready') return PLAYER_STATE.ready;
  return participant.downloaded ? PLAYER_STATE.pack : PLAYER_STATE.joined;
};

const lateness = ({ participant }: Line): string =>
  participant.lateMs === null ? '' : `late +${formatDuration(participant.lateMs)}`;

function offline({ participant }: Line, view: RaceView, now: number): string {
  const live = view.liveness[participant.id];
  if (live === undefined || live.connected) return '';
  return offlineFor(live.offlineSince === null ? 0 : Math.floor((now - live.offlineSince) / MINUTE_MS));
}

/** `[0:41:10] ` while a race runs, as its viewers see it; empty else. */
export const raceClock = (view: RaceView): string =>
  view.race.phase.status === 'running' ? clockAt(view, view.asOf) : '';

/** The same for an instant of a race that may be over by now; empty before the start. */
export function clockAt(view: RaceView, at: number): string {
  const { phase } = view.race;
  if (phase.status !== 'running' && phase.status !== 'finished') return '';
  const seconds = Math.max(0, Math.floor((at - phase.startedAt) / 1000));
  const two = (n: number) => String(n).padStart(2, '0');
  return `[${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}] `;
}

/** The standings in one line (COMMANDS.md, Twitch): `[0:41:10] 1 Dan FIN 38:03 · 2 Ann 8/12 · +9: host/r/K7Q2X`. */
export function chatBoard(view: RaceView, page: string, v: Voice): string {
  const { race } = view;
  const { status } = race.phase;
  const begun = status === 'running' || status === 'finished';
  // Nobody is in what was cancelled any more.
  const over = status === 'cancelled';
  const what = [v.quote(race.name), STATUS_WORDS[status], ...(over ? [] : [tally(view)])].join(', ');
  const head = begun ? raceClock(view) : `${what} · `;
  const entries = over ? [] : standings(race, view.pulses).map((line) => chatEntry(line, begun, v));
  for (let shown = Math.min(CHAT_PLAYERS, entries.length); shown >= 0; shown -= 1) {
    const left = entries.length - shown;
    const tail = left > 0 ? `+${left}: ${v.address(page)}` : v.address(page);
    const text = `${head}${[...entries.slice(0, shown), tail].join(' · ')}`;
    if (text.length <= LIMITS.twitchLine) return chatLine(text);
  }
  return chatLine(`${head}${v.address(page)}`);
}

function chatEntry(line: Line, begun: boolean, v: Voice): string {
  const { participant, place } = line;
  const name = v.quote(participant.name);
  switch (participant.standing.status) {
    case 'registered':
      return begun ? `${name} not here yet` : name;
    case 'ready':
      return `${name} ready`;
    case 'playing':
      return `${place} ${name} ${formatProgress(line.layer, line.totalLayers)} ${formatGap(line.gapMs)}`.trim();
    case 'finished':
      return `${place} ${name} FIN ${formatDuration(line.igtMs)}`;
    case 'abandoned':
      return `${name} ${OUT_WORDS[participant.standing.why]}`;
  }
}

/** `7/16 in, 5 ready`. */
export function tally({ race }: RaceView): string {
  const ready = race.participants.filter((one) => one.standing.status === 'ready').length;
  return `${race.participants.length}/${race.options.maxPlayers} in, ${ready} ready`;
}

/** One player in a line: `Ann: place 2, 8/12, 38:03, 3 deaths, +0:12`. */
export function progressLine(line: Line, status: RaceStatus, v: Voice): string {
  const { participant, place } = line;
  const { standing } = participant;
  const who = `${v.bold(v.quote(participant.name))}: `;
  const begun = status === 'running' || status === 'finished';
  const facts = [
    place === null ? '' : `place ${place}`,
    standing.status === 'finished' ? 'finished' : begun ? formatProgress(line.layer, line.totalLayers) : '',
    begun && line.igtMs > 0 ? formatDuration(line.igtMs) : '',
    begun ? deaths(line.deaths) : '',
    formatGap(line.gapMs),
    standing.status === 'abandoned' ? OUT_WORDS[standing.why] : '',
    standing.status === 'ready' ? 'ready' : '',
    standing.status === 'registered' ? 'not ready yet' : '',
    lateness(line),
    participant.held ? 'under review' : '',
  ];
  return `${who}${facts.filter((part) => part !== '').join(', ')}`;
}
