// English: what organizers look at before the start and before results are final.

import type { CheckRow, ReviewRow } from '../../../commands/reply.ts';
import type { Mark } from '../../../race/facts.ts';
import { formatDuration, formatOffset } from '../../pages/format.ts';
import type { Voice } from '../../words/voice.ts';

export const checkTitle = (race: { readonly name: string }, v: Voice): string => `Check: ${v.quote(race.name)}`;
export const NOBODY_IN = 'Nobody is in yet.';
export function told(count: number, unready: number): string {
  if (unready === 0) return 'Everybody is ready.';
  if (count === unready)
    return `${count === 1 ? 'One player was' : `${count} players were`} told privately what to do.`;
  const rest = unready === 1 ? 'One player is not ready' : `${unready} players are not ready`;
  return count === 0
    ? `${rest}, and I cannot write to them: tell them yourself.`
    : `${rest}: ${count} ${count === 1 ? 'was' : 'were'} told privately what to do; to the others I cannot write.`;
}

/** Links that nobody has used yet. */
export const pending = (names: readonly string[], v: Voice): string =>
  `Invited, link not used yet: ${names.map((name) => v.quote(name)).join(', ')}`;

export function checkLine(row: CheckRow, v: Voice): string {
  return [
    `${row.ready ? '🟢' : row.mod === 'connected' ? '🟡' : '⚪'} ${v.bold(v.quote(row.name))}`,
    row.pack ? 'has the pack' : '❌ no pack',
    MOD_WORDS[row.mod],
    ...(row.rightPack === false ? ['❌ another race’s or an old pack'] : []),
    ...(row.version === null ? [] : [`mod ${v.quote(row.version)}`]),
    ...(row.roundTripMs === null ? [] : [`${row.roundTripMs} ms`]),
    ...(row.messages === false ? ['❌ takes no direct messages'] : []),
    ...(row.messages === null ? ['not on Discord'] : []),
    ...(row.twitch ? [] : ['no Twitch']),
  ].join(' · ');
}

const MOD_WORDS: Readonly<Record<CheckRow['mod'], string>> = {
  connected: 'game connected',
  gone: '❌ game was there, is gone',
  never: '❌ game never seen',
};

export const MARK_WORDS: Readonly<Record<Mark, string>> = {
  igt_rewound: 'in-game time went back',
  igt_ahead: 'in-game time ahead of the clock',
  no_path: 'came where no known gate leads',
  wrong_pack: 'another pack',
  stale_save: 'not a new character',
  early_play: 'gates before GO',
};

/** One player whose result an organizer should look at. */
export const toReview = (one: { name: string; marks: readonly Mark[]; held: boolean }, v: Voice): string =>
  `⚠️ ${v.bold(v.quote(one.name))}: ${[...one.marks.map((mark) => MARK_WORDS[mark]), ...(one.held ? ['under review'] : [])].join(', ')}`;

export const reviewTitle = (race: { readonly name: string }, v: Voice): string => `Review: ${v.quote(race.name)}`;

export function reviewLines(row: ReviewRow, alone: boolean, v: Voice): readonly string[] {
  const marks = row.marks.map((mark) => MARK_WORDS[mark]);
  const head = [
    v.bold(v.quote(row.name)),
    ...(row.held ? ['under review'] : []),
    marks.length === 0 ? 'no marks' : `⚠️ ${marks.join(', ')}`,
    row.quits === 1 ? '1 quit' : `${row.quits} quits`,
    ...(row.rightPack === false ? ['⚠️ wrong pack'] : []),
    ...(row.lateMs === null ? [] : [`late +${formatDuration(row.lateMs)}`]),
    ...(row.modVersion === null ? ['mod never seen'] : [`mod ${v.quote(row.modVersion)}`]),
    ...(row.gameVersion === null ? [] : [`game ${v.quote(row.gameVersion)}`]),
    ...(row.clockBoundMs === null ? [] : [`clock ±${Math.round(row.clockBoundMs)} ms`]),
  ].join(' · ');
  if (!alone) return [head];
  return [head, ...row.gates.map(gateLine), ...row.notes.map((note) => `Their mod says: ${v.quote(note)}`)];
}

function gateLine({ layer, finish, igtMs, clockMs, marks }: ReviewRow['gates'][number]): string {
  const clock = clockMs === null ? '' : `, ${formatDuration(clockMs)} after GO (${formatOffset(clockMs - igtMs)})`;
  const marked = marks.length === 0 ? '' : ` ⚠️ ${marks.map((mark) => MARK_WORDS[mark]).join(', ')}`;
  return `${finish ? 'Finish' : `Layer ${layer + 1}`}: ${formatDuration(igtMs)} in the game${clock}${marked}`;
}
