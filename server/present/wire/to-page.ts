// What a server says to pages and overlays (PROTOCOL.md): the closed union, as types and as a parser for simulators and
// samples. views/overlay imports the types. A version counts per race and audience; unversioned messages are marked so.
//
// For the map: nodes have their place (x, y), edges their bends (`via`). A player's journey (`path` and the lists beside it)
// comes whole with `race_state` and `player_update`; `leaderboard_update` leaves it out and means "as before". First to reach a
// node is the lowest `path_igt_ms` at it, as the leaderboard counts. What `death_count` has more than the sum of `path_deaths` was
// died at `zone_id`. On a live address (`/ws/live/...`) a `race_state` of another race replaces everything.

import { z } from 'zod';
import { ABANDON_REASONS } from '../../race/facts.ts';
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

/** A line of the leaderboard. Place: the position in the list, for who is playing or finished. */
const boardPlayer = z.object({
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
  /** Why they are out (`forfeit`, `inactive` ...); null unless abandoned. */
  reason: z.enum(ABANDON_REASONS).nullable(),
  /** Words beside the name: `ready`, `forfeit` ..., `late +6:12`, `by hand`, `under review`. */
  notes: z.array(z.string()),
  connected: z.boolean(),
  gap_ms: i64.nullable(),
});
export type BoardPlayer = z.infer<typeof boardPlayer>;

/** The lists are as long as `path`, one entry per visited node; empty where the graph is not seen. */
const pagePlayer = boardPlayer.extend({
  /** Node ids in order of first visit; empty where the graph is not seen. */
  path: z.array(z.string()),
  /** The index in `path` of the node that each was entered from: the edge taken. Null for the start, and where no edge is known. */
  path_from: z.array(count.nullable()),
  /** IGT at which each was first entered. */
  path_igt_ms: z.array(count),
  /** Deaths in each up to the last gate. */
  path_deaths: z.array(count),
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
  finished_at: moment,
});
export type PageRace = z.infer<typeof pageRace>;

/**
 * x: the column, from 0 on the left; y: rows, downwards, around 0, at least 1 apart within a column.
 * Blurred: id is opaque; type, display_name and tier are null; exits are empty.
 */
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

/** An edge is drawn as straight lines from `from` through the bends [x, y] of `via` to `to`; x only rises. Bends may be rounded. */
const pageEdge = z.object({ from: z.string(), to: z.string(), via: z.array(z.tuple([number, number])) });
export type PageEdge = z.infer<typeof pageEdge>;

export const pageGraph = z.object({ nodes: z.array(pageNode), edges: z.array(pageEdge) });
export type PageGraph = z.infer<typeof pageGraph>;

const version = count;

export const toPage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('race_state'),
    version,
    now: count,
    /** ms by which everything after the start is shown late to this viewer: the race clock is `now - delay_ms - started_at`. */
    delay_ms: count,
    race: pageRace,
    seed: z.object({ graph_json: pageGraph, total_layers: count, blurred: z.boolean() }),
    /** In order of the leaderboard. */
    participants: z.array(pagePlayer),
  }),
  z.object({ type: z.literal('player_update'), version, player: pagePlayer }),
  /** id, igt_ms, death_count of whoever moved since the last tick. Unversioned. */
  z.object({ type: z.literal('tick'), players: z.array(z.tuple([z.string(), count, count])) }),
  z.object({ type: z.literal('leaderboard_update'), version, participants: z.array(boardPlayer) }),
  z.object({ type: z.literal('race_status_change'), version, status: raceStatus }),
  z.object({ type: z.literal('countdown'), version, starts_at: count, seconds: count }),
  /** Unversioned. */
  z.object({ type: z.literal('spectators'), count }),
  /** On a live address alone: its channel has no race now. The next one comes as a `race_state`. Unversioned. */
  z.object({ type: z.literal('no_race') }),
  timeSyncAnswer,
  ping,
]);

export type ToPage = z.infer<typeof toPage>;
export type ToPageOf<T extends ToPage['type']> = Extract<ToPage, { type: T }>;

export const TO_PAGE_TYPES: ReadonlySet<string> = new Set(toPage.options.map((one) => one.shape.type.value));

/** For simulated viewers and tests. */
export const parseToPage = (frame: string): Parsed<ToPage> => parseFrame(toPage, TO_PAGE_TYPES, frame);
