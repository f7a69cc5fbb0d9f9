// How players come by their links: from the direct message on Discord, or by logging in with Twitch on the race's page.

import type { DiscordSimulator, SeenMessage } from '../simulators/discord/simulator.ts';
import type { TwitchSimulator } from '../simulators/twitch/index.ts';

const LINK_BUTTON = 5;

/** The newest link to a pack among messages, as its button opens it. */
export function packLinkIn(messages: readonly SeenMessage[]): string | undefined {
  const urls = messages
    .flatMap((message) => message.components)
    .flatMap((row) => row.components)
    .flatMap((part) => (part.style === LINK_BUTTON && part.url !== undefined ? [part.url] : []));
  return urls.findLast((url) => url.includes('/pack/'));
}

export const discordPackLink = (discord: DiscordSimulator, user: string): Promise<string> =>
  discord.waitFor(() => packLinkIn(discord.dmsOf(user)), { what: `a pack for ${user}` });

/** Opens `/r/{code}` in a browser of its own, logs in with Twitch, and takes the link that only that player sees. */
export async function twitchPackLink(
  twitch: TwitchSimulator,
  {
    publicUrl,
    login,
    code,
    onCookies,
  }: { publicUrl: string; login: string; code: string; onCookies?: (values: readonly string[]) => void },
): Promise<string> {
  const browser = new Cookies();
  const next = `/r/${code}`;
  const begun = await browser.get(`${publicUrl}/api/auth/twitch?next=${encodeURIComponent(next)}`);
  const authorize = begun.headers.get('location');
  if (authorize === null) throw new Error(`login answered ${begun.status}`);
  await browser.get(twitch.authorizeAs(login, authorize));
  const page = await browser.follow(`${publicUrl}${next}`);
  const button = /href="([^"]*\/pack)"/.exec(await page.text())?.[1];
  if (button === undefined) throw new Error(`${login} sees no pack on the race's page`);
  const pack = await browser.follow(new URL(button, publicUrl).href);
  onCookies?.(browser.values());
  return pack.url;
}

/** A browser's memory for cookies of one site; redirects are the caller's to follow. */
class Cookies {
  readonly #jar = new Map<string, string>();

  async get(url: string): Promise<Response> {
    const cookie = [...this.#jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { redirect: 'manual', headers: cookie === '' ? {} : { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      this.#jar.set(pair.slice(0, at).trim(), pair.slice(at + 1));
    }
    return response;
  }

  values(): readonly string[] {
    return [...this.#jar.values()];
  }

  async follow(url: string): Promise<Response> {
    let at = url;
    for (let hops = 0; hops < 5; hops += 1) {
      const response = await this.get(at);
      const location = response.headers.get('location');
      if (location === null) return response;
      at = new URL(location, at).href;
    }
    throw new Error(`${url} redirects in circles`);
  }
}
