// `race overlay`: addresses for OBS. Organizers and casters get theirs with a key, privately; a player of the race gets those that
// are safe on their own stream; everybody else the public's.

import type { OverlayName, User } from '../play/ports/index.ts';
import type { Race } from '../race/race.ts';
import type { Ask } from './ask.ts';
import type { ArgSpec, House, RaceCommand } from './command.ts';
import { QUESTION } from './look.ts';
import { participantOf, refTo, refuse } from './refer.ts';
import type { OverlayAddress } from './reply.ts';
import { mayOrganize } from './rights.ts';

const NEW: ArgSpec = {
  name: 'new',
  kind: 'boolean',
  required: false,
  description: 'New keys: all keyed addresses that you were given before are dead',
};

const ALL: readonly OverlayName[] = ['dag', 'leaderboard', 'clock', 'player'];
const SAFE_FOR_PLAYERS: readonly OverlayName[] = ['leaderboard', 'clock', 'player'];

export const OVERLAY: RaceCommand = {
  ...QUESTION,
  name: 'race overlay',
  description: 'Addresses for OBS and how to add them',
  discord: ['race', 'overlay'],
  words: [['race', 'overlay'], ['overlay']],
  args: [...QUESTION.args, NEW],
  async run(ask, race, house) {
    const ref = refTo(race, house.links);
    const { asker } = ask;
    // In a chat channel only those who may act there are answered.
    if (asker.place.platform === 'twitch' && !(await mayOrganize(asker, race, house))) {
      return refuse(ask.command, { code: 'not_organizer' }, ref);
    }
    if (!mayHaveKey(ask, race)) {
      return { kind: 'overlay', race: ref, addresses: addressesOf(race, asker.user, house, null), offers: [] };
    }
    const renewed = ask.args.new === true;
    if (renewed) await house.overlayKeys.renew(asker.user.id);
    const keys = {
      race: await house.overlayKeys.of(asker.user.id, race),
      live: await house.overlayKeys.of(asker.user.id, null),
    };
    const addresses = addressesOf(race, asker.user, house, keys);
    return { kind: 'keyed_overlay', race: ref, addresses, renewed, offers: [] };
  },
};

/** Where the answer is the asker's alone, and to whom a key would show more than everybody sees. */
function mayHaveKey({ asker, args }: Ask, race: Race): boolean {
  const { user, place } = asker;
  if ((place.platform !== 'discord' && place.platform !== 'web') || args.share === true) return false;
  const plays = [...race.participants, ...race.asked, ...race.waiting].some((one) => one.user === user.id);
  return !plays && [...race.organizers, ...race.casters].some((person) => person.user === user.id);
}

type Keys = { readonly race: string; readonly live: string };

function addressesOf(race: Race, user: User, house: House, keys: Keys | null): readonly OverlayAddress[] {
  const { links } = house;
  const player = participantOf(race, user);
  const query = (what: OverlayName, key: string | undefined): string => {
    const own = what === 'player' && player !== undefined ? { name: player.name } : {};
    const text = String(new URLSearchParams({ ...own, ...(key === undefined ? {} : { key }) }));
    return text === '' ? '' : `?${text}`;
  };
  return (player === undefined ? ALL : SAFE_FOR_PLAYERS).map((what) => ({
    what,
    url: `${links.overlay(race.id, what)}${query(what, keys?.race)}`,
    fileUrl: `${links.overlayFile(race.id, what)}${query(what, keys?.race)}`,
    live: placesOf(race).map(({ platform, channel, place }) => ({
      platform,
      channel,
      url: `${links.liveOverlay(place, what)}${query(what, keys?.live)}`,
    })),
  }));
}

type LivePlace = Omit<OverlayAddress['live'][number], 'url'> & { readonly place: string };

/** Twitch channels and Discord servers that show the race, each once. */
function placesOf(race: Race): readonly LivePlace[] {
  const places = race.channels.flatMap(({ platform, channel, server, kind }): readonly LivePlace[] => {
    if (kind === 'named') return [];
    if (platform === 'twitch') return [{ platform, channel, place: channel }];
    return platform === 'discord' && server !== null ? [{ platform, channel, place: server }] : [];
  });
  return [...new Map(places.map((one) => [one.place, one])).values()];
}
