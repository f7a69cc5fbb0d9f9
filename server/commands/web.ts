// `web`: a sign-in link for the page, as this account, for players without Twitch. For one use, five minutes, in a button of a private
// answer; never in a chat channel.

import type { GeneralCommand } from './command.ts';
import { refuse } from './refer.ts';

const SIGN_IN_MS = 5 * 60_000;

export const WEB: GeneralCommand = {
  about: 'house',
  name: 'web',
  description: 'Sign in on the site as this account, without Twitch',
  discord: ['web'],
  words: [],
  positional: [],
  args: [],
  who: 'anybody',
  public: false,
  changes: true,
  irreversible: false,
  async run(ask, house) {
    const { user, place } = ask.asker;
    if (place.platform === 'twitch') return refuse(ask.command, { code: 'unknown_command' });
    const expiresAt = house.time.now() + SIGN_IN_MS;
    const token = await house.tickets.issue({ purpose: 'sign_in', about: user.id, name: null, by: user.id, expiresAt });
    return { kind: 'web', url: house.links.signIn(token), expiresAt, now: house.time.now(), offers: [] };
  },
};
