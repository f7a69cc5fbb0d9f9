// The state of a race: what a fold over its facts gives. A union by phase and by standing, so that a field exists only
// where it means something. Pulses (ticking IGT, deaths, being connected) are not here: they are laid over for display.

import type {
  AbandonReason,
  Actor,
  FactOf,
  Mark,
  NotReadyReason,
  Person,
  RaceChannel,
  RaceSeed,
  ReportSubject,
} from './facts.ts';
import type { NodeId } from './graph.ts';
import type { ParticipantId, RaceCode, RaceId, UserId } from './ids.ts';
import type { RaceOptions } from './options.ts';

export const RACE_STATUSES = ['draft', 'open', 'countdown', 'running', 'finished', 'cancelled'] as const;
export type RaceStatus = (typeof RACE_STATUSES)[number];

export const PLAYER_STATUSES = ['registered', 'ready', 'playing', 'finished', 'abandoned'] as const;
export type PlayerStatus = (typeof PLAYER_STATUSES)[number];

export type Phase =
  | { readonly status: 'draft' }
  | { readonly status: 'open' }
  | { readonly status: 'countdown'; readonly startsAt: number; readonly seconds: number }
  | { readonly status: 'running'; readonly startedAt: number }
  | { readonly status: 'finished'; readonly startedAt: number; readonly finishedAt: number; readonly final: boolean }
  | { readonly status: 'cancelled'; readonly cancelledAt: number; readonly by: Actor; readonly reason: string | null };

/** The first entry of a layer above all entered before: IGT and server time of it. */
export type Split = { readonly igtMs: number; readonly at: number };

export type Visit = {
  readonly node: NodeId;
  readonly from: NodeId | null;
  readonly igtMs: number;
  readonly deaths: number;
  readonly at: number;
};

/** How far a player has come. `layer` is a high-water mark, the graph's number; `splits` by layer, the start's being 0. */
export type Progress = {
  readonly layer: number;
  readonly node: NodeId;
  readonly igtMs: number;
  readonly deaths: number;
  /** Deaths in each node up to the last fact: differences between consecutive facts. What a pulse adds belongs to `node`. */
  readonly deathsIn: Readonly<Record<NodeId, number>>;
  /** First visits, in order; the start node first. */
  readonly visits: readonly Visit[];
  readonly splits: Readonly<Record<number, Split>>;
};

/** Facts that were recorded while the player was out or finished; they count again on restore or unforfeit. */
export type HeldBack = FactOf<'gate_passed'> | FactOf<'player_finished'>;

export type Finish = {
  readonly igtMs: number;
  readonly deaths: number;
  readonly finishedAt: number;
  /** Set by an organizer, not reported by the mod. */
  readonly byHand: boolean;
};

export type Standing =
  | { readonly status: 'registered'; readonly reason: NotReadyReason | null }
  | { readonly status: 'ready' }
  | { readonly status: 'playing'; readonly progress: Progress }
  /** `heldBack`: what came after the finish; it counts once the finish is taken back. */
  | ({ readonly status: 'finished'; readonly progress: Progress; readonly heldBack: readonly HeldBack[] } & Finish)
  | {
      readonly status: 'abandoned';
      readonly why: AbandonReason;
      readonly reason: string | null;
      readonly at: number;
      readonly progress: Progress | null;
      /** The result of who had finished before being taken out; restore brings it back. */
      readonly finish: Finish | null;
      readonly heldBack: readonly HeldBack[];
    };

/** A report as first committed: enough to know a repeat from a conflict. */
export type Received = { readonly subject: ReportSubject; readonly igtMs: number; readonly deaths: number };

export type Participant = {
  readonly id: ParticipantId;
  readonly user: UserId;
  readonly name: string;
  readonly color: number;
  readonly joinedAt: number;
  /** An organizer let them in: after the start their time to come begins then. */
  readonly broughtIn: boolean;
  /** Of the mod and download tokens; every rise kills the ones before. */
  readonly generation: number;
  /** The generation that the last reroll gave: a token below it died of a changed seed. 0 where there was none. */
  readonly rerolledTo: number;
  readonly downloaded: boolean;
  readonly standing: Standing;
  readonly lateMs: number | null;
  /** When they last began or resumed playing; 0 before. Inactivity is never counted from before. */
  readonly playsSince: number;
  /** When the last gate or finish of theirs came in; 0 before. */
  readonly movedAt: number;
  /** When they were last warned of inactivity; 0 before. */
  readonly warnedAt: number;
  readonly sawMap: boolean;
  readonly held: boolean;
  readonly marks: readonly Mark[];
  readonly clockBoundMs: number | null;
  readonly outboxes: Readonly<Record<string, Readonly<Record<number, Received>>>>;
};

/** Not a participant yet; `participant` is the id they get when they come in. */
export type Candidate = Person & { readonly participant: ParticipantId };

/** Why a participant is gone, with the generation its tokens had: an old token is answered with the reason. */
export type Departed = {
  readonly id: ParticipantId;
  readonly user: UserId;
  readonly generation: number;
  readonly how: 'left' | 'removed';
};

export type Race = {
  readonly id: RaceId;
  readonly code: RaceCode;
  readonly name: string;
  readonly note: string | null;
  readonly seed: RaceSeed;
  readonly options: RaceOptions;
  readonly phase: Phase;
  readonly createdAt: number;
  readonly scheduledStart: number | null;
  /** The announced time of which players were reminded, and the one at which the organizer was asked to start. */
  readonly remindedOf: number | null;
  readonly calledFor: number | null;
  /** The race of which this is another round. */
  readonly again: RaceId | null;
  readonly creator: Person;
  /** The creator among them. */
  readonly organizers: readonly Person[];
  readonly casters: readonly Person[];
  /** Of users who were taken away as caster or organizer: the generation of their keys since then (of all others 1). */
  readonly overlayKeys: Readonly<Record<string, { readonly generation: number; readonly since: number }>>;
  readonly channels: readonly RaceChannel[];
  readonly locked: boolean;
  readonly packsReleased: boolean;
  /** In order of joining. */
  readonly participants: readonly Participant[];
  readonly invited: readonly Person[];
  readonly asked: readonly Candidate[];
  /** First come, first in. */
  readonly waiting: readonly Candidate[];
  readonly departed: readonly Departed[];
  /** True once anybody downloaded a pack of the present seed. */
  readonly seedDownloaded: boolean;
  /** `at` of the newest fact. */
  readonly lastFactAt: number;
};
