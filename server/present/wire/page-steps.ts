// What to tell pages so that they get from one picture to the next: the difference, never more (PROTOCOL.md, Server -> pages).
// Versions are put on by the stream that sends; snapshots are the stream's too.

import type { PagePicture } from './for-page.ts';
import type { BoardPlayer, PagePlayer, ToPage, ToPageOf } from './to-page.ts';

type Unversioned<Message> = Message extends unknown ? Omit<Message, 'version'> : never;
export type PageStep = Unversioned<
  Exclude<ToPage, { type: 'race_state' | 'tick' | 'spectators' | 'no_race' | 'time_sync' | 'ping' }>
>;

export type PageSteps = {
  readonly steps: readonly PageStep[];
  /** A `race_state` follows: what a delta cannot say has changed. */
  readonly snapshot: boolean;
  /** Only gaps grew: a `leaderboard_update` is due within its interval. */
  readonly boardSoon: boolean;
};

export function pageSteps(before: PagePicture, after: PagePicture): PageSteps {
  const status = statusSteps(before, after);
  if (mustRedraw(before, after)) return { steps: status, snapshot: true, boardSoon: false };
  const wasOf = playersOf(before);
  const moved = after.players.filter((player, at) => {
    const was = wasOf(player, at);
    // Who comes into a race that runs has been somewhere: a board does not say where.
    return was === undefined ? player.path.length > 0 : !sameFacts(was, player);
  });
  const updates = moved.map((player): PageStep => ({ type: 'player_update', player }));
  const reordered = differ(before, after, ({ id }) => id);
  const gaps = differ(before, after, ({ gap_ms }) => gap_ms);
  // A gate or a finish moves everybody's gap; a broken connection moves nobody's.
  const boardNow = reordered || (gaps && updates.length > 0);
  return {
    steps: [...status, ...updates, ...(boardNow ? [boardStep(after)] : [])],
    snapshot: false,
    boardSoon: gaps && !boardNow,
  };
}

export const boardStep = (picture: PagePicture): Unversioned<ToPageOf<'leaderboard_update'>> => ({
  type: 'leaderboard_update',
  participants: picture.players.map(withoutJourney),
});

/** Paths grow long, and the board is the message that comes most: it leaves them as they are. */
function withoutJourney(player: PagePlayer): BoardPlayer {
  const { path: _path, path_from: _from, path_igt_ms: _igt, path_deaths: _deaths, ...line } = player;
  return line;
}

/** Whoever's IGT or deaths ticked on; undefined where nobody's did. */
export function tickOf(before: PagePicture, after: PagePicture): ToPageOf<'tick'> | undefined {
  if (before === after) return undefined;
  const wasOf = playersOf(before);
  const players = after.players.filter((player, at) => {
    const was = wasOf(player, at);
    return was !== undefined && (was.igt_ms !== player.igt_ms || was.death_count !== player.death_count);
  });
  if (players.length === 0) return undefined;
  return { type: 'tick', players: players.map((player) => [player.id, player.igt_ms, player.death_count]) };
}

function statusSteps(before: PagePicture, after: PagePicture): readonly PageStep[] {
  const { race } = after;
  if (race.status === 'countdown') {
    const same = before.race.status === 'countdown' && before.race.starts_at === race.starts_at;
    if (same || race.starts_at === null) return [];
    return [{ type: 'countdown', starts_at: race.starts_at, seconds: after.countdownSeconds }];
  }
  return before.race.status === race.status ? [] : [{ type: 'race_status_change', status: race.status }];
}

/** The start, the end, another look, seed or name: a new snapshot says it whole. */
function mustRedraw(before: PagePicture, after: PagePicture): boolean {
  const began = before.race.status !== after.race.status && after.race.started_at !== null;
  const renamed = before.race.name !== after.race.name || before.race.scheduled_start !== after.race.scheduled_start;
  const delayed = before.delayMs !== after.delayMs;
  return began || renamed || delayed || before.look !== after.look || before.seed !== after.seed;
}

const TICKING: ReadonlySet<string> = new Set<keyof PagePlayer>(['igt_ms', 'death_count', 'gap_ms']);

/** Everything of a player that does not tick. */
function sameFacts(a: PagePlayer, b: PagePlayer): boolean {
  if (a === b) return true;
  for (const key of Object.keys(b) as (keyof PagePlayer)[]) {
    if (a[key] !== b[key] && !TICKING.has(key) && !sameList(a[key], b[key])) return false;
  }
  return true;
}

const sameList = (a: unknown, b: unknown): boolean =>
  Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((one, at) => one === b[at]);
const differ = (before: PagePicture, after: PagePicture, of: (player: PagePlayer) => string | number | null): boolean =>
  before.players.length !== after.players.length ||
  after.players.some((player, at) => {
    const was = before.players[at];
    return was !== player && (was === undefined || of(was) !== of(player));
  });

/** A player as in the earlier picture: nearly always at the same place. */
function playersOf({ players }: PagePicture): (player: PagePlayer, at: number) => PagePlayer | undefined {
  let byId: ReadonlyMap<string, PagePlayer> | undefined;
  return ({ id }, at) => {
    const there = players[at];
    if (there?.id === id) return there;
    byId ??= new Map(players.map((player) => [player.id, player]));
    return byId.get(id);
  };
}
