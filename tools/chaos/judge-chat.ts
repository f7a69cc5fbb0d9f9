// What the Twitch channel read: GO, who was first, the result, each said once. Chat has no nonce (bot/twitch/mouth.ts), so a line whose
// answer never came is said again, and so is one that was said in the instant in which its process ended, before that was noted.
// Twitch drops the repeat where nothing was said between. Each such line is excused by itself; any other is one too many.

import type { NoticeKind } from '../../server/play/ports/index.ts';
import type { ChatMessage } from '../simulators/twitch/message.ts';
import { BOT_LOGIN, isByFastTime } from '../stand/stand.ts';
import type { Death } from './deaths.ts';
import { CHANNEL } from './people.ts';
import type { Player } from './plan.ts';
import type { World } from './world.ts';

/** One line of chat: when it was said, wall ms, and whether its answer was lost. */
export type SaidLine = { readonly atMs: number; readonly unanswered: boolean };

export function judgeTwitch({ world, players }: { readonly world: World; readonly players: readonly Player[] }) {
  const { twitch, deaths } = world;
  const lines = twitch.chatLog(CHANNEL).filter((line) => line.author.login === BOT_LOGIN);
  const finishers = players.filter((one) => !one.givesUp);
  const isFinish = ({ text }: ChatMessage) =>
    finishers.some(({ name }) => text.includes(`${name} wins in`) || text.includes(`${name} has finished`));
  const said = (what: string, kind: NoticeKind, fits: (line: ChatMessage) => boolean) =>
    judgeLine(
      what,
      kind,
      lines.filter(fits).map((line) => ({ atMs: line.sentAtMs, unanswered: twitch.isUnanswered(line) })),
      deaths,
    );
  const floods = twitch.refusals().filter(({ login, rule }) => login === BOT_LOGIN && !isByFastTime(rule));
  return [
    ...said('GO', 'started', ({ text }) => text.startsWith('GO! ')),
    ...said('the first finish', 'first_finish', isFinish),
    ...said('the result', 'final_table', ({ text }) => text.startsWith('Result: ')),
    ...floods.map(({ rule, text }) => `Twitch refused "${text}" (${rule})`),
  ];
}

/** `lines`: of this kind, in order. Every one but the last must have been in vain as far as the bot could know. */
export function judgeLine(
  what: string,
  kind: NoticeKind,
  lines: readonly SaidLine[],
  deaths: readonly Death[],
): readonly string[] {
  if (lines.length === 0) return [`Twitch: ${what}: never said`];
  const again = lines.slice(0, -1).filter(({ atMs, unanswered }, index) => {
    const nextAtMs = lines[index + 1]?.atMs ?? atMs;
    const diedWithIt = deaths.some((death) => death.atMs >= atMs && death.atMs <= nextAtMs && death.unnoted.has(kind));
    return !unanswered && !diedWithIt;
  });
  return again.length === 0 ? [] : [`Twitch: ${what}: said again ${again.length} times though its answer came`];
}
