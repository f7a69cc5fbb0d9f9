// An invented race over any graph, for tests of the map: players walk from the start to the end, each by a way of their own,
// some die, one gives up. The same for the same seed. In the form of the replay.

import type { PageGraph } from '../../../server/present/wire/to-page.ts';
import type { ReplayGate, ReplayLog, ReplayPlayer } from '../replay.ts';

const NAMES = [
  'Ann',
  'Ben',
  'Mademoiselle_Tarnished',
  'Dan',
  'Eve',
  'Finn',
  'Gus',
  'Hana',
  'Ivo',
  'Jana',
  'Kai',
  'Lena',
  'Milo',
  'Nora',
  'Otto',
  'Pia',
] as const;
const GATE_MS = 120_000;

export function inventRace(graph: PageGraph, players: number, seed = 1): ReplayLog {
  const roll = dice(seed);
  const layers = Math.max(...graph.nodes.map((node) => node.layer)) + 1;
  const made = NAMES.slice(0, players).map((name, index) => walk(graph, name, index, layers, roll));
  const duration_ms = Math.max(...made.map((player) => player.end?.t ?? 0));
  return {
    race: { id: 'race-1', code: 'K7Q2X', name: 'Sunday Showdown', started_at: 1_763_800_000_000, finished_at: null },
    seed: { graph_json: graph, total_layers: layers },
    duration_ms,
    players: made,
  };
}

function walk(
  graph: PageGraph,
  name: string,
  index: number,
  layers: number,
  roll: (sides: number) => number,
): ReplayPlayer {
  const at = (id: string) => graph.nodes.findIndex((node) => node.id === id);
  const out = index === 3 ? Math.floor(layers / 2) : layers;
  let node = graph.nodes.find((one) => one.layer === 0)?.id ?? '';
  let t = 0;
  let deaths = 0;
  const gates: ReplayGate[] = [[0, at(node), -1, 0, 0]];
  const pace = 0.8 + roll(50) / 100;
  for (let step = 1; step < out; step += 1) {
    const ways = graph.edges.filter((edge) => edge.from === node);
    const next = ways[roll(ways.length)]?.to;
    if (next === undefined) break;
    t += Math.round(GATE_MS * pace * (0.6 + roll(80) / 100));
    deaths += roll(3) === 0 ? roll(4) : 0;
    gates.push([t, at(next), at(node), t - 500, deaths]);
    node = next;
  }
  t += GATE_MS;
  const end = { t, igt_ms: t - 500, deaths, how: out === layers ? 'finished' : 'out' };
  const splits = gates.map(([, , , igt], layer) => [layer, igt] as const);
  return { id: `p${String(index).padStart(2, '0')}`, name, color: index, gates, end, splits };
}

/** A linear congruential generator (the constants of Numerical Recipes). */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}
