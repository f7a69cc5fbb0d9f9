// Twitch's identity service, as far as the OAuth library does not ask it: the device code grant, and whether a token is good.
// Every answer is looked at. Errors never carry a secret. Documented at https://dev.twitch.tv/docs/authentication/.
import type { AccessToken } from '@twurple/auth';
import { z } from 'zod';

const ANSWER_WITHIN_MS = 10_000;
const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

const Device = z.object({
  device_code: z.string().min(1),
  user_code: z.string().min(1),
  verification_uri: z.string().min(1),
  expires_in: z.number().positive(),
  interval: z.number().positive(),
});
const Granted = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.number(),
  scope: z.array(z.string()).default([]),
});
const Refused = z.object({ message: z.string() });
const Valid = z.object({ login: z.string(), user_id: z.string(), scopes: z.array(z.string()).nullable() });

export type Identity = { readonly idBase: string; readonly clientId: string };
export type DeviceCode = {
  readonly deviceCode: string;
  /** What the person types, on the page `address`. */
  readonly userCode: string;
  readonly address: string;
  readonly expiresInMs: number;
  readonly intervalMs: number;
};

/** The service answered with something else than what it documents, or not at all; the message is for operators. */
export class TwitchIdentityError extends Error {}

/** Rejects with TwitchIdentityError. */
export async function startDeviceLogin({ idBase, clientId }: Identity, scopes: readonly string[]): Promise<DeviceCode> {
  const answer = await post(`${idBase}/device`, { client_id: clientId, scopes: scopes.join(' ') });
  const device = Device.safeParse(answer.body);
  if (!device.success) throw new TwitchIdentityError(`Twitch gave no code: ${messageOf(answer)}`);
  const { device_code, user_code, verification_uri, expires_in, interval } = device.data;
  return {
    deviceCode: device_code,
    userCode: user_code,
    address: verification_uri,
    expiresInMs: expires_in * 1000,
    intervalMs: interval * 1000,
  };
}

/** `pending`: the person has not said yes yet; ask again after the interval. `now` in ms. Rejects with TwitchIdentityError. */
export async function askForToken(
  { idBase, clientId }: Identity,
  device: DeviceCode,
  scopes: readonly string[],
  now: number,
): Promise<AccessToken | 'pending' | 'expired'> {
  const answer = await post(`${idBase}/token`, {
    client_id: clientId,
    scopes: scopes.join(' '),
    device_code: device.deviceCode,
    grant_type: DEVICE_GRANT,
  });
  const granted = Granted.safeParse(answer.body);
  if (granted.success) {
    const { access_token: accessToken, refresh_token: refreshToken, scope, expires_in: expiresIn } = granted.data;
    return { accessToken, refreshToken, scope, expiresIn, obtainmentTimestamp: now };
  }
  const message = messageOf(answer);
  if (message === 'authorization_pending' || message === 'slow_down') return 'pending';
  if (/invalid device code|expired/i.test(message)) return 'expired';
  throw new TwitchIdentityError(`Twitch refused: ${message}`);
}

/** Whose token it is and what it may; undefined: it is not good (any more). Rejects with TwitchIdentityError. */
export async function validate(
  idBase: string,
  accessToken: string,
): Promise<{ readonly login: string; readonly scopes: readonly string[]; readonly date: string | null } | undefined> {
  const answer = await ask(`${idBase}/validate`, { headers: { authorization: `OAuth ${accessToken}` } });
  if (answer.status === 401) return undefined;
  const valid = Valid.safeParse(answer.body);
  if (!valid.success) throw new TwitchIdentityError(`Twitch did not say whose token it is: ${messageOf(answer)}`);
  return { login: valid.data.login, scopes: valid.data.scopes ?? [], date: answer.date };
}

/** Whether Twitch knows the application by this id and secret. Rejects with TwitchIdentityError. */
export async function knowsApplication(
  { idBase, clientId }: Identity,
  clientSecret: string,
): Promise<{ readonly known: boolean; readonly date: string | null }> {
  const form = { client_id: clientId, client_secret: clientSecret, grant_type: 'client_credentials' };
  const answer = await post(`${idBase}/token`, form);
  if (answer.status === 200) return { known: true, date: answer.date };
  if (answer.status === 400 || answer.status === 403) return { known: false, date: answer.date };
  throw new TwitchIdentityError(`Twitch answered ${answer.status}: ${messageOf(answer)}`);
}

type Answer = { readonly status: number; readonly body: unknown; readonly date: string | null };

const post = (url: string, form: Record<string, string>): Promise<Answer> =>
  ask(url, { method: 'POST', body: new URLSearchParams(form) });

async function ask(url: string, init: RequestInit): Promise<Answer> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    const body: unknown = await response.json().catch(() => undefined);
    return { status: response.status, body, date: response.headers.get('date') };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : undefined;
    const why = cause ?? (error instanceof Error ? error.message : 'unknown');
    throw new TwitchIdentityError(`Twitch cannot be reached at ${new URL(url).host} (${why}).`);
  }
}

function messageOf({ body, status }: Answer): string {
  const refused = Refused.safeParse(body);
  return refused.success ? refused.data.message : `it answered ${status} without a reason`;
}
