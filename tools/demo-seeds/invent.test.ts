import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { edgeOfFlag, parseGraph, predecessors } from '../../server/race/graph.ts';
import { inventGraph } from './invent.ts';
import { seedFiles } from './seed-files.ts';

const parsed = (number: number, layers: number) => {
  const read = parseGraph(JSON.parse(JSON.stringify(inventGraph(number, layers))));
  if ('problems' in read) throw new Error(read.problems.join('\n'));
  return read.graph;
};

describe('an invented seed', () => {
  it('is always a graph that can be raced', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.constantFrom(10, 18, 30), (number, layers) => {
        const graph = parsed(number, layers);
        const nodes = Object.values(graph.nodes);
        expect(graph).toMatchObject({ seed: number, totalLayers: layers, version: '4.4' });
        for (let layer = 0; layer < layers; layer += 1) {
          const width = nodes.filter((node) => node.layer === layer).length;
          expect(width).toBeGreaterThanOrEqual(1);
          expect(width).toBeLessThanOrEqual(4);
        }
        for (const node of nodes) {
          expect(node.exits.length > 0).toBe(node.type !== 'final_boss');
          expect(node.exits.length).toBeLessThanOrEqual(4);
          expect(predecessors(graph, node.id).length > 0).toBe(node.type !== 'start');
          expect(graph.deathFlags[node.id]?.length).toBe(node.type === 'start' ? undefined : 3);
        }
        expect(new Set(nodes.map((node) => node.displayName)).size).toBe(nodes.length);
        expect(Object.keys(graph.eventMap)).toHaveLength(graph.edges.length);
        expect(graph.connections.map(({ flagId }) => edgeOfFlag(graph, flagId))).toEqual(graph.edges);
      }),
      { numRuns: 60 },
    );
  });

  it('branches, merges and crosses', () => {
    const graph = parsed(100_001, 18);
    const outs = Object.values(graph.nodes).map((node) => node.exits.length);
    const ins = Object.values(graph.nodes).map((node) => predecessors(graph, node.id).length);
    expect(Math.max(...outs)).toBeGreaterThan(1);
    expect(Math.max(...ins)).toBeGreaterThan(1);
    expect(graph.edges.length).toBeGreaterThan(Object.keys(graph.nodes).length);
  });

  it('uses no flag twice', () => {
    const { event_map, finish_event, death_flags } = inventGraph(300_001, 30);
    const flags = [...Object.keys(event_map).map(Number), finish_event, ...Object.values(death_flags).flat()];
    expect(new Set(flags).size).toBe(flags.length);
  });

  it('is the same each time, and another for another number', () => {
    const digest = (number: number) => {
      const hash = createHash('sha256');
      for (const [path, content] of seedFiles(number, 10)) hash.update(path).update(content);
      return hash.digest('hex');
    };
    expect(digest(7)).toBe(digest(7));
    expect(digest(7)).not.toBe(digest(8));
    expect(inventGraph(7, 10).nodes).not.toEqual(inventGraph(8, 10).nodes);
  });

  it('has some megabytes, and what must not go out', () => {
    const files = seedFiles(200_001, 18);
    const bytes = files.reduce((sum, [, content]) => sum + content.length, 0);
    expect(bytes).toBeGreaterThan(2_000_000);
    expect(bytes).toBeLessThan(6_000_000);
    const paths = files.map(([path]) => path);
    expect(paths).toEqual(
      expect.arrayContaining(['graph.json', 'spoiler_log.txt', 'logs/generation.log', 'speedfog_race.toml']),
    );
    expect(new Set(paths).size).toBe(paths.length);
  });
});
