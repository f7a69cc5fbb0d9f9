// Everything that may be asked of a race, by people, mods and time, and everything that a rule may answer with a no.
// Dice and clocks come in as values: ids, colours and times are in the intent or in the context, never made here.

import type {
  Actor,
  Fact,
  NotReadyReason,
  OutboxPlace,
  Person,
  Platform,
  RaceChannel,
  RaceSeed,
  ReportSubject,
} from './facts.ts';
import type { Graph } from './graph.ts';
import type { ParticipantId, RaceCode, RaceId, UserId } from './ids.ts';
import type { RaceOptions } from './options.ts';
import type { Race } from './race.ts';

/** A new race: there is no state yet to decide upon. */
export type CreateRace = {
  readonly race: RaceId;
  readonly code: RaceCode;
  readonly name: string;
  readonly note: string | null;
  readonly seed: RaceSeed;
  readonly options: Partial<RaceOptions>;
  readonly organizer: Person;
  readonly channels: readonly RaceChannel[];
  readonly scheduledStart: number | null;
  readonly draft: boolean;
  /** The race of which this is another round. */
  readonly again?: RaceId;
  /** What tells this request from others that name the same race, where it may be asked twice. */
  readonly request?: string;
  /** Who is let straight in where others have to ask or to be invited: the players of the round before. */
  readonly invited?: readonly Person[];
};

type ByPerson = { readonly by: Actor };
type OfPlayer = { readonly participant: ParticipantId };

export type Intent =
  /** Lets time pass and asks for nothing. */
  | { readonly type: 'tick' }
  // organizers
  | ({ readonly type: 'open' } & ByPerson)
  | ({
      readonly type: 'edit';
      readonly changes: {
        readonly name?: string;
        readonly note?: string | null;
        readonly scheduledStart?: number | null;
        readonly options?: Partial<RaceOptions>;
      };
    } & ByPerson)
  | ({ readonly type: 'add_channel'; readonly channel: RaceChannel } & ByPerson)
  | ({ readonly type: 'remove_channel'; readonly platform: Platform; readonly channel: string } & ByPerson)
  | ({ readonly type: 'add_caster'; readonly person: Person } & ByPerson)
  | ({ readonly type: 'remove_caster'; readonly user: UserId } & ByPerson)
  | ({ readonly type: 'add_organizer'; readonly person: Person } & ByPerson)
  | ({ readonly type: 'remove_organizer'; readonly user: UserId } & ByPerson)
  /** Adds a known player at once, also late, also who asked or waits. `newParticipant` is used if one is made. */
  | ({ readonly type: 'invite'; readonly person: Person; readonly newParticipant: ParticipantId } & ByPerson)
  /** Before the start out; while running abandoned; of who asked or waits: declined. */
  | ({ readonly type: 'remove'; readonly user: UserId } & ByPerson)
  | ({ readonly type: 'lock' } & ByPerson)
  | ({ readonly type: 'unlock' } & ByPerson)
  | ({ readonly type: 'release' } & ByPerson)
  | ({ readonly type: 'reroll'; readonly seed: RaceSeed; readonly broken: boolean } & ByPerson)
  /** `strict` refuses with who is missing; `late` starts, they may come late; `without` removes them. */
  | ({ readonly type: 'start'; readonly missing: 'strict' | 'late' | 'without' } & ByPerson)
  | ({ readonly type: 'stop' } & ByPerson)
  | ({ readonly type: 'cancel'; readonly reason: string | null; readonly broken: boolean } & ByPerson)
  | ({ readonly type: 'end' } & ByPerson)
  /** To everybody in the race. */
  | ({ readonly type: 'announce'; readonly text: string } & ByPerson)
  | ({ readonly type: 'disqualify'; readonly reason: string } & OfPlayer & ByPerson)
  | ({ readonly type: 'restore' } & OfPlayer & ByPerson)
  | ({ readonly type: 'set_result'; readonly igtMs: number; readonly reason: string } & OfPlayer & ByPerson)
  | ({ readonly type: 'hold' } & OfPlayer & ByPerson)
  | ({ readonly type: 'release_hold' } & OfPlayer & ByPerson)
  // players
  | { readonly type: 'join'; readonly person: Person; readonly newParticipant: ParticipantId }
  | { readonly type: 'leave'; readonly user: UserId }
  | ({ readonly type: 'renew_pack' } & OfPlayer & ByPerson)
  | ({ readonly type: 'pack_downloaded'; readonly generation: number } & OfPlayer)
  | ({ readonly type: 'forfeit' } & OfPlayer & ByPerson)
  | ({ readonly type: 'unforfeit' } & OfPlayer & ByPerson)
  | ({ readonly type: 'see_map' } & OfPlayer)
  /** To the organizers alone; anybody may. */
  | { readonly type: 'report_problem'; readonly person: Person; readonly text: string }
  | ({ readonly type: 'not_ready'; readonly reason: NotReadyReason } & OfPlayer)
  // mods
  | ({ readonly type: 'ready' } & OfPlayer)
  | ({
      readonly type: 'connected';
      readonly modVersion: string | null;
      readonly gameVersion: string | null;
      readonly pack: string | null;
    } & OfPlayer)
  | ({ readonly type: 'disconnected' } & OfPlayer)
  | ({ readonly type: 'save'; readonly state: 'fresh' | 'race' | 'other'; readonly igtMs: number } & OfPlayer)
  | ({ readonly type: 'note'; readonly code: string; readonly text: string } & OfPlayer)
  /** A gate or a finish. `happenedAt` null: no clock offset known, the arrival counts. */
  | ({
      readonly type: 'report';
      readonly subject: ReportSubject;
      readonly place: OutboxPlace | null;
      readonly igtMs: number;
      /** Null: the client did not say; the last pulse's count, or that of the last fact. */
      readonly deaths: number | null;
      readonly happenedAt: number | null;
    } & OfPlayer);

export type IntentType = Intent['type'];

/** Live facts that only the sockets know, per participant (ARCHITECTURE.md: `tick` carries it, `decide` compares). */
export type Liveness = {
  readonly connected: boolean;
  /** Server ms since when no socket is open; null while one is. */
  readonly offlineSince: number | null;
  /** Server ms since when a socket is open; null while none is. */
  readonly connectedSince: number | null;
  /** When a fact or a pulse with a higher IGT last came; null if never. */
  readonly lastMovedAt: number | null;
  readonly deaths: number | null;
  readonly clockBoundMs: number | null;
  /** Server ms since when this process could have heard of the player: nobody moves while the service is down. */
  readonly watchedSince?: number;
};

/** What `decide` is told of the world: the instant, the seed's graph, who is connected. */
export type Circumstances = {
  readonly now: number;
  /** Undefined: it cannot be read now. Only mods' gates need it. */
  readonly graph: Graph | undefined;
  readonly live: Readonly<Record<string, Liveness>>;
};

/** Why somebody is not ready for the start. */
export type Missing = {
  readonly participant: ParticipantId;
  readonly name: string;
  readonly why: 'no_pack' | 'never_connected' | 'not_ready' | 'took_ready_back' | 'offline';
};

/** A typed no, with what is needed to say what to do next. The wire's codes (PROTOCOL.md) are among them. */
export type Refusal =
  | { readonly code: 'wrong_status'; readonly status: Race['phase']['status']; readonly intent: IntentType }
  | { readonly code: 'countdown_running' }
  | { readonly code: 'nobody_ready' }
  /** `late`: whoever is missing may still come after GO. */
  | {
      readonly code: 'players_missing';
      readonly missing: readonly Missing[];
      readonly ready: number;
      readonly late: boolean;
    }
  | { readonly code: 'results_final' }
  | { readonly code: 'locked' }
  | { readonly code: 'too_late_to_join' }
  /** While it runs no place becomes free: waiting would be in vain. */
  | { readonly code: 'race_full' }
  | { readonly code: 'invited_only' }
  | { readonly code: 'removed_before' }
  | { readonly code: 'caster_cannot_join' }
  | { readonly code: 'player_cannot_cast' }
  | { readonly code: 'not_in_race' }
  | { readonly code: 'already_finished' }
  | { readonly code: 'already_out'; readonly why: string }
  | { readonly code: 'not_out' }
  | { readonly code: 'saw_map' }
  | { readonly code: 'map_after_end' }
  | { readonly code: 'too_late_to_stop' }
  | { readonly code: 'last_organizer' }
  | { readonly code: 'bad_option'; readonly option: string; readonly min: number; readonly max: number }
  | { readonly code: 'bad_name' }
  | { readonly code: 'bad_text'; readonly max: number }
  // for mods (PROTOCOL.md, Refused)
  | { readonly code: 'race_not_running' }
  | { readonly code: 'unknown_zone' }
  | { readonly code: 'bad_igt' }
  | { readonly code: 'not_racing' }
  | { readonly code: 'seq_conflict' };

export type Decision = { readonly facts: readonly Fact[] } | { readonly refused: Refusal };
