// Addresses that people are given, as commands and notices need them; server/present/links.ts makes them.

import type { RaceCode, RaceId } from '../../race/ids.ts';

export type Links = {
  /** Scheme, host and port, no slash at the end. */
  readonly origin: string;
  /** The race for anybody, and a logged-in player's own pack. */
  short(code: RaceCode): string;
  /** Personal: never logged, never said in public. */
  pack(race: RaceId, downloadToken: string): string;
  /** For one person, once: said to whoever asked for it, never in public. */
  invite(token: string): string;
  signIn(token: string): string;
  link(token: string): string;
  overlay(race: RaceId, name: 'leaderboard'): string;
  overlayFile(race: RaceId, name: 'leaderboard'): string;
};
