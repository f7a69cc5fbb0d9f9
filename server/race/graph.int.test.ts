// Real seeds of SpeedFog, where the folder beside the project is there; they are not part of it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { edgeOfFlag, nodesByMapId, parseGraph } from './graph.ts';

const folder = new URL('../../../shared/graphs/', import.meta.url);
const files = existsSync(folder)
  ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.json'))
  : [];

describe.skipIf(files.length === 0)('graph.json of real seeds', () => {
  it.for(files)('%s', (path) => {
    const json: unknown = JSON.parse(readFileSync(new URL(path, folder), 'utf8'));
    const read = parseGraph(json);
    expect(read).not.toHaveProperty('problems');
    if ('problems' in read) return;
    const { graph } = read;
    expect(path).toContain(String(graph.seed));
    const layers = Object.values(graph.nodes).map((node) => node.layer);
    expect(Math.max(...layers)).toBe(graph.totalLayers - 1);
    const edges = graph.edges.map((edge) => `${edge.from} ${edge.to}`).sort();
    const ofFlags = Object.keys(graph.eventMap).map((flag) => edgeOfFlag(graph, Number(flag)));
    expect(ofFlags.map((edge) => `${edge?.from} ${edge?.to}`).sort()).toEqual(edges);
    for (const { exitGate } of graph.connections) expect(nodesByMapId(graph, exitGate)).not.toEqual([]);
  });
});
