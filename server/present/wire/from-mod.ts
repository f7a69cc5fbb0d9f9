// What a mod may say (PROTOCOL.md, Mod -> server). Fields marked + there may be absent; unknown ones are ignored.
// IGT of facts comes through as any number: a bad one is a refusal (`bad_igt`) of the rules, not a malformed frame.

import { z } from 'zod';
import { MAX_DEATHS, MOD_NOT_READY_REASONS, SAVE_STATES, TEXT_LIMITS } from './codes.ts';
import { count, i64, number, type Parsed, parseFrame, pong, text } from './parts.ts';
import { readStatus } from './read-status.ts';

const deaths = z.int().min(0).max(MAX_DEATHS);
const seq = z.int().min(1);
const zone = text(TEXT_LIMITS.zone);

const auth = z.object({
  type: z.literal('auth'),
  mod_token: text(TEXT_LIMITS.token),
  protocol: z.int().min(1).optional(),
  mod_version: text(TEXT_LIMITS.version).optional(),
  game_version: text(TEXT_LIMITS.version).optional(),
  pack: text(TEXT_LIMITS.pack).optional(),
  /** Plain, because it is compared with what the database gave back: there some characters do not come back as they went. */
  outbox: text(TEXT_LIMITS.outbox)
    .regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without blanks')
    .optional(),
});

const timeSync = z.object({
  type: z.literal('time_sync'),
  /** The client's monotonic clock, ms. */
  t0: number,
  rtt_ms: number.min(0).nullable().optional(),
  bound_ms: number.min(0).nullable().optional(),
});

const statusUpdate = z.object({
  type: z.literal('status_update'),
  igt_ms: number,
  current_zone: zone.nullable().optional(),
  current_layer: i64.nullable().optional(),
  death_count: deaths,
  map_id: text(TEXT_LIMITS.map).nullable().optional(),
});

/** Our mod's fact: every field is needed. `at` is null while no clock offset is known. */
const eventFlag = z.object({
  type: z.literal('event_flag'),
  seq,
  flag_id: i64,
  igt_ms: number,
  death_count: deaths,
  at: count.nullable(),
});

const zoneEntered = z.object({
  type: z.literal('zone_entered'),
  seq: seq.optional(),
  from_zone: zone.nullable().optional(),
  to_zone: zone,
  igt_ms: number,
  death_count: deaths.optional(),
  at: count.nullable().optional(),
});

const finished = z.object({
  type: z.literal('finished'),
  seq: seq.optional(),
  igt_ms: number,
  death_count: deaths.optional(),
  at: count.nullable().optional(),
});

export const fromMod = z.discriminatedUnion('type', [
  auth,
  timeSync,
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('not_ready'), reason: z.enum(MOD_NOT_READY_REASONS) }),
  statusUpdate,
  eventFlag,
  zoneEntered,
  finished,
  z.object({ type: z.literal('save'), state: z.enum(SAVE_STATES), igt_ms: count }),
  z.object({ type: z.literal('note'), code: text(TEXT_LIMITS.noteCode), text: text(TEXT_LIMITS.noteText) }),
  pong,
]);

export type FromMod = z.infer<typeof fromMod>;
export type FromModOf<T extends FromMod['type']> = Extract<FromMod, { type: T }>;

export const FROM_MOD_TYPES: ReadonlySet<string> = new Set(fromMod.options.map((one) => one.shape.type.value));

/** One text frame of a mod, already cut at the frame limit by the socket. */
export const parseFromMod = (frame: string): Parsed<FromMod> => parseFrame(fromMod, FROM_MOD_TYPES, frame, readStatus);
