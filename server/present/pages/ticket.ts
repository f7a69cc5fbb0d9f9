// The small pages of links for one use: what pressing the button does, and as whom. Deliberately absent: the secret, but in the form's
// own address.

import type { User } from '../../play/ports/index.ts';
import type { Race } from '../../race/race.ts';

export type TicketPage = {
  readonly title: string;
  readonly says: string;
  /** Null: there is nothing to press. */
  readonly action: { readonly label: string; readonly path: string } | null;
  readonly loginPath: string | null;
};

export const signInPage = (name: string, path: string): TicketPage => ({
  title: 'Sign in',
  says: `This signs you in here as ${name}. The link works once; if you are not ${name}, close this page.`,
  action: { label: `Sign in as ${name}`, path },
  loginPath: null,
});

/** `name`: the Twitch login that the invitation is for. */
export function invitePage(race: Race, name: string, user: User | undefined, path: string): TicketPage {
  const title = `Invitation to ${race.name}`;
  if (user === undefined) {
    const loginPath = `/api/auth/twitch?next=${encodeURIComponent(path)}`;
    return { title, says: `For ${name} on Twitch. Log in to accept it.`, action: null, loginPath };
  }
  if (user.twitchName !== name) {
    return {
      title,
      says: `This invitation is for ${name} on Twitch, and you are logged in as ${user.name}.`,
      action: null,
      loginPath: null,
    };
  }
  return {
    title,
    says: `Hello ${user.name}. You are invited.`,
    action: { label: 'Join this race', path },
    loginPath: null,
  };
}
