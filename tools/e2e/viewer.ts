// Somebody who watches the stream and types in its chat, with tmi.js as chat widgets have it.

import tmi from 'tmi.js';
import type { TwitchSimulator } from '../simulators/twitch/index.ts';
import { BOT_LOGIN } from '../stand/stand.ts';
import { CHANNEL } from './race-story.ts';

const LOGIN = 'vera';

/** Sits in the channel when this resolves. */
export async function watchChat(twitch: TwitchSimulator): Promise<tmi.Client> {
  twitch.addUser({ login: LOGIN });
  const token = twitch.issueToken(LOGIN);
  const client = new tmi.Client({
    options: { skipUpdatingEmotesets: true, skipMembership: true },
    connection: { server: '127.0.0.1', port: twitch.ircPort, secure: false, reconnect: false },
    identity: { username: LOGIN, password: `oauth:${token.accessToken}` },
    channels: [CHANNEL],
  });
  const joined = new Promise<void>((resolve) => client.once('join', () => resolve()));
  await client.connect();
  await joined;
  return client;
}

/** What the bot replies from now on to who sits there. */
export function heard(client: tmi.Client, fits: (text: string) => boolean): readonly string[] {
  const texts: string[] = [];
  client.on('message', (_channel, tags, text) => {
    if (tags.username === BOT_LOGIN && tags['reply-parent-user-login'] === LOGIN && fits(text)) texts.push(text);
  });
  return texts;
}
