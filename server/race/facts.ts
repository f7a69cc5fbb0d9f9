// Everything that can have happened in a race, in the past tense, each complete on its own. The log of a race is a list
// of these and nothing else; state is a fold over them. A fact never changes its meaning: another shape is a new `v`.
// Facts for commands that come later (reroll, judge, schedule ...) are designed in from the start.

import type { NodeId } from './graph.ts';
import type { ParticipantId, RaceCode, RaceId, SeedId, UserId } from './ids.ts';
import type { RaceOptions } from './options.ts';

/** Who did it. The name is what was shown at the time; it is never looked up again. */
export type Actor =
  | { readonly kind: 'user'; readonly user: UserId; readonly name: string }
  | { readonly kind: 'system' };

export type Person = { readonly user: UserId; readonly name: string };

/** What a race needs to know of its seed without the graph at hand. `pack` is the hash of the shared files (PROTOCOL.md). */
export type RaceSeed = {
  readonly id: SeedId;
  readonly pool: string;
  readonly number: number;
  readonly totalLayers: number;
  readonly startNode: NodeId;
  readonly pack: string;
};

export const PLATFORMS = ['discord', 'twitch', 'console', 'web'] as const;
export type Platform = (typeof PLATFORMS)[number];

/**
 * A chat channel that knows a race: `home` may change it and hears of it, `shown` may only ask, `named` was asked by an
 * organizer to be home and has yet to confirm.
 */
export type RaceChannel = {
  readonly platform: Platform;
  /** Discord: channel id. Twitch: login in lower case. */
  readonly channel: string;
  /** Discord: the server's id; null elsewhere. */
  readonly server: string | null;
  readonly kind: 'home' | 'shown' | 'named';
};

export const NOT_READY_REASONS = ['player', 'wrong_save', 'left_menu', 'reroll'] as const;
export type NotReadyReason = (typeof NOT_READY_REASONS)[number];

export const ABANDON_REASONS = ['forfeit', 'inactive', 'no_show', 'removed', 'disqualified', 'ended'] as const;
export type AbandonReason = (typeof ABANDON_REASONS)[number];

/** Suspicions that are kept for the organizer and never stop a race (PROTOCOL.md). */
export const MARKS = ['igt_rewound', 'igt_ahead', 'no_path', 'wrong_pack', 'stale_save', 'early_play'] as const;
export type Mark = (typeof MARKS)[number];

/** Where a mod's fact stands in its outbox; null from clients without one. */
export type OutboxPlace = { readonly outbox: string; readonly seq: number };

/** What the mod said, kept to recognise the same fact again and to tell it from another under the same number. */
export type ReportSubject =
  | { readonly kind: 'flag'; readonly flag: number }
  | { readonly kind: 'zone'; readonly zone: string }
  | { readonly kind: 'finish' };

type Report = {
  readonly participant: ParticipantId;
  readonly place: OutboxPlace | null;
  readonly subject: ReportSubject;
  readonly igtMs: number;
  readonly deaths: number;
  /** Server time at which it happened, by the client's clock; the arrival where unknown. */
  readonly happenedAt: number;
  readonly marks: readonly Mark[];
};

export const SEED_FATES = ['released', 'spent', 'discarded'] as const;
/** What becomes of a seed that a race gives up: back to the pool only if none of its packs was ever downloaded. */
export type SeedFate = (typeof SEED_FATES)[number];

type Body =
  | {
      readonly type: 'race_created';
      readonly race: RaceId;
      readonly code: RaceCode;
      readonly name: string;
      readonly note: string | null;
      readonly seed: RaceSeed;
      readonly options: RaceOptions;
      readonly organizer: Person;
      readonly channels: readonly RaceChannel[];
      readonly scheduledStart: number | null;
      /** The race of which this is another round: its players are asked again. */
      readonly again?: RaceId;
      /** Which request made it, where it may be asked twice. */
      readonly request?: string;
    }
  | { readonly type: 'race_opened'; readonly by: Actor }
  | {
      readonly type: 'race_edited';
      readonly by: Actor;
      readonly changes: {
        readonly name?: string;
        readonly note?: string | null;
        readonly scheduledStart?: number | null;
        readonly options?: Partial<RaceOptions>;
      };
    }
  | { readonly type: 'channel_added'; readonly by: Actor; readonly channel: RaceChannel }
  | { readonly type: 'channel_removed'; readonly by: Actor; readonly platform: Platform; readonly channel: string }
  | { readonly type: 'caster_added'; readonly by: Actor; readonly person: Person }
  | { readonly type: 'caster_removed'; readonly by: Actor; readonly user: UserId }
  | { readonly type: 'organizer_added'; readonly by: Actor; readonly person: Person }
  | { readonly type: 'organizer_removed'; readonly by: Actor; readonly user: UserId }
  | { readonly type: 'player_invited'; readonly by: Actor; readonly person: Person }
  /** `participant`: the id that they get when they come in. */
  | { readonly type: 'join_requested'; readonly person: Person; readonly participant: ParticipantId }
  /** Of who asked or waits; an invitation that they had is gone too. */
  | { readonly type: 'join_declined'; readonly by: Actor; readonly user: UserId }
  | { readonly type: 'player_waiting'; readonly person: Person; readonly participant: ParticipantId }
  | { readonly type: 'player_stopped_waiting'; readonly user: UserId }
  | {
      readonly type: 'player_joined';
      readonly by: Actor;
      readonly participant: ParticipantId;
      readonly person: Person;
      /** Index into the palette; the lowest free one. */
      readonly color: number;
      /** First generation of this participant's tokens; above 1 when the same user was here before. */
      readonly generation: number;
    }
  | { readonly type: 'player_left'; readonly participant: ParticipantId }
  /** Before the start. While running a removal is `player_abandoned` with why `removed`. */
  | { readonly type: 'player_removed'; readonly by: Actor; readonly participant: ParticipantId }
  /** An announced start comes near: its players are reminded. Once per announced time. */
  | { readonly type: 'start_approached'; readonly scheduledStart: number }
  /** An announced start has come and nothing counts down: the organizer is asked to start. Once per announced time. */
  | { readonly type: 'start_time_came'; readonly scheduledStart: number }
  /** An organizer's words to everybody: thread, home channel, a banner in the game. */
  | { readonly type: 'announcement_made'; readonly by: Actor; readonly text: string }
  /** Somebody's words to the organizers alone. */
  | { readonly type: 'problem_reported'; readonly person: Person; readonly text: string }
  | { readonly type: 'race_locked'; readonly by: Actor }
  | { readonly type: 'race_unlocked'; readonly by: Actor }
  | { readonly type: 'packs_released'; readonly by: Actor }
  | {
      readonly type: 'pack_renewed';
      readonly by: Actor;
      readonly participant: ParticipantId;
      readonly generation: number;
    }
  /** `participant` and `generation` may be gone by then: somebody has this seed all the same. */
  | { readonly type: 'pack_downloaded'; readonly participant: ParticipantId; readonly generation: number }
  | {
      readonly type: 'seed_rerolled';
      readonly by: Actor;
      readonly seed: RaceSeed;
      readonly previous: SeedId;
      readonly fate: SeedFate;
    }
  | { readonly type: 'player_ready'; readonly participant: ParticipantId }
  | { readonly type: 'player_not_ready'; readonly participant: ParticipantId; readonly reason: NotReadyReason }
  | { readonly type: 'countdown_started'; readonly by: Actor; readonly startsAt: number; readonly seconds: number }
  | {
      readonly type: 'countdown_stopped';
      readonly by: Actor;
      /** The player who was no longer ready, where that was the cause. */
      readonly participant: ParticipantId | null;
    }
  | {
      readonly type: 'race_started';
      readonly startedAt: number;
      /** Clock uncertainty of each connected player's mod, ms; absent where unknown. */
      readonly clockBoundsMs: Readonly<Record<string, number>>;
    }
  /** Also of a no-show whose fact came in time: how late they began. */
  | { readonly type: 'player_started_late'; readonly participant: ParticipantId; readonly lateMs: number }
  | {
      readonly type: 'mod_connected';
      readonly participant: ParticipantId;
      readonly modVersion: string | null;
      readonly gameVersion: string | null;
      readonly pack: string | null;
      readonly marks: readonly Mark[];
    }
  | { readonly type: 'mod_disconnected'; readonly participant: ParticipantId }
  | {
      readonly type: 'save_reported';
      readonly participant: ParticipantId;
      readonly state: 'fresh' | 'race' | 'other';
      readonly igtMs: number;
      readonly marks: readonly Mark[];
    }
  | {
      readonly type: 'note_reported';
      readonly participant: ParticipantId;
      readonly code: string;
      readonly text: string;
    }
  | ({
      readonly type: 'gate_passed';
      /** The node that was entered. */
      readonly node: NodeId;
      readonly layer: number;
      /** The visited node it was entered from; null where no visited node leads there. */
      readonly from: NodeId | null;
    } & Report)
  | ({ readonly type: 'player_finished' } & Report)
  | {
      readonly type: 'player_abandoned';
      readonly by: Actor;
      readonly participant: ParticipantId;
      readonly why: AbandonReason;
      readonly reason: string | null;
      /** Inactive: when fact or IGT last moved; null else. */
      readonly lastMovedAt: number | null;
    }
  | {
      readonly type: 'player_restored';
      readonly by: Actor;
      readonly participant: ParticipantId;
      readonly how: 'restore' | 'unforfeit' | 'active_again';
    }
  /** Neither a fact nor a higher IGT for so long that inactivity is near. */
  | { readonly type: 'player_warned'; readonly participant: ParticipantId; readonly lastMovedAt: number }
  | { readonly type: 'map_seen'; readonly participant: ParticipantId }
  | {
      readonly type: 'result_set';
      readonly by: Actor;
      readonly participant: ParticipantId;
      readonly igtMs: number;
      readonly reason: string;
    }
  | { readonly type: 'result_held'; readonly by: Actor; readonly participant: ParticipantId }
  | { readonly type: 'result_released'; readonly by: Actor; readonly participant: ParticipantId }
  | { readonly type: 'race_finished'; readonly by: Actor; readonly why: 'all_done' | 'ended' }
  | { readonly type: 'race_reopened'; readonly by: Actor }
  | { readonly type: 'results_became_final' }
  | { readonly type: 'race_cancelled'; readonly by: Actor; readonly reason: string | null; readonly fate: SeedFate };

/** `at`: server epoch ms at which the fact was decided. */
export type Fact = Body & { readonly v: 1; readonly at: number };
export type FactType = Fact['type'];
export type FactOf<T extends FactType> = Extract<Fact, { readonly type: T }>;

/** A fact in its log: `seq` counts per race from 1 without holes. */
export type LoggedFact = { readonly seq: number; readonly fact: Fact };

/** Every type of fact, once: a type that is not among them does not compile. */
export const FACT_TYPES: ReadonlySet<string> = new Set(
  Object.keys({
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
  } as const satisfies Record<FactType, true>),
);
