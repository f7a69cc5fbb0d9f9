// What an organizer may choose for a race, with its defaults and limits (COMMANDS.md, Defaults). Durations carry their unit.

export const MAP_MODES = ['live', 'casters', 'after'] as const;
export type MapMode = (typeof MAP_MODES)[number];

export const JOIN_MODES = ['anyone', 'ask', 'invited'] as const;
export type JoinMode = (typeof JOIN_MODES)[number];

/** When packs go out: at join where no start is scheduled, else 30 min before (`auto`); at join; a time before the start; by hand. */
export type PackMode = 'auto' | 'join' | 'manual' | { readonly minutesBefore: number };

export type RaceOptions = {
  readonly countdownSeconds: number;
  readonly maxPlayers: number;
  readonly packs: PackMode;
  /** Late joiners and no-shows: minutes after the start; 0 = nobody comes late. */
  readonly lateMinutes: number;
  readonly inactiveMinutes: number;
  readonly inactiveWarningMinutes: number;
  readonly join: JoinMode;
  readonly map: MapMode;
  readonly spectatorDelaySeconds: number;
  readonly showFinishedNames: boolean;
  readonly provisionalMinutes: number;
  readonly reminderMinutes: number;
  readonly autostart: boolean;
};

export const DEFAULT_OPTIONS: RaceOptions = {
  countdownSeconds: 10,
  maxPlayers: 16,
  packs: 'auto',
  lateMinutes: 15,
  inactiveMinutes: 30,
  inactiveWarningMinutes: 20,
  join: 'anyone',
  map: 'live',
  spectatorDelaySeconds: 0,
  showFinishedNames: true,
  provisionalMinutes: 10,
  reminderMinutes: 15,
  autostart: false,
};

/** Inclusive bounds of packs `minutesBefore`. */
export const PACK_MINUTES_LIMITS = [1, 10_080] as const;

/** Inclusive bounds of the numeric options. */
export const OPTION_LIMITS = {
  countdownSeconds: [10, 120],
  maxPlayers: [2, 100],
  lateMinutes: [0, 240],
  inactiveMinutes: [5, 240],
  inactiveWarningMinutes: [1, 239],
  spectatorDelaySeconds: [0, 300],
  provisionalMinutes: [0, 1440],
  reminderMinutes: [0, 1440],
} as const satisfies Partial<Record<keyof RaceOptions, readonly [number, number]>>;

export const NAME_MAX_LENGTH = 80;
export const NOTE_MAX_LENGTH = 300;
export const REASON_MAX_LENGTH = 200;
/** What an organizer announces, or anybody reports; a chat line has room for no more (COMMANDS.md, Twitch). */
export const TEXT_MAX_LENGTH = 400;
