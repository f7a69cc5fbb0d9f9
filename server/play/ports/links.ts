// Addresses that people are given, as commands and notices need them; server/present/links.ts makes them.

import type { RaceCode, RaceId } from '../../race/ids.ts';

/** Pages for a browser source in OBS. */
export type OverlayName = 'dag' | 'leaderboard' | 'clock' | 'player';

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
  overlay(race: RaceId, name: OverlayName): string;
  overlayFile(race: RaceId, name: OverlayName): string;
  /** Of whatever race a Twitch channel or a Discord server has. */
  liveOverlay(place: string, name: OverlayName): string;
};
