// The page of one's own account: which accounts on other platforms are this one, where it is logged in, what its programs may use.
// Deliberately absent: everything that opens something (session ids, tokens), but a token just made, which is shown this once.

import type { ApiToken, BrowserSession, User } from '../../play/ports/index.ts';
import { type TimeText, timeText } from './format.ts';

export type SessionRow = {
  readonly name: string;
  /** `Firefox on Linux`. */
  readonly browser: string;
  readonly since: TimeText | null;
  /** The one that asks. */
  readonly here: boolean;
};

export type TokenRow = {
  readonly id: string;
  readonly name: string;
  readonly created: TimeText;
  readonly used: TimeText | null;
};

export type AccountModel = {
  readonly name: string;
  readonly isAdmin: boolean;
  readonly twitch: string | null;
  readonly discord: string | null;
  readonly zone: string | null;
  /** To choose from, theirs among them. */
  readonly zones: readonly string[];
  readonly sessions: readonly SessionRow[];
  readonly tokens: readonly TokenRow[];
  /** Just made: its text, this once. */
  readonly made: { readonly name: string; readonly text: string } | null;
  /** Beside the field for a new token's name. */
  readonly tokenError: string | null;
  readonly tokenNameMax: number;
};

export function accountModel(given: {
  readonly user: User;
  readonly sessions: readonly BrowserSession[];
  /** Name of the session that asks. */
  readonly here: string | null;
  readonly tokens: readonly ApiToken[];
  readonly made: AccountModel['made'];
  readonly tokenError: string | null;
  readonly tokenNameMax: number;
  readonly zones: readonly string[];
}): AccountModel {
  const { user, sessions, here, tokens, made, tokenError, tokenNameMax, zones } = given;
  return {
    name: user.name,
    isAdmin: user.isAdmin,
    twitch: user.twitchName,
    discord: user.discordName,
    zone: user.timezone,
    zones: withZone(zones, user.timezone),
    sessions: sessions.map(({ name, agent, since }) => ({
      name,
      browser: browserOf(agent),
      since: since === null ? null : timeText(since),
      here: name === here,
    })),
    tokens: tokens.map(({ id, name, createdAt, lastUsedAt }) => ({
      id,
      name,
      created: timeText(createdAt),
      used: lastUsedAt === null ? null : timeText(lastUsedAt),
    })),
    made,
    tokenError,
    tokenNameMax,
  };
}

/** What is not listed was typed in chat, `Etc/GMT+2`. */
export const withZone = (zones: readonly string[], zone: string | null): readonly string[] =>
  zone === null || zones.includes(zone) ? zones : [zone, ...zones];

/** The first that fits: browsers name their ancestors too. */
const BROWSERS = [
  ['Edge', /\bEdg\w*\//],
  ['Opera', /\bOPR\//],
  ['Firefox', /\bFirefox\/|\bFxiOS\//],
  ['Chrome', /\bChrom(?:e|ium)\/|\bCriOS\//],
  ['Safari', /\bSafari\//],
] as const;
const SYSTEMS = [
  ['Windows', /Windows/],
  ['Android', /Android/],
  ['iPhone', /iPhone/],
  ['iPad', /iPad/],
  ['Mac', /Macintosh/],
  ['Linux', /Linux|X11/],
] as const;

/** How a person would call the browser that named itself so. */
export function browserOf(agent: string | null): string {
  const find = (known: readonly (readonly [string, RegExp])[]) => known.find(([, sign]) => sign.test(agent ?? ''))?.[0];
  const [browser, system] = [find(BROWSERS), find(SYSTEMS)];
  if (browser === undefined) return system === undefined ? 'A browser' : `A browser on ${system}`;
  return system === undefined ? browser : `${browser} on ${system}`;
}
