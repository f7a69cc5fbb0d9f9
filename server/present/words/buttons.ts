// Buttons: offers of an answer, and those that a race always has. What a press needs is in the button itself, so that it works
// after a restart.

import type { Offer } from '../../commands/reply.ts';
import { GET_PACK_WORD, LINK_WORD, OFFER_WORDS, PAGE_WORD, REPLAY_WORD, SIGN_IN_WORD } from '../sentences/en/labels.ts';
import { makeVoice } from './voice.ts';
import type { Button } from './words.ts';

export const offerButton = ({ label, about, style, ask, expiresAt }: Offer): Button => ({
  label: about === undefined ? OFFER_WORDS[label] : `${about.code} ${makeVoice('plain').quote(about.name)}`,
  style,
  action: ask === null ? { kind: 'dismiss' } : { kind: 'ask', ...ask },
  expiresAt,
});

const RACE_BUTTONS = {
  join: { command: 'join', style: 'success' },
  leave: { command: 'leave', style: 'secondary' },
  my_pack: { command: 'pack', style: 'primary' },
  leaderboard: { command: 'leaderboard', style: 'secondary' },
  start: { command: 'race start', style: 'primary' },
  again: { command: 'race again', style: 'secondary' },
} as const;

export const raceButton = (which: keyof typeof RACE_BUTTONS, code: string): Button => ({
  label: OFFER_WORDS[which],
  style: RACE_BUTTONS[which].style,
  action: { kind: 'ask', command: RACE_BUTTONS[which].command, args: { race: code }, confirmed: false },
  expiresAt: null,
});

/** About somebody who asked: `user` is our own id of them. */
export const letInButton = (code: string, user: string): Button => ({
  label: OFFER_WORDS.let_in,
  style: 'success',
  action: { kind: 'ask', command: 'race invite', args: { race: code, user }, confirmed: false },
  expiresAt: null,
});
export const declineButton = (code: string, user: string): Button => ({
  label: OFFER_WORDS.decline,
  style: 'secondary',
  action: { kind: 'ask', command: 'race remove', args: { race: code, player: user }, confirmed: false },
  expiresAt: null,
});

const linkButton = (label: string, url: string): Button => ({
  label,
  style: 'link',
  action: { kind: 'link', url },
  expiresAt: null,
});

export const pageButton = (page: string): Button => linkButton(PAGE_WORD, page);

/** The page of a race that is over begins with its replay. */
export const replayButton = (page: string): Button => linkButton(REPLAY_WORD, `${page}#replay`);

/** Private messages only. */
export const signInButton = (url: string): Button => linkButton(SIGN_IN_WORD, url);

/** Private messages only. */
export const linkAccountsButton = (url: string): Button => linkButton(LINK_WORD, url);

/** Private messages only. */
export const packButton = (url: string): Button => linkButton(GET_PACK_WORD, url);
