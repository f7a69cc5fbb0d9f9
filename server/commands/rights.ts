// Who may do what (COMMANDS.md, Who). Asked by every command again, whatever the platform has checked.
// Deliberately absent: what the rules of a race allow.

import type { Race } from '../race/race.ts';
import type { Asker } from './ask.ts';
import type { House, Who } from './command.ts';
import type { Refused } from './reply.ts';

type Rights = Pick<House, 'accounts'>;

/** Null: yes. A race's own people, and on its Discord server or in its home channel whoever may create races there. */
export async function mayOrganize(asker: Asker, race: Race, house: Rights): Promise<boolean> {
  if (asker.user.isAdmin || race.organizers.some((person) => person.user === asker.user.id)) return true;
  const { place } = asker;
  if (place.platform === 'web') return false;
  const here = race.channels.some(
    (channel) =>
      channel.platform === place.platform &&
      channel.kind === 'home' &&
      (place.platform === 'discord'
        ? place.server !== null && channel.server === place.server
        : channel.channel === place.channel),
  );
  return here && (await mayCreate(asker, house)) === null;
}

/** Null: yes. */
export async function mayCreate(asker: Asker, house: Rights): Promise<Refused | null> {
  const { place, rights } = asker;
  switch (place.platform) {
    case 'discord': {
      if (place.server === null) return { code: 'needs_server' };
      const settings = await house.accounts.server('discord', place.server);
      const role = settings?.organizerRole ?? null;
      const may = asker.user.isAdmin || (role === null ? rights.manageEvents : rights.roles.includes(role));
      return may ? null : { code: 'may_not_create', role };
    }
    case 'twitch':
    case 'console':
      return rights.broadcaster || rights.moderator ? null : { code: 'may_not_create', role: null };
    case 'web':
      // Whoever is logged in; how many is for `race create` to say.
      return null;
  }
}

/** Null: yes. `race`: where the command is about one. */
export async function refuseWho(who: Who, asker: Asker, race: Race | null, house: Rights): Promise<Refused | null> {
  switch (who) {
    case 'anybody':
    case 'player': // finding the race, and the rules, ask whether it is one of the asker's
      return null;
    case 'organizer':
      return race !== null && (await mayOrganize(asker, race, house)) ? null : { code: 'not_organizer' };
    case 'home_keeper':
      return refuseWho(asker.place.platform === 'twitch' ? 'broadcaster' : 'organizer', asker, race, house);
    case 'creator':
      return mayCreate(asker, house);
    case 'manage_server':
      if (asker.place.platform !== 'discord' || asker.place.server === null) return { code: 'needs_server' };
      return asker.rights.manageServer ? null : { code: 'needs_manage_server' };
    case 'broadcaster':
      return asker.rights.broadcaster || asker.rights.moderator ? null : { code: 'broadcaster_only' };
    case 'admin':
      return asker.user.isAdmin ? null : { code: 'admins_only' };
  }
}
