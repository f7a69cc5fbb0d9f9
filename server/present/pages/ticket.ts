// The small pages of links for one use: what pressing the button does, and as whom. Deliberately absent: the secret, but in the form's
// own address.

import type { User } from '../../play/ports/index.ts';
import type { RaceModel } from './race.ts';

export type TicketPage = {
  readonly title: string;
  readonly says: string;
  /** Null: there is nothing to press. */
  readonly action: { readonly label: string; readonly path: string } | null;
  readonly loginPath: string | null;
  /** The race that it is about: what one should know of it before one says yes. */
  readonly race: Pick<RaceModel, 'note' | 'details'> | null;
};

export const signInPage = (name: string, path: string): TicketPage => ({
  title: 'Sign in',
  says: `This signs you in here as ${name}. The link works once; if you are not ${name}, close this page.`,
  action: { label: `Sign in as ${name}`, path },
  loginPath: null,
  race: null,
});

type Invited = {
  /** As who looks may see it. */
  readonly race: Pick<RaceModel, 'name' | 'note' | 'details'>;
  /** The Twitch login that the invitation is for. */
  readonly name: string;
  readonly user: User | undefined;
  readonly path: string;
  /** With Twitch. */
  readonly canLogIn: boolean;
};

export function invitePage({ race, name, user, path, canLogIn }: Invited): TicketPage {
  const title = `Invitation to ${race.name}`;
  if (!canLogIn && user?.twitchName !== name) {
    const says = `For ${name} on Twitch. Nobody can log in with Twitch on this server: say !join in the race’s Twitch channel, or ask who invited you.`;
    return { title, says, action: null, loginPath: null, race };
  }
  const loginPath = `/api/auth/twitch?next=${encodeURIComponent(path)}`;
  if (user === undefined) {
    return { title, says: `For ${name} on Twitch. Log in to accept it.`, action: null, loginPath, race };
  }
  if (user.twitchName !== name) {
    const says = `This invitation is for ${name} on Twitch, and you are logged in as ${user.name}. Log in as ${name} to accept it.`;
    return { title, says, action: null, loginPath, race };
  }
  return {
    title,
    says: `Hello ${user.name}. You are invited.`,
    action: { label: 'Join this race', path },
    loginPath: null,
    race,
  };
}

/** `problem`: why this login cannot be it; null: it can. */
export function linkPage(
  discord: User,
  twitch: User | undefined,
  problem: 'not_twitch' | 'taken' | null,
  path: string,
): TicketPage {
  const title = 'One person, two accounts';
  const loginPath = `/api/auth/twitch?next=${encodeURIComponent(path)}`;
  if (twitch === undefined || problem === 'not_twitch') {
    const says = `This makes ${discord.name} on Discord and your Twitch account one. Log in with Twitch to see both names; nothing happens before you say yes.`;
    return { title, says, action: null, loginPath, race: null };
  }
  const other = twitch.twitchName ?? twitch.name;
  if (problem === 'taken') {
    const says = `${other} on Twitch is tied to another Discord account already. Log in with another Twitch account, or ask whoever runs this site.`;
    return { title, says, action: null, loginPath, race: null };
  }
  return {
    title,
    says: `Discord: ${discord.name}. Twitch: ${other}. Are both of them you? If you did not say /link on Discord yourself, close this page.`,
    action: { label: `Yes, ${discord.name} and ${other} are both me`, path },
    loginPath: null,
    race: null,
  };
}

export const linkDonePage = (): TicketPage => ({
  title: 'Almost done',
  says: 'Go back to Discord and press “I have signed in” there. Only then the two accounts become one.',
  action: null,
  loginPath: null,
  race: null,
});
