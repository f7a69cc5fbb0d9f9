// The graph of a seed as the rules see it: nodes on layers, edges between them, which game flag means which node.
// `parseGraph` is the one door from graph.json (version 4); behind it every reference is known to lead somewhere.
// Deliberately absent: drawing (layout, colours), what a viewer may see, items and settings of the randomizer.
import { type GraphFile, type NODE_TYPES, readGraphFile } from './graph-file.ts';

export { GRAPH_LIMITS, GRAPH_MAJOR_VERSION, NODE_TYPES } from './graph-file.ts';
export type NodeType = (typeof NODE_TYPES)[number];
export type NodeId = string & { readonly __brand: 'NodeId' };

/** A fog gate out of a node; `from` is the zone it stands in, `text` says where to find it. */
export type GraphExit = { readonly fogId: string; readonly text: string; readonly from: string; readonly to: NodeId };
/** A fog gate into a node: the node it comes from, and where it stands in this one. */
export type GraphEntrance = { readonly text: string; readonly from: NodeId };
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
  readonly entrances: readonly GraphEntrance[];
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
  const read = readGraphFile(json);
  return 'problems' in read ? read : makeGraph(read.file);
};

const bare = <K extends string, V>(entries: Iterable<readonly [K, V]>): Record<K, V> => {
  const record = Object.create(null) as Record<K, V>;
  for (const [key, value] of entries) record[key] = value;
  return record;
};

const makeGraph = (file: GraphFile): ParsedGraph => {
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
      entrances: node.entrances.map((entrance) => ({ text: entrance.text, from: asNodeId(entrance.from) })),
    }),
  );
  const start = nodes.find((node) => node.type === 'start');
  if (start === undefined) return { problems: ['nodes: must have exactly one of type start, not 0'] };
  const edges = file.edges.map((edge) => ({ from: asNodeId(edge.from), to: asNodeId(edge.to) }));
  const reached = reachable(start.id, edges);
  if (!nodes.some((node) => node.type === 'final_boss' && reached.has(node.id))) {
    return { problems: ['edges: no way leads from the start to a final_boss'] };
  }
  const zones = new Map<string, NodeId[]>();
  for (const node of nodes) {
    for (const zone of new Set(node.zones)) zones.set(zone, [...(zones.get(zone) ?? []), node.id]);
  }
  const graph: Graph = {
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
  return { graph };
};

const reachable = (start: NodeId, edges: readonly GraphEdge[]): ReadonlySet<NodeId> => {
  const next = new Map<NodeId, NodeId[]>();
  for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to]);
  const reached = new Set([start]);
  for (const id of reached) for (const to of next.get(id) ?? []) reached.add(to);
  return reached;
};
