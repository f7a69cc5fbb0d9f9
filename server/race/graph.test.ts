import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  asNodeId,
  edgeOfFlag,
  GRAPH_LIMITS,
  type Graph,
  hasPath,
  nodeById,
  nodeOfFlag,
  nodesByMapId,
  parseGraph,
  predecessors,
  resolveZone,
} from './graph.ts';

const node = (type: string, layer: number, zones: string[], to: string[] = []) => ({
  type,
  display_name: `Name of ${zones[0]}`,
  zones,
  layer,
  tier: layer + 1,
  original_tier: null,
  exits: to.map((id) => ({ fog_id: 'AEG099_001_9000', text: 'at the back', from: zones[0], from_text: 'x', to: id })),
  entrances: [],
});
const gate = (from: string, to: string, flag: number, maps: [string, string]) => ({
  exit_area: from,
  exit_gate: `${maps[0]}_AEG099_001_9000`,
  entrance_area: to,
  entrance_gate: `${maps[1]}_AEG099_230_9000`,
  flag_id: flag,
  ignore_pair: true,
});

/** start -> left | right -> end; left has two zones, right is on the same map as the start. */
const diamond = () => ({
  version: '4.4',
  seed: 7,
  total_layers: 3,
  something_new: true,
  nodes: {
    start_1: node('start', 0, ['chapel', 'hold'], ['left_2', 'right_3']),
    left_2: node('mini_dungeon', 1, ['cave', 'cave_deep'], ['end_4']),
    right_3: node('boss_arena', 1, ['arena'], ['end_4']),
    end_4: node('final_boss', 2, ['throne']),
  } as Record<string, unknown>,
  edges: [
    { from: 'start_1', to: 'left_2' },
    { from: 'start_1', to: 'right_3' },
    { from: 'left_2', to: 'end_4' },
    { from: 'right_3', to: 'end_4' },
  ],
  connections: [
    gate('chapel', 'cave', 100, ['m10_01_00_00', 'm31_00_00_00']),
    gate('hold', 'arena', 101, ['m11_10_00_00', 'm10_01_00_00']),
    gate('cave_deep', 'throne', 102, ['m31_00_00_00', 'm19_00_00_00']),
    gate('arena', 'throne', 103, ['m60_52_52_00_m60_52_53_00-AEG099', 'm19_00_00_00']),
  ],
  event_map: { '100': 'left_2', '101': 'right_3', '102': 'end_4', '103': 'end_4' } as Record<string, string>,
  final_node_flag: 103,
  finish_event: 104,
  death_flags: { left_2: [105, 106, 107] } as Record<string, number[]>,
});
type File = ReturnType<typeof diamond>;

const parsed = (json: unknown): Graph => {
  const read = parseGraph(json);
  if ('problems' in read) throw new Error(read.problems.join('\n'));
  return read.graph;
};
const problemsOf = (json: unknown): readonly string[] => {
  const read = parseGraph(json);
  return 'problems' in read ? read.problems : [];
};

describe('parseGraph', () => {
  it('reads version 4 and ignores what it does not know', () => {
    const graph = parsed(diamond());
    expect(graph).toMatchObject({ version: '4.4', seed: 7, totalLayers: 3, start: 'start_1', finishEvent: 104 });
    expect(nodeById(graph, 'left_2')).toMatchObject({
      type: 'mini_dungeon',
      layer: 1,
      tier: 2,
      zones: ['cave', 'cave_deep'],
    });
    expect(graph.nodes[asNodeId('start_1')]?.exits[1]).toEqual({
      fogId: 'AEG099_001_9000',
      text: 'at the back',
      from: 'chapel',
      to: 'right_3',
    });
    expect(graph.connections[0]?.flagId).toBe(100);
    expect(graph.deathFlags[asNodeId('left_2')]).toEqual([105, 106, 107]);
  });

  it('takes the same content from its JSON text', () => {
    expect(parsed(JSON.parse(JSON.stringify(diamond())))).toEqual(parsed(diamond()));
  });

  it('does without death_flags, which 4.0 did not have', () => {
    const { death_flags: _, ...older } = diamond();
    expect(parsed({ ...older, version: '4.0' }).deathFlags).toEqual({});
  });

  const broken: [string, unknown | ((file: File) => unknown)][] = [
    ['version 5.0: this service reads version 4', { version: '5.0' }],
    ['version 3.9: this service reads version 4', { version: '3.9' }],
    ['version 40.1: this service reads version 4', { version: '40.1' }],
    ['version four: must be like "4.4"', { version: 'four' }],
    ['version: must be text like "4.4"', {}],
    ['version: must be text like "4.4"', { version: 4.4 }],
    ['version: must be text like "4.4"', null],
    ['version: must be text like "4.4"', []],
    [
      'nodes.left_2.layer: must be a whole number from 0',
      (f: File) => ({ ...f, nodes: patch(f, 'left_2', { layer: -1 }) }),
    ],
    [
      'nodes.left_2.layer: must be a whole number from 0',
      (f: File) => ({ ...f, nodes: patch(f, 'left_2', { layer: 1.5 }) }),
    ],
    [
      'nodes.left_2.layer: must be a whole number from 0',
      (f: File) => ({ ...f, nodes: patch(f, 'left_2', { layer: '1' }) }),
    ],
    [
      'nodes.end_4.layer: must be below total_layers (3)',
      (f: File) => ({ ...f, nodes: patch(f, 'end_4', { layer: 3 }) }),
    ],
    [
      'nodes.start_1.layer: the start must be on layer 0',
      (f: File) => ({ ...f, nodes: patch(f, 'start_1', { layer: 1 }) }),
    ],
    [
      'nodes.left_2.type: must be one of start, mini_dungeon, legacy_dungeon, boss_arena, major_boss, final_boss',
      (f: File) => ({ ...f, nodes: patch(f, 'left_2', { type: 'shop' }) }),
    ],
    ['nodes.left_2: must be an object', (f: File) => ({ ...f, nodes: { ...f.nodes, left_2: 5 } })],
    [
      'nodes.left_2.display_name: must be text',
      (f: File) => ({ ...f, nodes: patch(f, 'left_2', { display_name: null }) }),
    ],
    ['nodes.left_2.zones.0: must not be empty', (f: File) => ({ ...f, nodes: patch(f, 'left_2', { zones: [''] }) })],
    [
      'nodes.start_1.exits.0.to: no node is called nowhere',
      (f: File) => ({ ...f, nodes: { ...f.nodes, start_1: node('start', 0, ['chapel', 'hold'], ['nowhere']) } }),
    ],
    [
      'edges.4.to: no node is called nowhere',
      (f: File) => ({ ...f, edges: [...f.edges, { from: 'left_2', to: 'nowhere' }] }),
    ],
    [
      'edges.4.from: no node is called toString',
      (f: File) => ({ ...f, edges: [...f.edges, { from: 'toString', to: 'left_2' }] }),
    ],
    [
      'connections.4.exit_area: no node has the zone void',
      (f: File) => ({ ...f, connections: [...f.connections, gate('void', 'cave', 9, ['m1', 'm2'])] }),
    ],
    ['connections: must be a list', (f: File) => ({ ...f, connections: {} })],
    ['event_map.100: no node is called gone', (f: File) => ({ ...f, event_map: { ...f.event_map, '100': 'gone' } })],
    ['event_map.x: the name must be a flag id', (f: File) => ({ ...f, event_map: { ...f.event_map, x: 'left_2' } })],
    [
      'event_map.01: the name must be a flag id',
      (f: File) => ({ ...f, event_map: { ...f.event_map, '01': 'left_2' } }),
    ],
    ['death_flags.gone: no node is called gone', (f: File) => ({ ...f, death_flags: { gone: [1] } })],
    ['finish_event: must be a whole number from 1 to 4294967295', ({ finish_event: _, ...f }: File) => f],
    ['total_layers: must be a whole number from 1 to 1000', (f: File) => ({ ...f, total_layers: 1_001 })],
    ['seed: must be a whole number from 0', (f: File) => ({ ...f, seed: 2 ** 60 })],
    [
      'nodes: must have exactly one of type start, not 2',
      (f: File) => ({ ...f, nodes: { ...f.nodes, second: node('start', 0, ['x']) } }),
    ],
    [
      'nodes: must have exactly one of type start, not 0',
      (f: File) => ({ ...f, nodes: patch(f, 'start_1', { type: 'mini_dungeon' }) }),
    ],
    [
      'nodes: must have one of type final_boss',
      (f: File) => ({ ...f, nodes: patch(f, 'end_4', { type: 'major_boss' }) }),
    ],
    ['edges: no way leads from the start to a final_boss', (f: File) => ({ ...f, edges: f.edges.slice(0, 2) })],
    [
      `nodes: must have at most ${GRAPH_LIMITS.nodes} entries`,
      (f: File) => ({
        ...f,
        nodes: Object.fromEntries(Array.from({ length: 2_001 }, (_, at) => [`n${at}`, node('mini_dungeon', 1, ['z'])])),
      }),
    ],
    [
      `edges: must have at most ${GRAPH_LIMITS.links} entries`,
      (f: File) => ({ ...f, edges: Array.from({ length: 10_001 }, () => f.edges[0]) }),
    ],
    [
      'nodes.__proto__: is not a usable name',
      (f: File) => JSON.parse(JSON.stringify(f).replace('"nodes":{', '"nodes":{"__proto__":{"type":"start"},')),
    ],
    [
      'event_map.__proto__: is not a usable name',
      (f: File) => JSON.parse(JSON.stringify(f).replace('"event_map":{', '"event_map":{"__proto__":"left_2",')),
    ],
  ];
  it.each(broken)('says: %s', (problem, json) => {
    expect(problemsOf(typeof json === 'function' ? json(diamond()) : json)).toContain(problem);
  });

  it('names every problem at once, up to a limit', () => {
    const file = diamond();
    const problems = problemsOf({ ...file, total_layers: 0, finish_event: 'x', edges: 5 });
    expect(problems).toHaveLength(3);
    const many = problemsOf({ ...file, edges: Array.from({ length: 200 }, () => ({ from: 'a', to: 'b' })) });
    expect(many).toHaveLength(GRAPH_LIMITS.problems + 1);
    expect(many.at(-1)).toBe('and 350 more');
  });

  it('never throws, whatever it is given', () => {
    const file = diamond();
    const keys = Object.keys(file) as (keyof File)[];
    fc.assert(fc.property(fc.anything(), (json) => 'problems' in parseGraph(json)));
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.jsonValue(), (key, value) => {
        parseGraph({ ...file, [key]: value });
      }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(file.nodes)), fc.object({ withNullPrototype: true }), (id, value) => {
        parseGraph({ ...file, nodes: { ...file.nodes, [id]: { ...(file.nodes[id] as object), ...value } } });
      }),
    );
  });
});

const patch = (file: File, id: string, change: object) => ({
  ...file.nodes,
  [id]: { ...(file.nodes[id] as object), ...change },
});

describe('looking things up', () => {
  const graph = parsed(diamond());

  it('takes zone ids and node ids', () => {
    expect(resolveZone(graph, 'cave_deep')).toEqual(['left_2']);
    expect(resolveZone(graph, 'left_2')).toEqual(['left_2']);
    for (const unknown of ['nowhere', '__proto__', 'constructor', '']) {
      expect(resolveZone(graph, unknown)).toEqual([]);
      expect(nodeById(graph, unknown)).toBeUndefined();
    }
  });

  it('knows a zone that lies in two nodes', () => {
    const file = diamond();
    const shared = parsed({ ...file, nodes: patch(file, 'right_3', { zones: ['arena', 'cave'] }) });
    expect(resolveZone(shared, 'cave')).toEqual(['left_2', 'right_3']);
  });

  it('follows flags to nodes and edges', () => {
    expect(nodeOfFlag(graph, 103)).toBe('end_4');
    expect(edgeOfFlag(graph, 103)).toEqual({ from: 'right_3', to: 'end_4' });
    expect(edgeOfFlag(graph, 102)).toEqual({ from: 'left_2', to: 'end_4' });
    expect(nodeOfFlag(graph, 104)).toBeUndefined();
    expect(edgeOfFlag(graph, 104)).toBeUndefined();
  });

  it('finds the way back one gate', () => {
    expect(predecessors(graph, asNodeId('end_4'))).toEqual(['left_2', 'right_3']);
    expect(predecessors(graph, graph.start)).toEqual([]);
  });

  it.each([
    [['start_1'], 'left_2', true],
    [['start_1'], 'end_4', false],
    [['start_1', 'right_3'], 'end_4', true],
    [['start_1'], 'start_1', true],
    [[], 'left_2', false],
  ])('from %j a gate leads to %s: %s', (visited, to, expected) => {
    expect(hasPath(graph, new Set(visited.map(asNodeId)), asNodeId(to))).toBe(expected);
  });

  it.each([
    ['m31_00_00_00', ['left_2']],
    ['m10_01_00_00', ['start_1', 'right_3']],
    ['m60_52_52_00', ['right_3']],
    ['m60_52_53_00', []],
    ['m19_00_00_00', ['end_4']],
    ['m99_00_00_00', []],
    ['m1', []],
    ['', []],
  ])('on map %s stand the gates of %j', (map, nodes) => {
    expect(nodesByMapId(graph, map)).toEqual(nodes);
  });
});
