// The web half with logins through a Twitch simulator, for tests that log in as people do.

import type { HttpConfig } from '../../server/http/deps.ts';
import { startTwitchSimulator, type TwitchSimulator } from '../simulators/twitch/index.ts';
import { openWebHouse, type WebHouse } from './web-house.ts';
import type { Visitor } from './web-visitor.ts';

export const CALLBACK = 'http://127.0.0.1:9/api/auth/callback';

export type TwitchHouse = {
  readonly house: WebHouse;
  readonly twitch: TwitchSimulator;
  /** Begins a login and says yes on Twitch as this user; the path, of ours, that the browser is sent back to. */
  agree(visitor: Visitor, login: string, next?: string): Promise<string>;
  close(): Promise<void>;
};

/** `logins`: users that there are on Twitch. */
export async function openTwitchHouse(
  logins: readonly string[],
  limits: HttpConfig['limits'] = {},
): Promise<TwitchHouse> {
  const twitch = await startTwitchSimulator({ redirectUris: [CALLBACK] });
  for (const login of logins) twitch.addUser({ login });
  process.env.TWURPLE_MOCK_API_PORT = String(twitch.idPort);
  const { clientId, clientSecret, idBase } = twitch;
  const house = await openWebHouse({
    limits: { logins: 1_000, ...limits },
    twitch: { clientId, clientSecret, redirectUri: CALLBACK, authorizeUrl: `${idBase}/authorize` },
  });
  return {
    house,
    twitch,
    async agree(visitor, login, next = '/') {
      const away = await visitor.get(`/api/auth/twitch?next=${encodeURIComponent(next)}`);
      const back = new URL(twitch.authorizeAs(login, away.headers.get('location') ?? ''));
      return back.pathname + back.search;
    },
    async close() {
      delete process.env.TWURPLE_MOCK_API_PORT;
      await house.close();
      await twitch.close();
    },
  };
}
