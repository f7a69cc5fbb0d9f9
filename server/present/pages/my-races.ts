// The races of who is logged in: those they play in or organize, what they are there, and where their pack is.

import type { UserId } from '../../race/ids.ts';
import { packsWhen } from '../../race/packs.ts';
import type { Race } from '../../race/race.ts';
import { OUT_WORDS, PILL_WORDS, PLAYER_WORDS } from '../sentences/en/labels.ts';
import { formatDuration, type TimeText, timeText } from './format.ts';

export type MyRace = {
  readonly name: string;
  readonly path: string;
  readonly pool: string;
  readonly code: string;
  readonly status: Race['phase']['status'];
  readonly statusWord: string;
  /** `Player, not ready`; `Organizer`. */
  readonly roles: readonly string[];
  readonly when: { readonly label: string; readonly time: TimeText } | null;
  /** Their own pack, while there is one to get. */
  readonly packPath: string | null;
  readonly managePath: string | null;
};

export type MyRacesModel = { readonly now: readonly MyRace[]; readonly past: readonly MyRace[] };

/** `races` newest first, those that this user may know. `pathOf`: of a race's page. */
export function myRacesModel(
  races: readonly Race[],
  user: UserId,
  pathOf: (race: Race) => string,
  poolName: (pool: string) => string,
): MyRacesModel {
  const all = races.map((race) => myRace(race, user, pathOf(race), poolName));
  const isOver = ({ status }: MyRace) => status === 'finished' || status === 'cancelled';
  return { now: all.filter((race) => !isOver(race)), past: all.filter(isOver) };
}

function myRace(race: Race, user: UserId, path: string, poolName: (pool: string) => string): MyRace {
  const { status } = race.phase;
  const player = race.participants.find((one) => one.user === user);
  const organizer = race.organizers.some((one) => one.user === user);
  const packs = status === 'open' || status === 'countdown' || status === 'running';
  return {
    name: race.name,
    path,
    pool: poolName(race.seed.pool),
    code: race.code,
    status,
    statusWord: PILL_WORDS[status],
    roles: [...(player === undefined ? [] : [playerWords(player, status)]), ...(organizer ? ['Organizer'] : [])],
    when: whenOf(race),
    packPath: player !== undefined && packs && packsWhen(race).out ? `${path}/pack` : null,
    managePath: organizer ? `${path}/manage` : null,
  };
}

function playerWords({ standing }: Race['participants'][number], status: Race['phase']['status']): string {
  if (status === 'cancelled') return 'Player';
  switch (standing.status) {
    case 'finished':
      return `Finished in ${formatDuration(standing.igtMs)}`;
    case 'abandoned':
      return `Player, ${OUT_WORDS[standing.why]}`;
    case 'playing':
      return 'Racing';
    case 'registered':
    case 'ready':
      return `Player, ${PLAYER_WORDS[standing.status]}`;
  }
}

function whenOf({ phase, scheduledStart }: Race): MyRace['when'] {
  switch (phase.status) {
    case 'finished':
      return { label: 'Ended', time: timeText(phase.finishedAt) };
    case 'cancelled':
      return { label: 'Cancelled', time: timeText(phase.cancelledAt) };
    case 'running':
      return { label: 'Started', time: timeText(phase.startedAt) };
    case 'draft':
    case 'open':
    case 'countdown':
      return scheduledStart === null ? null : { label: 'Announced for', time: timeText(scheduledStart) };
  }
}
