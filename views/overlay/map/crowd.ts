// Who stands where on the map and how each is marked: in a fan, within a badge, finished, out, leading. From the picture of a
// race, pure; markers.ts puts it into the page.

import type { PagePlayer } from '../../../server/present/wire/to-page.ts';
import { fanOut } from './fan.ts';
import type { Point } from './geometry.ts';

export type MarkState = 'playing' | 'finished' | 'out' | 'offline';
export type Mark = {
  readonly id: string;
  readonly name: string;
  readonly initials: string;
  readonly color: string;
  readonly node: string;
  readonly state: MarkState;
  readonly leader: boolean;
  /** From the middle of the station, pixels. */
  readonly offset: Point;
  /** True: shown by the badge of its station alone. */
  readonly inBadge: boolean;
};
export type Badge = {
  readonly node: string;
  readonly offset: Point;
  readonly marks: readonly Mark[];
  /** Of all of them; `playing` where they differ. */
  readonly state: MarkState;
};
export type Crowd = { readonly marks: readonly Mark[]; readonly badges: readonly Badge[] };

/** Of players in order of the leaderboard; also where only some of them are on the map. */
export const leaderOf = (players: readonly PagePlayer[]): string | undefined =>
  players.find((player) => player.status === 'playing' || player.status === 'finished')?.id;

export type CrowdRules = {
  readonly leader: string | undefined;
  readonly initials: ReadonlyMap<string, string>;
  readonly color: (player: PagePlayer) => string;
  /** Radius of a station as drawn; undefined where the map does not have it. */
  readonly station: (node: string) => number | undefined;
  readonly marker: number;
  /** How far columns are apart as drawn. */
  readonly room: number;
};

/** `players` in order of the leaderboard. */
export function crowd(players: readonly PagePlayer[], rules: CrowdRules): Crowd {
  const standing = new Map<string, PagePlayer[]>();
  for (const player of players) {
    const node = player.zone_id;
    if (node === null || rules.station(node) === undefined) continue;
    standing.set(node, [...(standing.get(node) ?? []), player]);
  }
  const marks: Mark[] = [];
  const badges: Badge[] = [];
  for (const [node, here] of standing) {
    const stands = fanOut(here.length, rules.station(node) ?? 0, rules.marker, rules.room);
    const [first] = stands;
    const made = here.map((player, index): Mark => {
      const stand = stands[index] ?? first;
      return {
        id: player.id,
        name: player.name,
        initials: rules.initials.get(player.id) ?? '?',
        color: rules.color(player),
        node,
        state: stateOf(player),
        leader: player.id === rules.leader,
        offset: stand?.at ?? { x: 0, y: 0 },
        inBadge: first?.badge !== null,
      };
    });
    marks.push(...made);
    if (first !== undefined && first.badge !== null)
      badges.push({ node, offset: first.at, marks: made, state: sharedState(made) });
  }
  return { marks, badges };
}

const sharedState = ([first, ...others]: readonly Mark[]): MarkState =>
  first !== undefined && others.every(({ state }) => state === first.state) ? first.state : 'playing';

function stateOf({ status, connected }: PagePlayer): MarkState {
  if (status === 'finished') return 'finished';
  if (status === 'abandoned') return 'out';
  return connected ? 'playing' : 'offline';
}
