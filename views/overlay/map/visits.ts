// What happened at each node: who came when, who was first, how many died there. From the players' journeys, pure
// (server/present/wire/to-page.ts says how to read them).

import type { PagePlayer } from '../../../server/present/wire/to-page.ts';

export type Visit = {
  readonly player: PagePlayer;
  /** IGT at the first entry. */
  readonly igtMs: number;
  readonly deaths: number;
  /** The node it was entered from, where that is known. */
  readonly from: string | null;
};
export type NodeStory = {
  /** By IGT, fastest first. */
  readonly visits: readonly Visit[];
  readonly first: PagePlayer | undefined;
  readonly deaths: number;
};

/** By node id; nodes where nobody was are absent. */
export function storiesOf(players: readonly PagePlayer[]): ReadonlyMap<string, NodeStory> {
  const visits = new Map<string, Visit[]>();
  for (const player of players) {
    for (const [node, visit] of visitsOf(player)) visits.set(node, [...(visits.get(node) ?? []), visit]);
  }
  const stories = [...visits].map(([node, all]): [string, NodeStory] => {
    const sorted = [...all].sort((a, b) => a.igtMs - b.igtMs);
    const deaths = all.reduce((sum, visit) => sum + visit.deaths, 0);
    return [node, { visits: sorted, first: sorted[0]?.player, deaths }];
  });
  return new Map(stories);
}

function visitsOf(player: PagePlayer): ReadonlyMap<string, Visit> {
  const { path, path_from, path_igt_ms, path_deaths } = player;
  const since = player.death_count - path_deaths.reduce((sum, deaths) => sum + deaths, 0);
  const entries = path.map((node, index): [string, Visit] => {
    const from = path_from[index] ?? null;
    const here = node === player.zone_id ? Math.max(0, since) : 0;
    return [
      node,
      {
        player,
        igtMs: path_igt_ms[index] ?? 0,
        deaths: (path_deaths[index] ?? 0) + here,
        from: from === null ? null : (path[from] ?? null),
      },
    ];
  });
  return new Map(entries);
}
