// An invented race in the form of a replay: what an overlay plays while it is being placed in OBS. Always the same. Its graph is
// of a usual size, its names are nobody's, its zones are in no game.

import { type Blurred, blur } from './blur.ts';
import { layoutGraph } from './layout.ts';
import type { Replay, ReplayGate, ReplayPlayer } from './replay.ts';
import { type Roll, seededRoll } from './roll.ts';
import type { PageGraph } from './wire/to-page.ts';

const KEY = 'demo';
const LAYERS = [1, 3, 3, 4, 3, 4, 4, 3, 4, 3, 3, 1];
const PLAYERS = ['Ann', 'Ben', 'Cleo', 'Dora', 'Emil', 'Finn', 'Greta', 'Hugo'];
const STARTED_AT = Date.UTC(2026, 0, 1, 20);
const MINUTE_MS = 60_000;
/** Time in a zone: between these. */
const [ZONE_LEAST_MS, ZONE_MOST_MS] = [1.5 * MINUTE_MS, 4 * MINUTE_MS];
const STEP_MS = 1_000;
/** The one who gives up, and on which layer. */
const OUT = { player: 6, layer: 7 } as const;

const KINDS = ['mini_dungeon', 'boss_arena', 'mini_dungeon', 'legacy_dungeon', 'boss_arena', 'major_boss'] as const;
const FIRST = ['Ashen', 'Sunken', 'Hollow', 'Gilded', 'Silent', 'Broken', 'Veiled', 'Crimson'];
const SECOND = ['Cave', 'Chapel', 'Tower', 'Mine', 'Keep', 'Garden', 'Vault', 'Bridge'];

let made: Replay | undefined;

export function demoReplay(): Replay {
  made ??= invent();
  return made;
}

function invent(): Replay {
  const shape = blur(LAYERS, KEY);
  const graph = paint(shape);
  const roll = seededRoll(`${KEY} players`);
  const runs = PLAYERS.map((name, index) => run(name, index, shape, roll));
  const duration = Math.max(...runs.map(({ end }) => end?.t ?? 0));
  const rank = (one: ReplayPlayer) => (one.status === 'finished' ? one.igt_ms : Number.POSITIVE_INFINITY);
  const players = runs
    .toSorted((a, b) => rank(a) - rank(b))
    .map((one, at) => ({ ...one, place: one.status === 'finished' ? at + 1 : null }));
  return {
    race: { id: KEY, code: 'DEMO', name: 'Demo', started_at: STARTED_AT, finished_at: STARTED_AT + duration },
    seed: { graph_json: graph, total_layers: LAYERS.length },
    duration_ms: duration,
    players,
  };
}

function paint({ nodes, edges }: Blurred): PageGraph {
  const { points, lines } = layoutGraph(nodes, edges);
  const last = LAYERS.length - 1;
  const kindOf = (layer: number, at: number) => {
    if (layer === 0) return 'start';
    return layer === last ? 'final_boss' : (KINDS[at % KINDS.length] ?? 'mini_dungeon');
  };
  const nameOf = (at: number) =>
    `${FIRST[at % FIRST.length]} ${SECOND[Math.floor(at / FIRST.length + at) % SECOND.length]}`;
  return {
    nodes: nodes.map((node, at) => ({
      id: node.id,
      type: kindOf(node.layer, at),
      display_name: nameOf(at),
      layer: node.layer,
      tier: node.layer + 1,
      ...(points.get(node.id) ?? { x: 0, y: 0 }),
      exits: edges.filter((edge) => edge.from === node.id).map((edge) => ({ text: 'at the far end', to: edge.to })),
    })),
    edges: edges.map((edge, at) => ({ ...edge, via: (lines[at] ?? []).map(([x, y]): [number, number] => [x, y]) })),
  };
}

function run(name: string, index: number, { nodes, edges }: Blurred, roll: Roll): ReplayPlayer {
  const places = new Map(nodes.map((node, at) => [node.id, at]));
  const gates: ReplayGate[] = [[0, 0, -1, 0, 0]];
  const splits: [number, number][] = [[0, 0]];
  let [at, t, deaths] = ['b0-0', 0, 0];
  for (let layer = 1; layer <= LAYERS.length; layer += 1) {
    t += ZONE_LEAST_MS + roll((ZONE_MOST_MS - ZONE_LEAST_MS) / STEP_MS) * STEP_MS;
    deaths += Math.max(0, roll(5) - 2);
    const ways = edges.filter((edge) => edge.from === at);
    const way = ways[roll(Math.max(1, ways.length))];
    if (way === undefined || (index === OUT.player && layer === OUT.layer)) break;
    gates.push([t, places.get(way.to) ?? 0, places.get(at) ?? -1, t, deaths]);
    splits.push([layer, t]);
    at = way.to;
  }
  const out = index === OUT.player;
  if (!out) splits.push([LAYERS.length, t]);
  return {
    id: `demo-${index}`,
    name,
    color: index,
    status: out ? 'abandoned' : 'finished',
    reason: out ? 'forfeit' : null,
    place: null,
    igt_ms: t,
    death_count: deaths,
    gates,
    end: { t, igt_ms: t, deaths, how: out ? 'out' : 'finished' },
    splits,
  };
}
