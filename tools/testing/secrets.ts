// What a race makes and is given that nobody else may read: the service's own keys, and each player's link and token.

import type { Secret } from './leaks.ts';

const OF_THE_SERVICE = [
  ...['SECRET_KEY', 'DISCORD_TOKEN', 'TWITCH_CLIENT_SECRET'],
  ...['TWITCH_BOT_ACCESS_TOKEN', 'TWITCH_BOT_REFRESH_TOKEN'],
] as const;

export type SecretSources = {
  /** What the service is told. */
  readonly environment: Readonly<Record<string, string>>;
  /** Addresses of packs, by player. */
  readonly links: ReadonlyMap<string, string>;
  readonly runners: ReadonlyMap<string, { readonly pack: { readonly modToken: string } | undefined }>;
};

/** One that is not there is an empty text, which the search refuses. */
export const secretsOf = ({ environment, links, runners }: SecretSources): readonly Secret[] => [
  ...OF_THE_SERVICE.map((name) => ({ what: name, value: environment[name] ?? '' })),
  ...[...links].map(([owner, link]) => ({ what: `${owner}'s link`, value: link.split('/').at(-1) ?? '', owner })),
  ...[...runners].map(([owner, { pack }]) => ({ what: `${owner}'s mod token`, value: pack?.modToken ?? '' })),
];
