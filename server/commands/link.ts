// `link`: one person's Discord and Twitch accounts become one. It starts on Discord with a link for one use; the page behind it signs in
// with Twitch, shows both names and asks; who pressed yes there still has to be confirmed by a button on Discord, so that a link that
// somebody else got hold of ties nothing. `unlink` takes it back, for oneself or, by an administrator, for anybody. Deliberately absent:
// the page, and what becoming one person, or two, does (play/make-merge.ts).

import type { User } from '../play/ports/index.ts';
import { parseUserId } from '../race/ids.ts';
import { CONFIRM_MS } from './answer-times.ts';
import { type Arguments, textOf } from './arguments.ts';
import type { GeneralCommand, House } from './command.ts';
import { accountNamed } from './people.ts';
import { dismiss, refTo, refuse } from './refer.ts';
import type { ConfirmSubject, Offer, Refused, Reply } from './reply.ts';

const LINK_MS = 10 * 60_000;

const PRIVATE = {
  about: 'house',
  positional: [],
  who: 'anybody',
  public: false,
  changes: true,
  irreversible: false,
} as const;

const signedIn: Offer = {
  label: 'signed_in',
  style: 'success',
  ask: { command: 'link confirm', args: {}, confirmed: false },
  expiresAt: null,
};

export const LINK: GeneralCommand = {
  ...PRIVATE,
  name: 'link',
  description: 'Make this account and your Twitch account one',
  discord: ['link'],
  words: [['link']],
  args: [],
  async run(ask, house) {
    const { user, place } = ask.asker;
    if (!house.twitchLogin) return refuse(ask.command, { code: 'no_twitch_login' });
    if (place.platform !== 'discord') return { kind: 'link_how', offers: [] };
    if (user.twitchName !== null) return { kind: 'linked', twitch: user.twitchName, already: true, offers: [] };
    const now = house.time.now();
    const expiresAt = now + LINK_MS;
    // Whoever said yes to an earlier link is forgotten with it.
    await house.tickets.revoke('link_claim', user.id, null);
    const token = await house.tickets.issue({ purpose: 'link', about: user.id, name: null, by: user.id, expiresAt });
    return { kind: 'link', url: house.links.link(token), expiresAt, now, offers: [signedIn] };
  },
};

/** A button only. `twitch`: the account that was shown when Discord asked. */
export const LINK_CONFIRM: GeneralCommand = {
  ...PRIVATE,
  name: 'link confirm',
  description: 'Confirm the Twitch account that was signed in with',
  discord: null,
  words: [],
  args: [{ name: 'twitch', kind: 'user', required: false, description: 'Which account', maxLength: 36 }],
  async run(ask, house) {
    const { user, place } = ask.asker;
    if (place.platform !== 'discord') return refuse(ask.command, { code: 'unknown_command' });
    const claim = await claimOf(user, house);
    if ('none' in claim) return withoutClaim(ask.command, user, house);
    const { twitch } = claim;
    const asked = parseUserId(textOf(ask.args, 'twitch') ?? '');
    if (!ask.confirmed || asked !== twitch.id) {
      const subject = { what: 'link', ...namesOf(user, twitch) } as const;
      return question(ask.command, subject, { twitch: twitch.id }, house);
    }
    const outcome = await house.merge(twitch.id, user.id);
    await house.tickets.revoke('link_claim', user.id, null);
    if ('merged' in outcome) return { kind: 'linked', twitch: twitch.twitchName ?? '', already: false, offers: [] };
    const { refused } = outcome;
    return refused.code === 'both_in_race'
      ? refuse(ask.command, { code: 'both_in_race' }, refTo(refused.race, house.links))
      : refuse(ask.command, { code: 'link_taken', twitch: twitch.twitchName ?? twitch.name });
  },
};

async function withoutClaim(command: string, user: User, house: House): Promise<Reply> {
  if (user.twitchName !== null) return { kind: 'linked', twitch: user.twitchName, already: true, offers: [] };
  const [open] = await house.tickets.pending('link', user.id);
  const no: Refused = open === undefined ? { code: 'link_over' } : { code: 'link_not_signed_in' };
  return refuse(command, no);
}

/** Two accounts that are one: the Twitch account begins anew, all that was done as either stays with Discord's. */
export const UNLINK: GeneralCommand = {
  ...PRIVATE,
  name: 'unlink',
  description: 'Make this account and its Twitch account two again',
  discord: ['unlink'],
  words: [],
  args: [{ name: 'user', kind: 'user', required: false, description: 'Whose; administrators only', maxLength: 60 }],
  async run(ask, house) {
    const { user } = ask.asker;
    const typed = textOf(ask.args, 'user');
    const whose = typed === null ? user : await accountNamed(typed, house);
    if (whose?.id !== user.id && !user.isAdmin) return refuse(ask.command, { code: 'admins_only' });
    if (whose === undefined) return refuse(ask.command, { code: 'unknown_person', name: typed ?? '' });
    const { twitchName, discordName } = whose;
    if (twitchName === null || discordName === null) return refuse(ask.command, { code: 'not_linked' });
    const names = { discord: discordName, twitch: twitchName };
    if (!ask.confirmed) return question(ask.command, { what: 'unlink', ...names }, { user: whose.id }, house);
    const outcome = await house.part(whose.id);
    if ('parted' in outcome) {
      return { kind: 'done', command: ask.command, race: null, deed: { did: 'unlinked', ...names }, offers: [] };
    }
    const { refused } = outcome;
    return refused.code === 'linked_in_race'
      ? refuse(ask.command, { code: 'linked_in_race' }, refTo(refused.race, house.links))
      : refuse(ask.command, refused);
  },
};

const namesOf = (user: User, twitch: User) => ({ discord: user.name, twitch: twitch.twitchName ?? twitch.name });

function question(command: string, subject: ConfirmSubject, args: Arguments, house: House): Reply {
  const expiresAt = house.time.now() + CONFIRM_MS.button;
  const ask = { command, args, confirmed: true };
  return {
    kind: 'confirm',
    command,
    race: null,
    subject,
    expiresAt,
    offers: [{ label: 'yes', style: 'success', ask, expiresAt }, dismiss('no', expiresAt)],
  };
}

type Looking = Pick<House, 'tickets' | 'accounts'>;

/** Who signed in with Twitch and said yes on the page. */
async function claimOf(user: User, house: Looking): Promise<{ readonly twitch: User } | { readonly none: true }> {
  const [claim] = await house.tickets.pending('link_claim', user.id);
  const twitch = claim === undefined ? undefined : await house.accounts.byId(claim.by);
  return twitch === undefined || twitch.id === user.id ? { none: true } : { twitch };
}

/** Whose Discord account a link is for; undefined: it is dead. */
export async function whoLinks(secret: string, house: Looking): Promise<User | undefined> {
  const ticket = await house.tickets.look('link', secret);
  const id = ticket === undefined ? undefined : parseUserId(ticket.about);
  const user = id === undefined ? undefined : await house.accounts.byId(id);
  return user?.twitchId === null ? user : undefined;
}

/** Why a Twitch account cannot become one with that Discord account; null: it can. */
export const linkProblem = (user: User, twitch: User): 'not_twitch' | 'taken' | null => {
  if (twitch.twitchId === null) return 'not_twitch';
  return twitch.discordId !== null && twitch.id !== user.id ? 'taken' : null;
};

export type Claimed = { readonly claimed: true } | { readonly refused: 'dead' | 'not_twitch' | 'taken' };

/** Yes was pressed on the page: the link is used up, and Discord is asked. */
export async function claimLink(secret: string, twitch: User, house: Looking & Pick<House, 'time'>): Promise<Claimed> {
  const user = await whoLinks(secret, house);
  if (user === undefined) return { refused: 'dead' };
  const problem = linkProblem(user, twitch);
  if (problem !== null) return { refused: problem };
  if ((await house.tickets.use('link', secret)) === undefined) return { refused: 'dead' };
  const expiresAt = house.time.now() + LINK_MS;
  await house.tickets.issue({ purpose: 'link_claim', about: user.id, name: null, by: twitch.id, expiresAt });
  return { claimed: true };
}
