// Logs the bot's account in by device code: a person opens a page anywhere, says yes as the bot's account, and the token is kept
// where the bot looks for it. Deliberately absent: printing, the terminal.
import type { Keepsakes, Time } from '../../server/play/ports/index.ts';
import type { TwitchBotConfig } from './config.ts';
import { askForToken, startDeviceLogin, TwitchIdentityError, validate } from './identity.ts';
import { keepLogin } from './token.ts';

/** What the bot needs to read and write chat. */
export const BOT_SCOPES = ['chat:read', 'chat:edit'] as const;

export type LoginOptions = {
  readonly config: Pick<TwitchBotConfig, 'clientId' | 'accessToken' | 'refreshToken'> & { readonly idBase: string };
  readonly keepsakes: Keepsakes;
  readonly time: Time;
  /** The person has to open `address` as the bot's account, and type `code` if it is asked for. */
  onCode(ask: { readonly address: string; readonly code: string; readonly minutes: number }): void;
};

/** Resolves with the account's login once its token is kept. Rejects with TwitchIdentityError. */
export async function logIn({ config, keepsakes, time, onCode }: LoginOptions): Promise<{ readonly login: string }> {
  const device = await startDeviceLogin(config, BOT_SCOPES);
  const until = time.now() + device.expiresInMs;
  onCode({ address: device.address, code: device.userCode, minutes: Math.round(device.expiresInMs / 60_000) });
  while (time.now() < until) {
    await new Promise<void>((resolve) => time.after(device.intervalMs, resolve));
    const answer = await askForToken(config, device, BOT_SCOPES, time.now());
    if (answer === 'pending') continue;
    if (answer === 'expired') break;
    const owner = await validate(config.idBase, answer.accessToken);
    if (owner === undefined) throw new TwitchIdentityError('Twitch gave a token that it does not know. Try again.');
    const missing = BOT_SCOPES.filter((scope) => !owner.scopes.includes(scope));
    if (missing.length > 0) throw new TwitchIdentityError(`The login lacks ${missing.join(' and ')}. Try again.`);
    await keepLogin(config, keepsakes, answer);
    return { login: owner.login };
  }
  throw new TwitchIdentityError('Nobody agreed in time, and the code is no longer good. Try again.');
}
