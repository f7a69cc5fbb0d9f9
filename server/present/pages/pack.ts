// The small page before a download: platforms fetch links to preview them, so the zip starts with a button. And, for a
// link that died, why it did and what to do now.

import type { LinkDeath } from '../../play/token-state.ts';
import type { Participant, Race } from '../../race/race.ts';
import type { PageLinks } from '../links.ts';
import { formatSize } from './format.ts';

export type PackModel = {
  readonly raceName: string;
  readonly racePath: string;
  readonly player: string;
  readonly downloadUrl: string;
  /** `82 MB`, or null while not known. */
  readonly size: string | null;
  readonly downloaded: boolean;
};

export function packModel(
  race: Race,
  participant: Participant,
  token: string,
  bytes: number | undefined,
  links: PageLinks,
): PackModel {
  return {
    raceName: race.name,
    racePath: new URL(links.race(race.id)).pathname,
    player: participant.name,
    downloadUrl: links.download(race.id, token),
    size: bytes === undefined ? null : formatSize(bytes),
    downloaded: participant.downloaded,
  };
}

/** Why a genuine download token no longer opens anything; codes as in `auth_error` (PROTOCOL.md). */
export const DEAD_LINKS: Readonly<Record<LinkDeath, string>> = {
  bad_token: 'This link was replaced by a newer one. Get yours with /pack in Discord, or log in on the race page.',
  seed_changed:
    'The race got a new seed, so this pack is of no use any more. Get the new one: /pack in Discord, or log in on the race page.',
  removed:
    'You are no longer in this race, so this link no longer works. If you left by yourself you can join again; else ask the organizer.',
  race_cancelled: 'This race was cancelled. Nothing to download any more.',
};
