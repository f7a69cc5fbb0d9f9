// Addresses that people are given. Only `pack` is personal: it is never logged and never said in public.

import type { RaceCode, RaceId } from '../../race/ids.ts';

export type Links = {
  /** The site, e.g. `https://race.example`. */
  readonly site: string;
  /** `/r/{code}`: the race for anybody, and a logged-in player's own pack. */
  race(code: RaceCode): string;
  /** The small page whose button starts the download of one player's pack. */
  pack(race: RaceId, token: string): string;
  /** For OBS. */
  overlay(race: RaceId, what: 'leaderboard'): string;
};

/** `publicUrl` without a slash at its end. */
export const makeLinks = (publicUrl: string): Links => ({
  site: publicUrl,
  race: (code) => `${publicUrl}/r/${code}`,
  pack: (race, token) => `${publicUrl}/pack/${race}/${token}`,
  overlay: (race, what) => `${publicUrl}/overlay/${race}/${what}`,
});
