// The graph of a seed as the rules see it: nodes on layers, edges between them, which game flag means which node.
// `parseGraph` is the one door from graph.json (version 4); behind it every reference is known to lead somewhere.
// Deliberately absent: drawing (layout, colours), what a viewer may see, items and settings of the randomizer.
import { z } from 'zod';

export const NODE_TYPES = [
  'start',
  'mini_dungeon',
  'legacy_dungeon',
  'boss_arena',
  'major_boss',
  'final_boss',
] as const;
export type NodeType = (typeof NODE_TYPES)[number];
export type NodeId = string & { readonly __brand: 'NodeId' };

/** A fog gate out of a node; `from` is the zone it stands in, `text` says where to find it. */
export type GraphExit = { readonly fogId: string; readonly text: string; readonly from: string; readonly to: NodeId };
export type GraphNode = {
  readonly id: NodeId;
  readonly type: NodeType;
  readonly displayName: string;
  readonly zones: readonly string[];
  /** Distance from the start, which is 0; always below `totalLayers`. */
  readonly layer: number;
  /** Difficulty scaling of the game, not progress. */
  readonly tier: number;
  readonly exits: readonly GraphExit[];
};
export type GraphEdge = { readonly from: NodeId; readonly to: NodeId };
/** Areas are zones; gates begin with the map they stand on (mAA_BB_CC_DD); the flag is set when somebody passes. */
export type GraphConnection = {
  readonly exitArea: string;
  readonly exitGate: string;
  readonly entranceArea: string;
  readonly entranceGate: string;
  readonly flagId: number;
};
export type Graph = {
  readonly version: string;
  readonly seed: number;
  readonly totalLayers: number;
  readonly start: NodeId;
  /** Null-prototype records: looking up any text is safe. */
  readonly nodes: Readonly<Record<NodeId, GraphNode>>;
  readonly edges: readonly GraphEdge[];
  readonly connections: readonly GraphConnection[];
  readonly nodesOfZone: Readonly<Record<string, readonly NodeId[]>>;
  /** Flag id as decimal text -> the node that it means. */
  readonly eventMap: Readonly<Record<string, NodeId>>;
  readonly finishEvent: number;
  readonly deathFlags: Readonly<Record<NodeId, readonly number[]>>;
};
export type ParsedGraph = { readonly graph: Graph } | { readonly problems: readonly string[] };

export const GRAPH_MAJOR_VERSION = 4;
/** Largest seeds seen have about 110 nodes and 180 gates; the limits only keep a broken file from filling the memory. */
export const GRAPH_LIMITS = {
  nodes: 2_000,
  links: 10_000,
  perNode: 200,
  layers: 1_000,
  text: 500,
  problems: 50,
} as const;

const MAP_ID = /^m\d\d_\d\d_\d\d_\d\d/;

/** A text that is already known to be a node of some graph (from a stored fact); `nodeById` checks unknown ones. */
export const asNodeId = (known: string): NodeId => known as NodeId;

export const nodeById = (graph: Graph, id: string): GraphNode | undefined => graph.nodes[asNodeId(id)];

/** Nodes meant by what a mod said: a node id means itself, a zone every node that has it; [] where unknown. */
export const resolveZone = (graph: Graph, zoneOrNodeId: string): readonly NodeId[] => {
  const node = nodeById(graph, zoneOrNodeId);
  return node === undefined ? (graph.nodesOfZone[zoneOrNodeId] ?? []) : [node.id];
};

export const nodeOfFlag = (graph: Graph, flagId: number): NodeId | undefined => graph.eventMap[String(flagId)];

/** The edge that a flag stands for, by the connection that carries it (PROTOCOL: connections[].flag_id). */
export const edgeOfFlag = (graph: Graph, flagId: number): GraphEdge | undefined => {
  const to = nodeOfFlag(graph, flagId);
  const connection = graph.connections.find((one) => one.flagId === flagId);
  const from = connection === undefined ? undefined : resolveZone(graph, connection.exitArea)[0];
  return to === undefined || from === undefined ? undefined : { from, to };
};

export const predecessors = (graph: Graph, id: NodeId): readonly NodeId[] =>
  graph.edges.filter((edge) => edge.to === id).map((edge) => edge.from);

/** True if `to` was visited already or one gate leads there from a visited node (PROTOCOL: the mark `no_path`). */
export const hasPath = (graph: Graph, visited: ReadonlySet<NodeId>, to: NodeId): boolean =>
  visited.has(to) || graph.edges.some((edge) => edge.to === to && visited.has(edge.from));

/** Nodes with a gate on a map (PROTOCOL: the leading mAA_BB_CC_DD of both gates of each connection). */
export const nodesByMapId = (graph: Graph, mapId: string): readonly NodeId[] => {
  const map = MAP_ID.exec(mapId)?.[0];
  if (map === undefined) return [];
  const found = new Set<NodeId>();
  for (const { exitArea, exitGate, entranceArea, entranceGate } of graph.connections) {
    if (exitGate.startsWith(map)) for (const id of resolveZone(graph, exitArea)) found.add(id);
    if (entranceGate.startsWith(map)) for (const id of resolveZone(graph, entranceArea)) found.add(id);
  }
  return [...found];
};

/**
 * Reads the content of a graph.json. Every problem is a sentence with its path ("nodes.abc.layer: must be a whole number
 * from 0"). Unknown fields are ignored. Never throws.
 */
export const parseGraph = (json: unknown): ParsedGraph => {
  const version = z.object({ version: z.string() }).safeParse(json);
  if (!version.success) return { problems: ['version: must be text like "4.4"'] };
  const major = /^(\d+)\.\d+/.exec(version.data.version)?.[1];
  if (major === undefined) return { problems: [`version ${show(version.data.version)}: must be like "4.4"`] };
  if (Number(major) !== GRAPH_MAJOR_VERSION) {
    return { problems: [`version ${show(version.data.version)}: this service reads version ${GRAPH_MAJOR_VERSION}`] };
  }
  const file = graphFile.safeParse(json);
  if (!file.success)
    return { problems: capped(file.error.issues.map((issue) => `${path(issue.path)}: ${issue.message}`)) };
  const problems = [...reservedNames(json), ...looseEnds(file.data)];
  if (problems.length > 0) return { problems: capped(problems) };
  const graph = makeGraph(file.data);
  return 'problem' in graph ? { problems: [graph.problem] } : { graph };
};

const whole = (min: number, max: number) => {
  const error = `must be a whole number from ${min}${max === Number.MAX_SAFE_INTEGER ? '' : ` to ${max}`}`;
  return z.number({ error }).int({ error }).min(min, { error }).max(max, { error });
};
const text = z
  .string({ error: 'must be text' })
  .max(GRAPH_LIMITS.text, { error: `must have at most ${GRAPH_LIMITS.text} letters` });
const name = text.min(1, { error: 'must not be empty' });
const flag = whole(1, 2 ** 32 - 1);
const list = <T extends z.ZodType>(item: T, most: number) =>
  z.array(item, { error: 'must be a list' }).max(most, { error: `must have at most ${most} entries` });
const fields = <T extends z.ZodRawShape>(shape: T) => z.object(shape, { error: 'must be an object' });
const table = <T extends z.ZodType>(value: T, most: number) =>
  z
    .record(name, value, { error: 'must be an object' })
    .refine((it) => Object.keys(it).length <= most, { error: `must have at most ${most} entries`, abort: true });

const nodeFile = fields({
  type: z.enum(NODE_TYPES, { error: `must be one of ${NODE_TYPES.join(', ')}` }),
  display_name: name,
  zones: list(name, GRAPH_LIMITS.perNode),
  layer: whole(0, Number.MAX_SAFE_INTEGER),
  tier: whole(0, 1_000),
  exits: list(fields({ fog_id: text, text, from: text, to: name }), GRAPH_LIMITS.perNode),
});
const connectionFile = fields({
  exit_area: name,
  exit_gate: name,
  entrance_area: name,
  entrance_gate: name,
  flag_id: flag,
});
const graphFile = fields({
  version: name,
  seed: whole(0, Number.MAX_SAFE_INTEGER),
  total_layers: whole(1, GRAPH_LIMITS.layers),
  nodes: table(nodeFile, GRAPH_LIMITS.nodes),
  edges: list(fields({ from: name, to: name }), GRAPH_LIMITS.links),
  connections: list(connectionFile, GRAPH_LIMITS.links),
  event_map: table(name, GRAPH_LIMITS.links),
  finish_event: flag,
  death_flags: table(list(flag, GRAPH_LIMITS.perNode), GRAPH_LIMITS.nodes).optional(),
});
type GraphFile = z.infer<typeof graphFile>;

const show = (value: string): string => value.slice(0, 20);
const path = (keys: readonly PropertyKey[]): string =>
  keys.length === 0 ? 'graph.json' : keys.map((key) => String(key).slice(0, 80)).join('.');
const capped = (problems: readonly string[]): readonly string[] =>
  problems.length <= GRAPH_LIMITS.problems
    ? problems
    : [...problems.slice(0, GRAPH_LIMITS.problems), `and ${problems.length - GRAPH_LIMITS.problems} more`];

/** zod leaves this one key out of records; a file that uses it is refused rather than read with a hole. */
const reservedNames = (json: unknown): string[] =>
  (['nodes', 'event_map', 'death_flags'] as const).flatMap((field) => {
    const value: unknown = (json as Record<string, unknown>)[field];
    return typeof value === 'object' && value !== null && Object.hasOwn(value, '__proto__')
      ? [`${field}.__proto__: is not a usable name`]
      : [];
  });

const looseEnds = (file: GraphFile): string[] => {
  const has = (id: string) => Object.hasOwn(file.nodes, id);
  const zones = new Set(Object.entries(file.nodes).flatMap(([id, node]) => [id, ...node.zones]));
  const problems: string[] = [];
  const known = (where: string, id: string) => {
    if (!has(id)) problems.push(`${where}: no node is called ${show80(id)}`);
  };
  const knownZone = (where: string, zone: string) => {
    if (!zones.has(zone)) problems.push(`${where}: no node has the zone ${show80(zone)}`);
  };
  for (const [id, node] of Object.entries(file.nodes)) {
    const where = `nodes.${show80(id)}`;
    if (node.layer >= file.total_layers)
      problems.push(`${where}.layer: must be below total_layers (${file.total_layers})`);
    if (node.type === 'start' && node.layer !== 0) problems.push(`${where}.layer: the start must be on layer 0`);
    node.exits.forEach((exit, at) => {
      known(`${where}.exits.${at}.to`, exit.to);
    });
  }
  file.edges.forEach((edge, at) => {
    known(`edges.${at}.from`, edge.from);
    known(`edges.${at}.to`, edge.to);
  });
  file.connections.forEach((connection, at) => {
    knownZone(`connections.${at}.exit_area`, connection.exit_area);
    knownZone(`connections.${at}.entrance_area`, connection.entrance_area);
  });
  for (const [key, id] of Object.entries(file.event_map)) {
    if (!isFlagText(key)) problems.push(`event_map.${show80(key)}: the name must be a flag id`);
    known(`event_map.${show80(key)}`, id);
  }
  for (const id of Object.keys(file.death_flags ?? {})) known(`death_flags.${show80(id)}`, id);
  const starts = Object.values(file.nodes).filter((node) => node.type === 'start').length;
  if (starts !== 1) problems.push(`nodes: must have exactly one of type start, not ${starts}`);
  if (!Object.values(file.nodes).some((node) => node.type === 'final_boss')) {
    problems.push('nodes: must have one of type final_boss');
  }
  return problems;
};

const show80 = (value: string): string => value.slice(0, 80);
const isFlagText = (key: string): boolean => /^[1-9]\d{0,9}$/.test(key) && Number(key) < 2 ** 32;

const bare = <K extends string, V>(entries: Iterable<readonly [K, V]>): Record<K, V> => {
  const record = Object.create(null) as Record<K, V>;
  for (const [key, value] of entries) record[key] = value;
  return record;
};

const makeGraph = (file: GraphFile): Graph | { problem: string } => {
  const nodes = Object.entries(file.nodes).map(
    ([id, node]): GraphNode => ({
      id: asNodeId(id),
      type: node.type,
      displayName: node.display_name,
      zones: node.zones,
      layer: node.layer,
      tier: node.tier,
      exits: node.exits.map((exit) => ({
        fogId: exit.fog_id,
        text: exit.text,
        from: exit.from,
        to: asNodeId(exit.to),
      })),
    }),
  );
  const start = nodes.find((node) => node.type === 'start');
  if (start === undefined) return { problem: 'nodes: must have exactly one of type start, not 0' };
  const edges = file.edges.map((edge) => ({ from: asNodeId(edge.from), to: asNodeId(edge.to) }));
  const reached = reachable(start.id, edges);
  if (!nodes.some((node) => node.type === 'final_boss' && reached.has(node.id))) {
    return { problem: 'edges: no way leads from the start to a final_boss' };
  }
  const zones = new Map<string, NodeId[]>();
  for (const node of nodes) {
    for (const zone of new Set(node.zones)) zones.set(zone, [...(zones.get(zone) ?? []), node.id]);
  }
  return {
    version: file.version,
    seed: file.seed,
    totalLayers: file.total_layers,
    start: start.id,
    nodes: bare(nodes.map((node) => [node.id, node] as const)),
    edges,
    connections: file.connections.map((one) => ({
      exitArea: one.exit_area,
      exitGate: one.exit_gate,
      entranceArea: one.entrance_area,
      entranceGate: one.entrance_gate,
      flagId: one.flag_id,
    })),
    nodesOfZone: bare(zones),
    eventMap: bare(Object.entries(file.event_map).map(([key, id]) => [key, asNodeId(id)] as const)),
    finishEvent: file.finish_event,
    deathFlags: bare(Object.entries(file.death_flags ?? {}).map(([id, flags]) => [asNodeId(id), flags] as const)),
  };
};

const reachable = (start: NodeId, edges: readonly GraphEdge[]): ReadonlySet<NodeId> => {
  const next = new Map<NodeId, NodeId[]>();
  for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to]);
  const reached = new Set([start]);
  for (const id of reached) for (const to of next.get(id) ?? []) reached.add(to);
  return reached;
};
