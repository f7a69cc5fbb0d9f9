// A refusal as its asker may know the race: with a spectator delay a no must not tell that the race is over before everybody is
// shown that it is. Deliberately absent: organizers' words, which are about the race as it is.

import { asShownTo } from '../play/race-list.ts';
import type { Race, RaceStatus } from '../race/race.ts';
import type { Viewer } from '../race/sight.ts';
import type { Ask } from './ask.ts';
import type { House, RaceCommand } from './command.ts';
import { participantOf } from './refer.ts';
import type { Refused, Reply } from './reply.ts';

/** `race`: as it is. */
export function asSeen(reply: Reply, race: Race, command: RaceCommand, ask: Ask, house: Pick<House, 'views'>): Reply {
  if (reply.kind !== 'refused' || knowsItLive(race, command, ask)) return reply;
  return { ...reply, no: noAsSeen(reply.no, race, viewerOf(ask), house) };
}

/** `race`: as it is. */
export function noAsSeen(no: Refused, race: Race, viewer: Viewer, house: Pick<House, 'views'>): Refused {
  const shown = asShownTo(viewer, house)(race);
  return shown === race ? no : asIn(shown.phase.status, no);
}

/** Organizers, and players about their own part: their game tells them anyway. */
const knowsItLive = (race: Race, { who }: RaceCommand, { asker }: Ask): boolean =>
  who === 'player' ? participantOf(race, asker.user) !== undefined : who !== 'anybody';

/** Chat hears an answer whole. */
const viewerOf = ({ asker }: Ask): Viewer =>
  asker.place.platform === 'twitch'
    ? { kind: 'public_chat' }
    : { kind: 'user', user: asker.user.id, admin: asker.user.isAdmin };

function asIn(shown: RaceStatus, no: Refused): Refused {
  if (no.code !== 'wrong_status' || no.status === shown) return no;
  // Whoever was invited comes in by the organizer's word.
  if (no.intent !== 'join' && no.intent !== 'invite') return { ...no, status: shown };
  return shown === 'countdown' ? { code: 'countdown_running' } : { code: 'too_late_to_join' };
}
