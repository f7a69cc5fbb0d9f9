// Shapes that several messages share, and the one way from a text frame to a message of a closed union.
// Unknown fields are ignored; an unknown type and a broken message are told apart, because clients get different answers.

import { z } from 'zod';
import { PLAYER_STATUSES, RACE_STATUSES } from '../../race/race.ts';

const I64_MAX = 2 ** 63;
/** A JSON integer within i64. Above 2^53 the nearest double, which is enough to say "no such flag". */
export const i64 = z.number().refine((value) => Number.isInteger(value) && value >= -I64_MAX && value < I64_MAX, {
  error: 'must be a whole number within i64',
});
/** A count or a moment in ms: 0 to 2^53 - 1. */
export const count = z.int().min(0);
export const moment = count.nullable();
export const number = z.number();
export const text = (most: number) => z.string().max(most);
export const raceStatus = z.enum(RACE_STATUSES);
export const playerStatus = z.enum(PLAYER_STATUSES);

export const timeSyncAnswer = z.object({ type: z.literal('time_sync'), t0: number, t1: count, t2: count });
export const ping = z.object({ type: z.literal('ping') });
export const pong = z.object({ type: z.literal('pong') });

/** A frame that was not understood. `seq`: of the fact that it would have been, so that its `error` names it. */
export type NotUnderstood = {
  readonly code: 'malformed' | 'unknown_type';
  readonly detail: string;
  readonly seq: number | null;
};
export type Parsed<Message> = { readonly message: Message } | { readonly malformed: NotUnderstood };

const DETAIL_MAX_LENGTH = 200;
/** What a game's overlay and a log line cannot show: controls, halves of characters, marks that turn the line. */
const UNSHOWABLE = /[\p{Cc}\p{Cs}\u2028-\u202E\u2066-\u2069]/gu;

/**
 * Reads one text frame. `types` are those of the union, so that an unknown type is not mistaken for a broken message. `quick` knows the
 * message that comes most: what it takes is what the schema would have made of it, what it does not take is for the schema to judge.
 */
export function parseFrame<Schema extends z.ZodType>(
  schema: Schema,
  types: ReadonlySet<string>,
  frame: string,
  quick?: (json: object) => z.output<Schema> | undefined,
): Parsed<z.output<Schema>> {
  const json = readJson(frame);
  if (typeof json !== 'object' || json === null) return no('malformed', 'not a JSON object', null);
  const taken = quick?.(json);
  if (taken !== undefined) return { message: taken };
  const seq = 'seq' in json ? (count.safeParse(json.seq).data ?? null) : null;
  if (!('type' in json) || typeof json.type !== 'string') return no('malformed', 'type: must be text', seq);
  if (!types.has(json.type)) return no('unknown_type', `type ${json.type} is not known`, seq);
  const read = schema.safeParse(json);
  if (read.success) return { message: read.data };
  const [issue] = read.error.issues;
  return no('malformed', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`, seq);
}

function no(code: NotUnderstood['code'], detail: string, seq: number | null): { readonly malformed: NotUnderstood } {
  return { malformed: { code, detail: detail.slice(0, DETAIL_MAX_LENGTH).replace(UNSHOWABLE, '\uFFFD'), seq } };
}

function readJson(frame: string): unknown {
  try {
    return JSON.parse(frame);
  } catch {
    return undefined;
  }
}
