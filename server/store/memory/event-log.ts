// The event log's twin in memory, for tests and races played without a database: the same answers from maps.
import type { Append, EventLog, ListPlace, RaceSummary } from '../../play/ports/index.ts';
import type { LoggedFact } from '../../race/facts.ts';
import type { RaceCode, RaceId, SeedId, UserId } from '../../race/ids.ts';
import { asOnePerson, type Merged } from '../../race/one-person.ts';
import type { Race } from '../../race/race.ts';
import { makeFactRow, readFactRow } from '../fact-row.ts';
import { toJson } from '../json.ts';
import { raceRow, summaryOf } from '../rows.ts';

type Kept = { readonly facts: LoggedFact[]; state: Race };
type PackTaken = { readonly seed: SeedId; readonly user: UserId; readonly race: RaceId };

/** `onAppend` belongs to the append: if it throws, nothing is stored. */
export function makeMemoryEventLog(onAppend: (append: Append) => void, merged: Merged = new Map()): EventLog {
  const races = new Map<RaceId, Kept>();
  const codes = new Map<RaceCode, RaceId>();
  const packsTaken: PackTaken[] = [];

  const append = (what: Append): 'ok' | 'conflict' | 'code_taken' => {
    const { race, after, facts, state } = what;
    const kept = races.get(race);
    if ((kept?.facts.length ?? 0) !== after) return 'conflict';
    if (kept === undefined && codes.has(state.code)) return 'code_taken';
    // Through the row's shape, as the database would give it back.
    const added = facts.map((fact, index) => {
      const row = makeFactRow({ seq: after + index + 1, fact });
      return readFactRow(race, { ...row, body: JSON.parse(toJson(row.body)) as unknown });
    });
    onAppend(what);
    races.set(race, { facts: [...(kept?.facts ?? []), ...added], state });
    codes.set(state.code, race);
    packsTaken.push(...packsTakenBy(what));
    return 'ok';
  };

  const newestFirst = (keep: (state: Race) => boolean): RaceSummary[] =>
    [...races.values()]
      .map(({ state }) => asOnePerson(state, merged))
      .filter(keep)
      .sort((a, b) => b.createdAt - a.createdAt || (b.id < a.id ? -1 : 1))
      .map((state) => summaryOf(raceRow(state)));
  const unsettled = () => [...races.values()].map(({ state }) => state).filter((state) => !raceRow(state).settled);

  return {
    append: async (what) => append(what),
    read: async (race, after = 0) => asOnePerson(races.get(race)?.facts.filter(({ seq }) => seq > after) ?? [], merged),
    byCode: async (code) => codes.get(code),
    list: async ({ statuses, user, after, limit }) =>
      newestFirst(
        (state) =>
          (after === undefined || isAfter(state, after)) &&
          (statuses === undefined || statuses.includes(state.phase.status)) &&
          (user === undefined || [...state.organizers, ...state.participants].some((one) => one.user === user)),
      ).slice(0, limit),
    unfinished: async () =>
      unsettled()
        .map(({ id }) => id)
        .sort(),
    heldBack: async (now) =>
      [...races.values()]
        .filter(({ facts, state }) => raceRow(state).settled && isHeldBack(facts, state, now))
        .map(({ state }) => state.id)
        .sort(),
    byChannel: async (platform, channel) =>
      newestFirst(({ channels }) => channels.some((one) => one.platform === platform && one.channel === channel)),
    byServer: async (platform, server) =>
      newestFirst(({ channels }) => channels.some((one) => one.platform === platform && one.server === server)),
    channels: async (platform) => {
      const found = unsettled().flatMap(({ channels }) => channels.filter((one) => one.platform === platform));
      return [...new Set(found.map(({ channel }) => channel))].sort();
    },
    playedSeed: async (seed, users, except) => {
      const played = asOnePerson(packsTaken, merged).filter(
        (one) => one.seed === seed && one.race !== except && users.includes(one.user),
      );
      return [...new Set(played.map(({ user }) => user))].sort();
    },
  };
}

const isHeldBack = (facts: readonly LoggedFact[], { options }: Race, now: number): boolean =>
  (facts.at(-1)?.fact.at ?? 0) + options.spectatorDelaySeconds * 1_000 > now;

const isAfter = (state: Race, { createdAt, id }: ListPlace): boolean =>
  state.createdAt < createdAt || (state.createdAt === createdAt && state.id < id);

function packsTakenBy({ race, state, facts }: Append): readonly PackTaken[] {
  const takers = facts.flatMap((fact) => (fact.type === 'pack_downloaded' ? [fact.participant] : []));
  return state.participants
    .filter(({ id }) => takers.includes(id))
    .map(({ user }) => ({ seed: state.seed.id, user, race }));
}
