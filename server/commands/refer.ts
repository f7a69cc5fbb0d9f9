// Small pieces that most commands need: naming a race, a person, a refusal.

import type { Links, User } from '../play/ports/index.ts';
import type { Actor, Person } from '../race/facts.ts';
import { type ParticipantId, parseParticipantId } from '../race/ids.ts';
import type { Participant, Race } from '../race/race.ts';
import { CONFIRM_MS } from './answer-times.ts';
import type { Arguments } from './arguments.ts';
import type { Ask, Asker } from './ask.ts';
import type { House } from './command.ts';
import type { ConfirmSubject, Offer, RaceRef, Refused, Reply } from './reply.ts';

export const refTo = (race: Race, links: Pick<Links, 'short'>): RaceRef => ({
  id: race.id,
  code: race.code,
  name: race.name,
  status: race.phase.status,
  page: links.short(race.code),
});

export const personOf = (user: User): Person => ({ user: user.id, name: user.name });

export const actorOf = ({ user }: Pick<Asker, 'user'>): Actor => ({ kind: 'user', ...personOf(user) });

export const participantOf = (race: Race, user: User): Participant | undefined =>
  race.participants.find((participant) => participant.user === user.id);

export function newParticipantId({ dice }: Pick<House, 'dice'>): ParticipantId {
  const id = parseParticipantId(dice.uuid());
  if (id === undefined) throw new Error('the dice gave something that is no UUID');
  return id;
}

/** Somebody else did it first: it is the other one who is not in, not the asker. */
export const ofOther = (no: Refused, name: string): Refused =>
  no.code === 'not_in_race' ? { code: 'unknown_player', name } : no;

export const refuse = (
  command: string,
  no: Refused,
  race: RaceRef | null = null,
  offers: readonly Offer[] = [],
): Reply => ({ kind: 'refused', command, race, no, offers });

/** A button that says the same command again, with more. */
export const offer = (
  label: Offer['label'],
  style: Offer['style'],
  command: string,
  race: RaceRef,
  more: { readonly args?: Arguments; readonly confirmed?: boolean; readonly expiresAt?: number } = {},
): Offer => ({
  label,
  style,
  ask: { command, args: { race: race.code, ...more.args }, confirmed: more.confirmed ?? false },
  expiresAt: more.expiresAt ?? null,
});

export const dismiss = (label: 'no' | 'wait', expiresAt: number | null = null): Offer => ({
  label,
  style: 'secondary',
  ask: null,
  expiresAt,
});

/** "Are you sure?": the same word again is the answer yes. `now`: server ms. */
export function askOnce(
  { command, args: said, asker }: Ask,
  subject: ConfirmSubject,
  race: RaceRef,
  now: number,
): Reply {
  const expiresAt = now + (asker.place.platform === 'twitch' ? CONFIRM_MS.chat : CONFIRM_MS.button);
  const { race: _, ...args } = said;
  const yes = offer('yes', 'danger', command, race, { args, confirmed: true, expiresAt });
  return { kind: 'confirm', command, race, subject, expiresAt, offers: [yes, dismiss('no', expiresAt)] };
}
