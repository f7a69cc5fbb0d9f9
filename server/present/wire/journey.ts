// Where a player has been, as a map shows it: the nodes in order, how each was entered, when, and the deaths in it. Nothing here
// asks who may see it (for-page.ts does).

import type { NodeId } from '../../race/graph.ts';
import type { Progress } from '../../race/race.ts';
import type { PagePlayer } from './to-page.ts';

export type Journey = Pick<PagePlayer, 'path' | 'path_from' | 'path_igt_ms' | 'path_deaths'>;

export const NO_JOURNEY: Journey = { path: [], path_from: [], path_igt_ms: [], path_deaths: [] };

/** Progress never changes, it is replaced: what is made of one is made once, however often a race ticks. */
const known = new WeakMap<Progress, Journey>();

export function journeyOf(progress: Progress | undefined): Journey {
  if (progress === undefined) return NO_JOURNEY;
  const journey = known.get(progress) ?? makeJourney(progress);
  known.set(progress, journey);
  return journey;
}

function makeJourney({ visits, deathsIn }: Progress): Journey {
  const place = new Map<NodeId, number>(visits.map((visit, at) => [visit.node, at]));
  return {
    path: visits.map((visit) => visit.node),
    path_from: visits.map(({ from }) => (from === null ? null : (place.get(from) ?? null))),
    path_igt_ms: visits.map((visit) => visit.igtMs),
    path_deaths: visits.map(({ node }) => deathsIn[node] ?? 0),
  };
}
