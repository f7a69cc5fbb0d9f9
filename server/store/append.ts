// One append is one transaction: the facts, the read tables that they change, the seed's fate, the notices. All or nothing.
// Raw statements with one JSON parameter each, for this is the hot path: a gate costs a begin, two statements, a commit.
// Deliberately absent: deciding anything; whoever appends brings the state.
import { type DataSource, type EntityManager, QueryFailedError } from 'typeorm';
import type { Append, NoticeDraft } from '../play/ports/index.ts';
import type { Fact } from '../race/facts.ts';
import type { RaceId } from '../race/ids.ts';
import { makeFactRow } from './fact-row.ts';
import { toJson } from './json.ts';
import { nonceOf } from './notice-key.ts';
import { channelRows, participantRow, raceRow, touchedBy } from './rows.ts';
import { applySeedFacts } from './seed-facts.ts';

/** Rolls the transaction back; never leaves this file. */
class WriterWasLate extends Error {}

const UNIQUE_VIOLATION = '23505';

export async function append(source: DataSource, what: Append): Promise<'ok' | 'conflict' | 'code_taken'> {
  try {
    await source.transaction((manager) => write(manager, what));
    return 'ok';
  } catch (error) {
    if (error instanceof WriterWasLate) return 'conflict';
    const taken = violatedKey(error);
    if (taken === 'races_code_key') return 'code_taken';
    if (taken === 'races_pkey' || taken === 'race_events_pkey') return 'conflict';
    throw error;
  }
}

async function write(manager: EntityManager, { race, after, facts, state, notices }: Append): Promise<void> {
  const touched = touchedBy(facts);
  if (touched === 'everything') await writeRace(manager, state, after === 0);
  await writeFacts(manager, race, after, facts);
  const players = state.participants.filter(({ id }) => touched === 'everything' || touched.has(id));
  await writeParticipants(manager, race, players);
  if (touched === 'everything') await dropOtherParticipants(manager, race, state);
  if (facts.some(changesChannels)) await writeChannels(manager, state);
  await writePacksTaken(manager, state, facts);
  await applySeedFacts(manager, state, facts);
  await writeNotices(manager, race, after + facts.length, notices);
}

/** The first fact of a hole or of a taken seq does not get in: the primary key and the condition see to that. */
async function writeFacts(manager: EntityManager, race: RaceId, after: number, facts: readonly Fact[]): Promise<void> {
  const rows = facts.map((fact, index) => makeFactRow({ seq: after + index + 1, fact }));
  const stored = await manager.query<unknown[]>(
    `insert into race_events (race_id, seq, type, v, at, body)
     select $1, f.seq, f.type, f.v, f.at, f.body
     from jsonb_to_recordset($2::jsonb) as f(seq int, type text, v int, at timestamptz, body jsonb)
     where $3 = 0 or exists (select 1 from race_events e where e.race_id = $1 and e.seq = $3)
     returning seq`,
    [race, toJson(rows), after],
  );
  if (stored.length < rows.length) throw new WriterWasLate();
}

const RACE_COLUMNS = [
  'name',
  'organizer_id',
  'organizer_name',
  'organizer_ids',
  'seed_id',
  'pool_name',
  'status',
  'settled',
  'config',
  'players',
  'max_players',
  'scheduled_start',
  'started_at',
  'finished_at',
] as const;

async function writeRace(manager: EntityManager, state: Append['state'], isNew: boolean): Promise<void> {
  const row = toJson(raceRow(state));
  if (isNew) {
    await manager.query('insert into races select * from jsonb_populate_record(null::races, $1::jsonb)', [row]);
    return;
  }
  await manager.query(
    `update races r set ${RACE_COLUMNS.map((column) => `${column} = n.${column}`).join(', ')}
     from jsonb_populate_record(null::races, $1::jsonb) n
     where r.id = n.id and (${list('r', RACE_COLUMNS)}) is distinct from (${list('n', RACE_COLUMNS)})`,
    [row],
  );
}

const PLAYER_COLUMNS = [
  'name',
  'color',
  'status',
  'current_zone',
  'current_layer',
  'igt_ms',
  'death_count',
  'finished_at',
  'generation',
] as const;

async function writeParticipants(
  manager: EntityManager,
  race: RaceId,
  players: Append['state']['participants'],
): Promise<void> {
  if (players.length === 0) return;
  await manager.query(
    `insert into participants as p select * from jsonb_populate_recordset(null::participants, $1::jsonb)
     on conflict (id) do update set ${PLAYER_COLUMNS.map((column) => `${column} = excluded.${column}`).join(', ')}
     where (${list('p', PLAYER_COLUMNS)}) is distinct from (${list('excluded', PLAYER_COLUMNS)})`,
    [toJson(players.map((player) => participantRow(race, player)))],
  );
}

async function dropOtherParticipants(manager: EntityManager, race: RaceId, state: Append['state']): Promise<void> {
  await manager.query('delete from participants where race_id = $1 and not (id = any($2::uuid[]))', [
    race,
    state.participants.map(({ id }) => id),
  ]);
}

const changesChannels = ({ type }: Fact): boolean =>
  type === 'race_created' || type === 'channel_added' || type === 'channel_removed';

async function writeChannels(manager: EntityManager, state: Append['state']): Promise<void> {
  await manager.query('delete from race_channels where race_id = $1', [state.id]);
  await manager.query(
    'insert into race_channels select * from jsonb_populate_recordset(null::race_channels, $1::jsonb)',
    [toJson(channelRows(state))],
  );
}

async function writePacksTaken(manager: EntityManager, state: Append['state'], facts: readonly Fact[]): Promise<void> {
  const takers = facts.flatMap((fact) => (fact.type === 'pack_downloaded' ? [fact.participant] : []));
  const users = state.participants.filter(({ id }) => takers.includes(id)).map(({ user }) => user);
  if (users.length === 0) return;
  await manager.query(
    'insert into packs_taken (seed_id, race_id, user_id) select $1, $2, unnest($3::uuid[]) on conflict do nothing',
    [state.seed.id, state.id, users],
  );
}

/** A notice that is there already is the same one. */
export async function writeNotices(
  manager: Pick<EntityManager, 'query'>,
  race: RaceId,
  seq: number,
  drafts: readonly NoticeDraft[],
): Promise<void> {
  if (drafts.length === 0) return;
  const rows = drafts.map((draft) => ({
    kind: draft.kind,
    target: draft.target,
    participant_id: draft.participant,
    nonce: nonceOf(race, seq, draft),
  }));
  await manager.query(
    `insert into notices (race_id, seq, kind, target, participant_id, nonce)
     select $1, $2, n.kind, n.target, n.participant_id, n.nonce
     from jsonb_to_recordset($3::jsonb) as n(kind text, target jsonb, participant_id uuid, nonce text)
     on conflict (nonce) do nothing`,
    [race, seq, toJson(rows)],
  );
}

const list = (table: string, columns: readonly string[]): string =>
  columns.map((column) => `${table}.${column}`).join(', ');

function violatedKey(error: unknown): string | undefined {
  if (!(error instanceof QueryFailedError)) return undefined;
  const { code, constraint } = error.driverError as { readonly code?: unknown; readonly constraint?: unknown };
  return code === UNIQUE_VIOLATION && typeof constraint === 'string' ? constraint : undefined;
}
