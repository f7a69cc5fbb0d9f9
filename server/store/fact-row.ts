// A fact as a row of the log and back. Older shapes are lifted when read, one version at a time, and never rewritten;
// a row that is no fact is a fault that names its race and seq. Deliberately absent: statements.
import type { Fact, FactType, LoggedFact } from '../race/facts.ts';
import type { RaceId } from '../race/ids.ts';

export type FactRow = {
  readonly seq: number;
  readonly type: string;
  readonly v: number;
  readonly at: Date;
  readonly body: unknown;
};
type Body = Readonly<Record<string, unknown>>;
/** By type, then by the version that is lifted to the next. */
export type Upcasters = Partial<Record<FactType, Readonly<Record<number, (body: Body) => Body>>>>;

const CURRENT_VERSION: Fact['v'] = 1;
/** No fact has an older shape yet. */
const UPCASTERS: Upcasters = {};

const FACT_TYPES = {
  race_created: true,
  race_opened: true,
  race_edited: true,
  channel_added: true,
  channel_removed: true,
  caster_added: true,
  caster_removed: true,
  organizer_added: true,
  organizer_removed: true,
  player_invited: true,
  join_requested: true,
  join_declined: true,
  player_waiting: true,
  player_stopped_waiting: true,
  player_joined: true,
  player_left: true,
  player_removed: true,
  race_locked: true,
  race_unlocked: true,
  packs_released: true,
  pack_renewed: true,
  pack_downloaded: true,
  seed_rerolled: true,
  player_ready: true,
  player_not_ready: true,
  countdown_started: true,
  countdown_stopped: true,
  race_started: true,
  player_started_late: true,
  mod_connected: true,
  mod_disconnected: true,
  save_reported: true,
  note_reported: true,
  gate_passed: true,
  player_finished: true,
  player_abandoned: true,
  player_restored: true,
  map_seen: true,
  result_set: true,
  result_held: true,
  result_released: true,
  race_finished: true,
  race_reopened: true,
  start_approached: true,
  start_time_came: true,
  announcement_made: true,
  problem_reported: true,
  player_warned: true,
  results_became_final: true,
  race_cancelled: true,
} as const satisfies Record<FactType, true>;

const isFactType = (type: string): type is FactType => Object.hasOwn(FACT_TYPES, type);

/** Throws for a time that is no whole number of milliseconds: the row could not give it back. */
export function makeFactRow({ seq, fact }: LoggedFact): FactRow {
  const { type, v, at, ...body } = fact;
  if (!Number.isSafeInteger(at)) throw new Error(`The fact ${type} has no whole number of milliseconds: ${at}`);
  return { seq, type, v, at: new Date(at), body };
}

export function readFactRow(race: RaceId, row: FactRow, upcasters: Upcasters = UPCASTERS): LoggedFact {
  const fault = (what: string) => new Error(`Race ${race}, fact ${row.seq} of the log: ${what}`);
  const { type } = row;
  if (!isFactType(type)) throw fault(`unknown type "${type}". Was it written by a newer version?`);
  if (!isBody(row.body)) throw fault('its body is not an object');
  let { v } = row;
  let body: Body = row.body;
  for (let lift = upcasters[type]?.[v]; lift !== undefined; lift = upcasters[type]?.[v]) {
    body = lift(body);
    v += 1;
  }
  if (v !== CURRENT_VERSION) throw fault(`version ${v} of ${type} is not known. Was it written by a newer version?`);
  return { seq: row.seq, fact: { ...body, type, v, at: row.at.getTime() } as Fact };
}

const isBody = (body: unknown): body is Body => typeof body === 'object' && body !== null && !Array.isArray(body);
