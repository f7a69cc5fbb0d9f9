// Graphs for tests: real seeds, where the folder beside the project is there, and any graph.json as parsed.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { type Graph, parseGraph } from '../../server/race/graph.ts';

const FOLDER = new URL('../../../shared/graphs/', import.meta.url);

/** Throws with its problems where it is not a graph. */
export function graphOf(json: unknown): Graph {
  const parsed = parseGraph(json);
  if ('problems' in parsed) throw new Error(parsed.problems.join('; '));
  return parsed.graph;
}

/** Names for `realGraph`; none where the folder is not there. */
export const realGraphs = (): readonly string[] =>
  existsSync(FOLDER)
    ? readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.json'))
    : [];

export const realGraph = (name: string): Graph => graphOf(JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')));
