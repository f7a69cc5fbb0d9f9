// What a server says to pages and overlays (PROTOCOL.md): the closed union, as types and as a parser for simulators and
// samples. views/overlay imports the types. A version counts per race and audience; unversioned messages are marked so.

import { z } from 'zod';
import {
  count,
  i64,
  moment,
  number,
  type Parsed,
  parseFrame,
  ping,
  playerStatus,
  raceStatus,
  timeSyncAnswer,
} from './parts.ts';

const pagePlayer = z.object({
  id: z.string(),
  name: z.string(),
  /** Index into palette.json. */
  color: count,
  /** Null where positions may not be seen, and before the start. */
  zone_id: z.string().nullable(),
  layer: count,
  igt_ms: count,
  death_count: count,
  status: playerStatus,
  connected: z.boolean(),
  gap_ms: i64.nullable(),
  /** Node ids in order of first visit; empty where the graph is not seen. */
  path: z.array(z.string()),
});
export type PagePlayer = z.infer<typeof pagePlayer>;

const pageRace = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  status: raceStatus,
  scheduled_start: moment,
  starts_at: moment,
  started_at: moment,
});
export type PageRace = z.infer<typeof pageRace>;

/** Blurred: id is opaque; type, display_name and tier are null; exits are empty. */
const pageNode = z.object({
  id: z.string(),
  type: z.string().nullable(),
  display_name: z.string().nullable(),
  layer: count,
  tier: count.nullable(),
  x: number,
  y: number,
  exits: z.array(z.object({ text: z.string(), to: z.string() })),
});
export type PageNode = z.infer<typeof pageNode>;

const pageGraph = z.object({
  nodes: z.array(pageNode),
  edges: z.array(z.object({ from: z.string(), to: z.string() })),
});
export type PageGraph = z.infer<typeof pageGraph>;

const version = count;
const participants = z.array(pagePlayer);

export const toPage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('race_state'),
    version,
    now: count,
    race: pageRace,
    seed: z.object({ graph_json: pageGraph, total_layers: count, blurred: z.boolean() }),
    participants,
  }),
  z.object({ type: z.literal('player_update'), version, player: pagePlayer }),
  /** id, igt_ms, death_count of whoever moved since the last tick. Unversioned. */
  z.object({ type: z.literal('tick'), players: z.array(z.tuple([z.string(), count, count])) }),
  z.object({ type: z.literal('leaderboard_update'), version, participants }),
  z.object({ type: z.literal('race_status_change'), version, status: raceStatus }),
  z.object({ type: z.literal('countdown'), version, starts_at: count, seconds: count }),
  /** Unversioned. */
  z.object({ type: z.literal('spectators'), count }),
  timeSyncAnswer,
  ping,
]);

export type ToPage = z.infer<typeof toPage>;
export type ToPageOf<T extends ToPage['type']> = Extract<ToPage, { type: T }>;

export const TO_PAGE_TYPES: ReadonlySet<string> = new Set(toPage.options.map((one) => one.shape.type.value));

/** For simulated viewers and tests. */
export const parseToPage = (frame: string): Parsed<ToPage> => parseFrame(toPage, TO_PAGE_TYPES, frame);
