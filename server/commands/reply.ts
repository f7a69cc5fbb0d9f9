// What a command answers: data, a closed union. server/present words each kind once per style; mouths render the words.
// Deliberately absent: text in any language. People's own text (names, reasons) is carried raw; wording neutralises it.

import type { Ability, OverlayName, PoolStats, RaceSummary, RaceView, ScanReport } from '../play/ports/index.ts';
import type { Mark } from '../race/facts.ts';
import type { PacksWhen } from '../race/packs.ts';
import type { RaceStatus } from '../race/race.ts';
import type { Line } from '../race/standings.ts';
import type { ArgValue } from './ask.ts';
import type { Deed, DeedName } from './deed.ts';
import type { ArgumentProblem, RaceRef, Refused } from './refused.ts';

export const OFFER_LABELS = [
  'join',
  'leave',
  'my_pack',
  'leaderboard',
  'open',
  'start',
  'start_late',
  'start_anyway',
  'start_without',
  'again',
  'restore',
  'let_in',
  'decline',
  'unforfeit',
  'see_map',
  'wait',
  'yes',
  'no',
  'try_again',
  'signed_in',
  'this_race',
] as const;
export type OfferLabel = (typeof OFFER_LABELS)[number];

/** A button under an answer. `ask` null: only puts the question away. */
export type Offer = {
  readonly label: OfferLabel;
  /** What the button is about, where there are several of its kind: stands on it instead. */
  readonly about?: Pick<RaceRef, 'code' | 'name'>;
  readonly style: 'primary' | 'secondary' | 'success' | 'danger';
  readonly ask: {
    readonly command: string;
    readonly args: Readonly<Record<string, ArgValue>>;
    readonly confirmed: boolean;
  } | null;
  /** Server ms after which it is dead; null: lives on. */
  readonly expiresAt: number | null;
};

/** What would happen and cannot be undone. */
export type ConfirmSubject =
  /** `broken`: the seed is thrown away. */
  | {
      readonly what: 'cancel';
      readonly status: RaceStatus;
      readonly players: number;
      readonly reason: string | null;
      readonly broken?: true;
    }
  | { readonly what: 'end'; readonly playing: readonly string[] }
  | { readonly what: 'forfeit' }
  /** `broken`: the seed is thrown away. `packs`: so many have theirs, which die. */
  | { readonly what: 'reroll'; readonly packs: number; readonly broken: boolean }
  | { readonly what: 'see_map' }
  /** A start as it was understood. `zone` null: it needed none. */
  | { readonly what: 'start_time'; readonly at: number; readonly zone: string | null; readonly now: number }
  | { readonly what: 'discard_seed'; readonly pool: string; readonly number: number }
  | { readonly what: 'start_without'; readonly removed: readonly string[] }
  /** A player's finish, which nothing but a time by hand brings back. */
  | { readonly what: 'take_back_finish'; readonly player: string; readonly igtMs: number }
  /** Two accounts that would be one person. */
  | { readonly what: 'link' | 'unlink'; readonly discord: string; readonly twitch: string };

export type { ArgumentProblem, Deed, DeedName, PacksWhen, RaceRef, Refused };

/** How set a player is for the start; null: not known. */
export type CheckRow = {
  readonly name: string;
  readonly ready: boolean;
  /** Reached by direct messages; null: not on Discord. */
  readonly messages: boolean | null;
  readonly twitch: boolean;
  readonly pack: boolean;
  readonly mod: 'connected' | 'gone' | 'never';
  readonly version: string | null;
  readonly rightPack: boolean | null;
  readonly roundTripMs: number | null;
};

/** What was recorded about a player. Times: in-game, and since GO by the wall clock. */
export type ReviewRow = {
  readonly name: string;
  readonly held: boolean;
  readonly marks: readonly Mark[];
  /** Connections lost since GO. */
  readonly quits: number;
  readonly modVersion: string | null;
  readonly gameVersion: string | null;
  readonly rightPack: boolean | null;
  readonly lateMs: number | null;
  readonly clockBoundMs: number | null;
  readonly gates: readonly {
    readonly layer: number;
    readonly finish: boolean;
    readonly igtMs: number;
    readonly clockMs: number | null;
    readonly marks: readonly Mark[];
  }[];
  readonly notes: readonly string[];
};

/** By private messages. `refused`: the platform took none of late; `no`: there is no way to send one. */
export type Reached = 'yes' | 'refused' | 'no';

/** A player's own link; never public, never logged. `bytes` null: not known yet. */
export type PackLink = { readonly url: string; readonly bytes: number | null };

/** Addresses for OBS and casters. */
export type OverlayAddress = {
  readonly what: OverlayName;
  readonly url: string;
  /** A small local file for OBS that waits for the server. */
  readonly fileUrl: string;
  /** Of whatever race each of its channels has. `channel`: of Twitch, a login. */
  readonly live: readonly { readonly platform: 'twitch' | 'discord'; readonly channel: string; readonly url: string }[];
};

export type HelpLine = {
  readonly command: string;
  readonly description: string;
  readonly discord: string | null;
  readonly chat: string | null;
  readonly args: readonly { readonly name: string; readonly description: string; readonly required: boolean }[];
};

export type Reply = { readonly offers: readonly Offer[] } & (
  | { readonly kind: 'refused'; readonly command: string; readonly race: RaceRef | null; readonly no: Refused }
  | {
      readonly kind: 'confirm';
      readonly command: string;
      /** Null: it is about none, or about one that is still to be made. */
      readonly race: RaceRef | null;
      readonly subject: ConfirmSubject;
      readonly expiresAt: number;
    }
  | {
      readonly kind: 'created';
      readonly race: RaceRef;
      readonly pool: string;
      /** Seeds left in the pool. */
      readonly seedsLeft: number | null;
      readonly packs: PacksWhen;
      /** Announced, server ms. */
      readonly start: number | null;
      /** A Twitch channel that was named and has yet to confirm. */
      readonly toConfirm: string | null;
    }
  | { readonly kind: 'opened'; readonly race: RaceRef }
  | { readonly kind: 'released'; readonly race: RaceRef }
  | {
      readonly kind: 'countdown';
      readonly race: RaceRef;
      readonly startsAt: number;
      /** From the answer to GO, whole seconds. */
      readonly seconds: number;
      /** Names of those who got a pack of this seed in another race. */
      readonly playedBefore: readonly string[];
    }
  /** `was`: there was a countdown to stop. */
  | { readonly kind: 'stopped'; readonly race: RaceRef; readonly was: boolean }
  | { readonly kind: 'done'; readonly command: string; readonly race: RaceRef | null; readonly deed: Deed }
  | { readonly kind: 'cancelled'; readonly race: RaceRef }
  | { readonly kind: 'ended'; readonly race: RaceRef }
  | { readonly kind: 'home'; readonly race: RaceRef; readonly channel: string }
  | {
      readonly kind: 'joined';
      readonly race: RaceRef;
      readonly already: boolean;
      readonly players: number;
      readonly maxPlayers: number;
      readonly packs: PacksWhen;
      readonly pack: PackLink | null;
      readonly reached: Reached;
    }
  | { readonly kind: 'waiting'; readonly race: RaceRef; readonly place: number }
  | { readonly kind: 'asked'; readonly race: RaceRef }
  | {
      readonly kind: 'left';
      readonly race: RaceRef;
      /** False: they had only asked, or waited for a place. */
      readonly wasIn: boolean;
      readonly players: number;
      readonly maxPlayers: number;
    }
  | { readonly kind: 'pack'; readonly race: RaceRef; readonly pack: PackLink | null; readonly renewed: boolean }
  | { readonly kind: 'unready'; readonly race: RaceRef; readonly stoppedCountdown: boolean }
  | { readonly kind: 'forfeited'; readonly race: RaceRef }
  | { readonly kind: 'leaderboard'; readonly race: RaceRef; readonly view: RaceView; readonly now: number }
  | {
      readonly kind: 'status';
      readonly race: RaceRef;
      readonly view: RaceView;
      readonly pool: PoolStats | null;
      readonly packs: PacksWhen;
      /** Said to organizers alone: results to look at before they are final. */
      readonly toReview?: readonly { readonly name: string; readonly marks: readonly Mark[]; readonly held: boolean }[];
      readonly now: number;
    }
  /** How far one is, as everybody may know it. */
  | { readonly kind: 'progress'; readonly race: RaceRef; readonly view: RaceView; readonly line: Line }
  /** `told`: so many of those who are not ready can be told what they lack; null: it is not the time for that. */
  | {
      readonly kind: 'check';
      readonly race: RaceRef;
      readonly rows: readonly CheckRow[];
      readonly unready: number;
      readonly told: number | null;
      /** Twitch names with a link that was not used yet. */
      readonly invited: readonly string[];
    }
  /** `alone`: one player, with every gate. */
  | { readonly kind: 'review'; readonly race: RaceRef; readonly rows: readonly ReviewRow[]; readonly alone: boolean }
  /** `scan` null: nothing was read again. */
  | { readonly kind: 'seeds'; readonly pools: readonly PoolStats[]; readonly scan: ScanReport | null }
  /** Personal, for one use: in a button of a private answer. */
  | { readonly kind: 'web'; readonly url: string; readonly expiresAt: number; readonly now: number }
  /** The same for tying accounts. `link_how`: it starts elsewhere. `twitch`: a login. */
  | { readonly kind: 'link'; readonly url: string; readonly expiresAt: number; readonly now: number }
  | { readonly kind: 'linked'; readonly twitch: string; readonly already: boolean }
  | { readonly kind: 'link_how' }
  | { readonly kind: 'seed_discarded'; readonly pool: string; readonly number: number }
  | { readonly kind: 'races'; readonly races: readonly (RaceSummary & { readonly page: string })[] }
  | { readonly kind: 'overlay'; readonly race: RaceRef; readonly addresses: readonly OverlayAddress[] }
  /** With keys that are the asker's alone; never public, never logged. `renewed`: those before are dead. */
  | {
      readonly kind: 'keyed_overlay';
      readonly race: RaceRef;
      readonly addresses: readonly OverlayAddress[];
      readonly renewed: boolean;
    }
  | { readonly kind: 'pools'; readonly pools: readonly PoolStats[] }
  | { readonly kind: 'help'; readonly lines: readonly HelpLine[]; readonly site: string }
  | {
      readonly kind: 'setup';
      readonly organizerRole: string | null;
      readonly channel: string | null;
      readonly timezone: string | null;
      /** What the bot can and cannot do in the channel; null: nobody could say. */
      readonly abilities: readonly Ability[] | null;
    }
);
export type ReplyKind = Reply['kind'];
export type ReplyOf<K extends ReplyKind> = Extract<Reply, { readonly kind: K }>;

/** Chat stays silent: there is no race for it there, or the asker has no right to the word (COMMANDS.md, Twitch). */
export function isSilentInChat(reply: Reply): boolean {
  if (reply.kind !== 'refused') return false;
  switch (reply.no.code) {
    case 'no_race_here':
    case 'not_organizer':
    case 'may_not_create':
    case 'broadcaster_only':
    case 'admins_only':
    case 'home_channel_only':
    case 'unknown_command':
    case 'word_off':
      return true;
    default:
      return false;
  }
}

/** Nothing came of a press yet: what was pressed stays where it is, to be pressed again. */
export const leavesQuestion = (reply: Reply): boolean =>
  reply.kind === 'refused' && (reply.no.code === 'try_again' || reply.no.code === 'link_not_signed_in');

/** What a mouth says when a fault was caught at its boundary. */
export const tryAgain = (command: string): Reply => ({
  kind: 'refused',
  command,
  race: null,
  no: { code: 'try_again' },
  offers: [],
});

/** Something that may be typed into an argument; server/present words it, at most 100 characters. */
export type Choice = { readonly value: string } & (
  | { readonly kind: 'race'; readonly race: RaceSummary }
  | { readonly kind: 'player'; readonly name: string }
  | { readonly kind: 'pool'; readonly pool: PoolStats }
);
