// How far a player has come, built gate by gate. The layer is a high-water mark: no gate lowers it.

import type { FactOf } from './facts.ts';
import type { NodeId } from './graph.ts';
import type { Progress } from './race.ts';

/** The start node is visited at the start (PROTOCOL.md). */
export function startProgress(node: NodeId, at: number): Progress {
  return {
    layer: 0,
    node,
    igtMs: 0,
    deaths: 0,
    deathsIn: {},
    visits: [{ node, from: null, igtMs: 0, deaths: 0, at }],
    splits: { 0: { igtMs: 0, at } },
  };
}

export function passGate(progress: Progress, gate: FactOf<'gate_passed'>): Progress {
  const { node, layer, from, igtMs, deaths, happenedAt: at } = gate;
  const seen = progress.visits.some((visit) => visit.node === node);
  const higher = layer > progress.layer;
  return {
    layer: higher ? layer : progress.layer,
    node,
    igtMs,
    deaths,
    deathsIn: died(progress, deaths),
    visits: seen ? progress.visits : [...progress.visits, { node, from, igtMs, deaths, at }],
    splits: higher ? { ...progress.splits, [layer]: { igtMs, at } } : progress.splits,
  };
}

/** A finish stands above every layer of the graph (ARCHITECTURE.md: it sets the layer to `total_layers`). */
export function finishProgress(
  progress: Progress,
  totalLayers: number,
  finish: { readonly igtMs: number; readonly deaths: number; readonly at: number },
): Progress {
  return {
    ...progress,
    layer: totalLayers,
    igtMs: finish.igtMs,
    deaths: finish.deaths,
    deathsIn: died(progress, finish.deaths),
    splits: { ...progress.splits, [totalLayers]: { igtMs: finish.igtMs, at: finish.at } },
  };
}

/** Takes a finish back: the gates alone count again. */
export function unfinishProgress(progress: Progress, totalLayers: number): Progress {
  const { [totalLayers]: _finish, ...splits } = progress.splits;
  const igtMs = progress.visits.at(-1)?.igtMs ?? 0;
  return { ...progress, igtMs, splits, layer: Math.max(0, ...Object.keys(splits).map(Number)) };
}

/** Deaths since the last fact happened where that fact led to. An older save has fewer deaths: nobody died less, though. */
function died(progress: Progress, deaths: number): Progress['deathsIn'] {
  const more = deaths - progress.deaths;
  if (more <= 0) return progress.deathsIn;
  return { ...progress.deathsIn, [progress.node]: (progress.deathsIn[progress.node] ?? 0) + more };
}
