// What a server says to a mod (PROTOCOL.md, Server -> mod): the closed union, as types and as a parser for simulators and
// samples. Makers are beside it, one file per picture (for-mod.ts); a mod never gets the graph.

import { z } from 'zod';
import { AUTH_ERROR_CODES, ERROR_CODES, NOTICE_LEVELS } from './codes.ts';
import {
  count,
  i64,
  moment,
  type Parsed,
  parseFrame,
  ping,
  playerStatus,
  raceStatus,
  timeSyncAnswer,
} from './parts.ts';

const modPlayer = z.object({
  id: z.string(),
  /** Null: finished, somebody else, and the race hides finished names. */
  name: z.string().nullable(),
  /** Index into palette.json. */
  color: count,
  layer: count,
  /** Null while unfinished. */
  igt_ms: count.nullable(),
  death_count: count,
  finished: z.boolean(),
  status: playerStatus,
  connected: z.boolean(),
  gap_ms: i64.nullable(),
});
export type ModPlayer = z.infer<typeof modPlayer>;

const modRace = z.object({
  id: z.string(),
  name: z.string(),
  status: raceStatus,
  scheduled_start: moment,
  starts_at: moment,
  started_at: moment,
});
export type ModRace = z.infer<typeof modRace>;

const exit = z.object({ text: z.string(), to: z.string().nullable(), origin: z.literal(true).optional() });
const zoneShape = {
  node: z.string(),
  display_name: z.string(),
  tier: count,
  layer: count,
  exits: z.array(exit),
};
const zone = z.object(zoneShape);
export type ModZone = z.infer<typeof zone>;

const authOk = z.object({
  type: z.literal('auth_ok'),
  participant_id: z.string(),
  code: z.string(),
  race: modRace,
  seed: z.object({
    total_layers: count,
    /** Sorted. */
    event_ids: z.array(count),
    finish_event: count,
    pack: z.string(),
  }),
  /** Of this outbox; 0 where nothing is known. */
  last_seq: count,
  you: z.object({ status: playerStatus, reason: z.string().nullable() }),
  zone: zone.nullable(),
  config: z.object({ show_finished_names: z.boolean(), late_minutes: count }),
  participants: z.array(modPlayer),
});

export const toMod = z.discriminatedUnion('type', [
  authOk,
  z.object({ type: z.literal('auth_error'), code: z.enum(AUTH_ERROR_CODES), message: z.string() }),
  /** `seq` only where it answers a fact that had one. */
  z.object({ type: z.literal('error'), code: z.enum(ERROR_CODES), message: z.string(), seq: count.optional() }),
  /** `place` only for a finish. */
  z.object({ type: z.literal('ack'), seq: count.optional(), place: count.nullable().optional() }),
  timeSyncAnswer,
  z.object({ type: z.literal('countdown'), starts_at: count, seconds: count }),
  z.object({ type: z.literal('countdown_cancelled'), message: z.string() }),
  z.object({ type: z.literal('race_start'), started_at: count }),
  z.object({ type: z.literal('race_status_change'), status: raceStatus, message: z.string().nullable() }),
  z.object({ type: z.literal('player_status'), status: playerStatus, reason: z.string().nullable() }),
  z.object({ type: z.literal('notice'), level: z.enum(NOTICE_LEVELS), text: z.string() }),
  z.object({ type: z.literal('zone_update'), ...zoneShape }),
  z.object({ type: z.literal('death_counts'), flags: z.array(count) }),
  z.object({
    type: z.literal('leaderboard_update'),
    /** Layer -> IGT of the leader's entry. */
    leader_splits: z.record(z.string(), count),
    participants: z.array(modPlayer),
  }),
  ping,
]);

export type ToMod = z.infer<typeof toMod>;
export type ToModOf<T extends ToMod['type']> = Extract<ToMod, { type: T }>;

export const TO_MOD_TYPES: ReadonlySet<string> = new Set(toMod.options.map((one) => one.shape.type.value));

/** For simulated mods and tests. A real mod ignores unknown types. */
export const parseToMod = (frame: string): Parsed<ToMod> => parseFrame(toMod, TO_MOD_TYPES, frame);
