// A fact as a row of the log and back. Older shapes are lifted when read, one version at a time, and never rewritten;
// a row that is no fact is a fault that names its race and seq. Deliberately absent: statements.
import { FACT_TYPES, type Fact, type FactType, type LoggedFact } from '../race/facts.ts';
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

const isFactType = (type: string): type is FactType => FACT_TYPES.has(type);

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
