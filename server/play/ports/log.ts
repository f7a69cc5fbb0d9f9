// The event log: the truth of every race. Whoever implements it also keeps the read tables of the design (users, races,
// participants, seeds) and the notices in the same transaction; nobody writes those by another way.

import type { Fact, LoggedFact } from '../../race/facts.ts';
import type { RaceCode, RaceId, SeedId, UserId } from '../../race/ids.ts';
import type { Race, RaceStatus } from '../../race/race.ts';
import type { NoticeDraft } from './notices.ts';

export type Append = {
  readonly race: RaceId;
  /** The seq of the last fact that the writer knows; 0 for a new race. */
  readonly after: number;
  /** At least one. Stored as after + 1, after + 2 ... */
  readonly facts: readonly Fact[];
  /** The state with these facts folded in, for the read tables. */
  readonly state: Race;
  readonly notices: readonly NoticeDraft[];
};

/** A line of the list of races. */
export type RaceSummary = {
  readonly id: RaceId;
  readonly code: RaceCode;
  readonly name: string;
  readonly status: RaceStatus;
  readonly pool: string;
  readonly organizerName: string;
  readonly players: number;
  readonly maxPlayers: number;
  readonly scheduledStart: number | null;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly createdAt: number;
};

/** Where a race stands in the list, for whoever reads it page by page. */
export type ListPlace = Pick<RaceSummary, 'createdAt' | 'id'>;

export type EventLog = {
  /** `conflict`: another writer was there first (primary key race, seq); nothing was stored. `code_taken`: the race code exists. */
  append(append: Append): Promise<'ok' | 'conflict' | 'code_taken'>;
  /** All facts with seq > after, in order; empty for an unknown race. */
  read(race: RaceId, after?: number): Promise<readonly LoggedFact[]>;
  byCode(code: RaceCode): Promise<RaceId | undefined>;
  /** Newest first. */
  list(filter: {
    readonly statuses?: readonly RaceStatus[];
    readonly user?: UserId;
    /** Only those after this one in the list; the race itself may be gone from it. */
    readonly after?: ListPlace;
    readonly limit: number;
  }): Promise<readonly RaceSummary[]>;
  /** Races whose results are not final and that are not cancelled: what a restart has to pick up again. */
  unfinished(): Promise<readonly RaceId[]>;
  /** All others whose last fact their spectator delay still holds back at `now` (server ms): a restart must show it no earlier. */
  heldBack(now: number): Promise<readonly RaceId[]>;
  /** Races that a chat channel knows, newest first; drafts and cancelled ones too. */
  byChannel(platform: string, channel: string): Promise<readonly RaceSummary[]>;
  /** Races of a Discord server, newest first. */
  byServer(platform: string, server: string): Promise<readonly RaceSummary[]>;
  /** Chat channels of a platform that know a race whose results are not final: where a bot has to be. */
  channels(platform: string): Promise<readonly string[]>;
  /** Other, earlier races in which one of these users got a pack of the seed. */
  playedSeed(seed: SeedId, users: readonly UserId[], except: RaceId): Promise<readonly UserId[]>;
};
