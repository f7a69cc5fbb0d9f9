// The bot's own token: used as it was kept last, kept anew with every refresh before anybody uses it. A token that the
// configuration was given since then is the operator's newest word and goes first. Never logged.

import { createHash } from 'node:crypto';
import { type AccessToken, InvalidTokenError, RefreshingAuthProvider } from '@twurple/auth';
import { z } from 'zod';
import type { Keepsakes } from '../../server/play/ports/index.ts';
import type { TwitchBotConfig } from './config.ts';

const KEY = 'twitch bot token';

const Kept = z.object({
  /** Of the configured refresh token that this one descends from. */
  origin: z.string(),
  token: z.object({
    accessToken: z.string(),
    refreshToken: z.string().nullable(),
    scope: z.array(z.string()),
    expiresIn: z.number().nullable(),
    obtainmentTimestamp: z.number(),
  }),
});

/** There is no token, neither kept nor configured; the bot has to log in first (./login.ts). */
export class NoTwitchToken extends Error {}

export type TokenBook = {
  /** The newest token. Rejects when what is kept cannot be read. */
  newest(): Promise<AccessToken>;
  /** Resolves when it is kept. The book knows it at once, and so offers it again when keeping it fails. */
  keep(token: AccessToken): Promise<void>;
  /** The newest one serves no more: of the kept one and the configured one, the other is tried next. */
  refused(): void;
};

type ConfiguredTokens = Pick<TwitchBotConfig, 'accessToken' | 'refreshToken'>;

export function makeTokenBook(config: ConfiguredTokens, keepsakes: Keepsakes): TokenBook {
  const origin = originOf(config);
  let current: AccessToken | undefined;
  let unkept = false;
  let useConfigured = false;

  const keep = async (token: AccessToken) => {
    current = token;
    unkept = true;
    await keepsakes.set(KEY, JSON.stringify({ origin, token }));
    unkept = false;
  };
  return {
    keep,
    async newest() {
      if (current !== undefined && unkept) await keep(current);
      if (current === undefined) {
        const kept = useConfigured ? undefined : await readKept(config, keepsakes);
        current = kept ?? configured(config);
        if (current === undefined) throw new NoTwitchToken('no token');
      }
      return current;
    },
    refused() {
      current = undefined;
      unkept = false;
      useConfigured = !useConfigured && config.refreshToken !== null;
    },
  };
}

/** Keeps the token of a login as the newest word, until the configuration is given another one. */
export async function keepLogin(config: ConfiguredTokens, keepsakes: Keepsakes, token: AccessToken): Promise<void> {
  await makeTokenBook(config, keepsakes).keep(token);
}

/** The newest token without using it: for looking whether there is one, and whether it is good. */
export async function newestToken(config: ConfiguredTokens, keepsakes: Keepsakes): Promise<AccessToken | undefined> {
  return (await readKept(config, keepsakes)) ?? configured(config);
}

/** A login without any configured token descends from none. */
const originOf = ({ refreshToken }: ConfiguredTokens): string =>
  refreshToken === null ? 'login' : createHash('sha256').update(refreshToken).digest('hex');

/** Without a configured token, whatever is kept is the newest word. */
async function readKept(config: ConfiguredTokens, keepsakes: Keepsakes): Promise<AccessToken | undefined> {
  const text = await keepsakes.get(KEY);
  if (text === undefined) return undefined;
  const kept = Kept.safeParse(JSON.parse(text));
  if (!kept.success) return undefined;
  return config.refreshToken === null || kept.data.origin === originOf(config) ? kept.data.token : undefined;
}

/** How old it is nobody knows: the identity service is asked. */
function configured({ accessToken, refreshToken }: ConfiguredTokens): AccessToken | undefined {
  if (accessToken === null || refreshToken === null) return undefined;
  return { accessToken, refreshToken, scope: [], expiresIn: null, obtainmentTimestamp: 0 };
}

/** Hands out a refreshed token only after the book has kept it. */
export class KeepingAuthProvider extends RefreshingAuthProvider {
  readonly #book: TokenBook;
  #kept: Promise<void> = Promise.resolve();

  constructor(config: Pick<TwitchBotConfig, 'clientId' | 'clientSecret'>, book: TokenBook) {
    super({ clientId: config.clientId, clientSecret: config.clientSecret });
    this.#book = book;
    this.onRefresh((_user, token) => {
      this.#kept = book.keep(token);
      // Whoever asked for the token hears of it below.
      this.#kept.catch(() => {});
    });
  }

  override async refreshAccessTokenForUser(
    user: Parameters<RefreshingAuthProvider['refreshAccessTokenForUser']>[0],
  ): ReturnType<RefreshingAuthProvider['refreshAccessTokenForUser']> {
    const token = await super.refreshAccessTokenForUser(user);
    await this.#kept;
    return token;
  }

  /** The user id of the bot. Rejects where the identity service is away or refuses. */
  async addBot(): Promise<string> {
    const { scope, ...token } = await this.#book.newest();
    try {
      const id = await this.addUserForToken(scope.length === 0 ? token : { ...token, scope }, ['chat']);
      await this.#kept;
      return id;
    } catch (fault) {
      if (isRefusal(fault)) this.#book.refused();
      throw fault;
    }
  }
}

/** Whether Twitch said no to the token itself: only another login helps. */
export const isRefusal = (fault: unknown): boolean =>
  fault instanceof NoTwitchToken ||
  fault instanceof InvalidTokenError ||
  (fault instanceof Error && 'statusCode' in fault && (fault.statusCode === 400 || fault.statusCode === 401));
