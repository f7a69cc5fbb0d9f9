// What the address of an overlay may ask for, each within its bounds (README.md, Overlays). An address that asks for something
// else is refused as a whole: a mistyped option would else be noticed on air.

import type { OverlayName } from '../../play/ports/index.ts';

/** Each a page of its own for a browser source in OBS, with the size that fits it, px. */
export const OVERLAY_KINDS: readonly OverlayName[] = ['dag', 'leaderboard', 'clock', 'player'];
export type OverlayKind = OverlayName;

export const OVERLAY_SIZES: Readonly<Record<OverlayKind, { readonly width: number; readonly height: number }>> = {
  dag: { width: 1920, height: 540 },
  leaderboard: { width: 400, height: 600 },
  clock: { width: 400, height: 120 },
  player: { width: 480, height: 120 },
};

export const OVERLAY_LINES = { min: 1, max: 100, normal: 16 } as const;
export const OVERLAY_SCALE = { min: 0.5, max: 4, normal: 1 } as const;
/** Seconds by which a picture may be held back, on top of the race's own delay. */
export const OVERLAY_DELAY = { min: 0, max: 300, normal: 0 } as const;
export const OVERLAY_THEMES = ['clear', 'dark', 'light'] as const;
export const OVERLAY_LABELS = ['auto', 'all', 'none'] as const;
/** Names in `players`, and letters in one. */
export const OVERLAY_PLAYERS_MAX = 16;
export const OVERLAY_NAME_MAX_LENGTH = 40;

export type OverlayOptions = {
  /** Lines of the leaderboard. */
  readonly lines: number;
  readonly scale: number;
  /** The map keeps the leaders in view. */
  readonly follow: boolean;
  /** Only these, by name in any case; empty: everybody. */
  readonly players: readonly string[];
  readonly theme: (typeof OVERLAY_THEMES)[number];
  readonly labels: (typeof OVERLAY_LABELS)[number];
  readonly legend: boolean;
  readonly delay: number;
  /** Whose line the player overlay shows; empty: the leader's. */
  readonly name: string;
  /** An invented race, for placing. */
  readonly demo: boolean;
};

/** Of an address: an option, or the key of its holder. */
const KNOWN: readonly string[] = [
  ...(['lines', 'scale', 'follow', 'players', 'theme', 'labels', 'legend', 'delay', 'name', 'demo'] as const),
  'key',
];

export type OverlayQuery = Readonly<Record<string, string | undefined>>;

/** Undefined where one of them is unknown or not within its bounds. What this overlay has no use for is read all the same. */
export function parseOverlayOptions(query: OverlayQuery): OverlayOptions | undefined {
  if (Object.keys(query).some((name) => !KNOWN.includes(name))) return undefined;
  const read = {
    lines: wholeWithin(query.lines, OVERLAY_LINES),
    scale: within(query.scale, OVERLAY_SCALE),
    follow: yesOrNo(query.follow, false),
    players: namesIn(query.players),
    theme: oneOf(query.theme, OVERLAY_THEMES),
    labels: oneOf(query.labels, OVERLAY_LABELS),
    legend: yesOrNo(query.legend, true),
    delay: wholeWithin(query.delay, OVERLAY_DELAY),
    name: nameIn(query.name ?? ''),
    demo: yesOrNo(query.demo, false),
  };
  return isWhole(read) ? read : undefined;
}

const isWhole = (
  read: { readonly [Key in keyof OverlayOptions]: OverlayOptions[Key] | undefined },
): read is OverlayOptions => Object.values(read).every((value) => value !== undefined);

type Limit = { readonly min: number; readonly max: number; readonly normal: number };

/** Absent or empty: as it normally is. */
function within(text: string | undefined, limit: Limit): number | undefined {
  if (text === undefined || text === '') return limit.normal;
  if (!/^\d+(\.\d+)?$/.test(text)) return undefined;
  const value = Number(text);
  return value >= limit.min && value <= limit.max ? value : undefined;
}

function wholeWithin(text: string | undefined, limit: Limit): number | undefined {
  const value = within(text, limit);
  return value === undefined || Number.isInteger(value) ? value : undefined;
}

function yesOrNo(text: string | undefined, normal: boolean): boolean | undefined {
  if (text === undefined || text === '') return normal;
  if (text === '1' || text === 'true') return true;
  return text === '0' || text === 'false' ? false : undefined;
}

function oneOf<Word extends string>(text: string | undefined, words: readonly Word[]): Word | undefined {
  if (text === undefined || text === '') return words[0];
  return words.find((word) => word === text);
}

function namesIn(text: string | undefined): readonly string[] | undefined {
  const names = (text ?? '')
    .split(',')
    .map(nameIn)
    .filter((name) => name !== '');
  return names.length > OVERLAY_PLAYERS_MAX || names.some((name) => name === undefined)
    ? undefined
    : names.filter((name) => name !== undefined);
}

const nameIn = (text: string): string | undefined =>
  text.length > OVERLAY_NAME_MAX_LENGTH || /\p{Cc}/u.test(text) ? undefined : text.trim();
