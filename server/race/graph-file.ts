// The shape of graph.json version 4 as it lies on disk, and everything that can be wrong with it, named by path.
// Deliberately absent: what the rules make of it (graph.ts), reading files.
import { z } from 'zod';

export const NODE_TYPES = [
  'start',
  'mini_dungeon',
  'legacy_dungeon',
  'boss_arena',
  'major_boss',
  'final_boss',
] as const;

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

/** Shape, limits and references checked; whether the goal can be reached is asked by graph.ts. */
export const readGraphFile = (json: unknown): { file: GraphFile } | { problems: readonly string[] } => {
  const version = z.object({ version: z.string() }).safeParse(json);
  if (!version.success) return { problems: ['version: must be text like "4.4"'] };
  const major = /^(\d+)\.\d+/.exec(version.data.version)?.[1];
  if (major === undefined) return { problems: [`version ${short(version.data.version)}: must be like "4.4"`] };
  if (Number(major) !== GRAPH_MAJOR_VERSION) {
    return { problems: [`version ${short(version.data.version)}: this service reads version ${GRAPH_MAJOR_VERSION}`] };
  }
  const read = graphFile.safeParse(json);
  if (!read.success)
    return { problems: capped(read.error.issues.map((issue) => `${path(issue.path)}: ${issue.message}`)) };
  const problems = [...reservedNames(json), ...looseEnds(read.data)];
  return problems.length > 0 ? { problems: capped(problems) } : { file: read.data };
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
  /** Where somebody arrives; wording only, so that a file without them is read too. */
  entrances: list(fields({ text, from: text }), GRAPH_LIMITS.perNode).default([]),
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
export type GraphFile = z.infer<typeof graphFile>;

const path = (keys: readonly PropertyKey[]): string =>
  keys.length === 0 ? 'graph.json' : keys.map((key) => short(String(key))).join('.');
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
    if (!has(id)) problems.push(`${where}: no node is called ${short(id)}`);
  };
  const knownZone = (where: string, zone: string) => {
    if (!zones.has(zone)) problems.push(`${where}: no node has the zone ${short(zone)}`);
  };
  for (const [id, node] of Object.entries(file.nodes)) {
    const where = `nodes.${short(id)}`;
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
    if (!isFlagText(key)) problems.push(`event_map.${short(key)}: the name must be a flag id`);
    known(`event_map.${short(key)}`, id);
  }
  for (const id of Object.keys(file.death_flags ?? {})) known(`death_flags.${short(id)}`, id);
  const starts = Object.values(file.nodes).filter((node) => node.type === 'start').length;
  if (starts !== 1) problems.push(`nodes: must have exactly one of type start, not ${starts}`);
  if (!Object.values(file.nodes).some((node) => node.type === 'final_boss')) {
    problems.push('nodes: must have one of type final_boss');
  }
  return problems;
};

const short = (value: string): string => value.slice(0, 80);
const isFlagText = (key: string): boolean => /^[1-9]\d{0,9}$/.test(key) && Number(key) < 2 ** 32;
