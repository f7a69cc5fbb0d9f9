// Which race is meant: the one that was named, else one that the place knows, else one of the asker's own. Where several can
// be meant, nobody guesses: the refusal lists them. Deliberately absent: what may be done with it.

import type { RaceSummary } from '../play/ports/index.ts';
import { asShownTo } from '../play/race-list.ts';
import { parseRaceCode, parseRaceId, type RaceId } from '../race/ids.ts';
import type { Race, RaceStatus } from '../race/race.ts';
import { mayKnow as isKnownTo } from '../race/sight.ts';
import type { Ask, Asker, Place } from './ask.ts';
import type { House, RaceCommand } from './command.ts';
import { refTo } from './refer.ts';
import type { Refused } from './reply.ts';
import { mayOrganize } from './rights.ts';

export type Found = { readonly race: Race } | { readonly refused: Refused };
type Looking = Pick<House, 'log' | 'load' | 'accounts' | 'links' | 'views'>;

/** Races whose results are in and that are still considered, newest first; and candidates listed in a refusal. */
const PAST_RACES = 3;
const MAX_CANDIDATES = 25;
const LISTED_CANDIDATES = 10;

const UNFINISHED: readonly RaceStatus[] = ['draft', 'open', 'countdown', 'running'];

export async function findRace(command: RaceCommand, ask: Ask, house: Looking): Promise<Found> {
  const named = ask.args.race;
  if (typeof named === 'string') return findNamed(named, command, ask.asker, house);
  const here = await racesHere(command, ask.asker, house);
  if (command.whose === 'own') return findOwn(here, command, ask.asker, house);
  const organizes = isOrganizers(command, ask.asker.place);
  const mayAct = organizes ? await organized(here, ask.asker, house) : [];
  for (const races of [...mayAct, ...here]) {
    const chosen = choose(races, command, house, 'preferred');
    if (chosen !== undefined) return chosen;
  }
  if (organizes && !isChat(ask.asker.place)) {
    const mine = (await racesOf(ask.asker, house)).filter((race) =>
      race.organizers.some((person) => person.user === ask.asker.user.id),
    );
    const chosen = choose(mine, command, house, 'preferred');
    if (chosen !== undefined) return chosen;
  }
  const chosen = choose(here.flat(), command, house, 'any');
  if (chosen !== undefined) return chosen;
  // A direct message is no place: a question there is about one's own race. Who joins is in those already.
  const isAsked = isDirect(ask.asker.place) && !organizes && command.name !== 'join';
  const own = isAsked ? await racesOf(ask.asker, house) : [];
  return choose(own, command, house, 'preferred') ?? { refused: { code: 'no_race_here' } };
}

/** Races that the asker could mean, newest first: for completion. */
export async function racesInReach(command: RaceCommand, asker: Asker, house: Looking): Promise<readonly Race[]> {
  const here = (await racesHere(command, asker, house)).flat();
  const own = isChat(asker.place) ? [] : await racesOf(asker, house);
  const all = command.whose === 'own' ? [...here, ...own].filter((race) => playsIn(race, asker)) : [...here, ...own];
  const [may] = isOrganizers(command, asker.place) ? await organized([all], asker, house) : [all];
  const once = new Map((may ?? []).map((race) => [race.id, race]));
  return [...once.values()].toSorted((a, b) => b.createdAt - a.createdAt);
}

/** What anybody may say is about the race as everybody may know it; organizers and players mean it as it is. */
export const asAsked = ({ who }: RaceCommand, house: Pick<House, 'views'>): ((race: Race) => Race) =>
  who === 'anybody' ? asShownTo({ kind: 'public_chat' }, house) : (race) => race;

async function findNamed(named: string, command: RaceCommand, asker: Asker, house: Looking): Promise<Found> {
  const code = parseRaceCode(named);
  const id = code === undefined ? parseRaceId(named.trim()) : await house.log.byCode(code);
  const race = id === undefined ? undefined : (await house.load(id))?.race;
  if (race === undefined) {
    const isOthers = await isForAnotherBot(command, asker, house);
    return { refused: { code: isOthers ? 'no_race_here' : 'unknown_race' } };
  }
  if (!isAskedOfThem(race, command, asker) && !(await mayKnow(race, asker, house))) {
    return { refused: { code: 'unknown_race' } };
  }
  if (isChat(asker.place) && !isKnownIn(race, asker.place, command)) return { refused: { code: 'home_channel_only' } };
  return { race };
}

/** In a channel without a race `!join us` is another bot's; only who keeps the channel may have mistyped a code. */
const isForAnotherBot = async (command: RaceCommand, asker: Asker, house: Looking): Promise<boolean> =>
  isChat(asker.place) && command.who !== 'home_keeper' && (await racesHere(command, asker, house)).flat().length === 0;

async function findOwn(
  here: readonly (readonly Race[])[],
  command: RaceCommand,
  asker: Asker,
  house: Looking,
): Promise<Found> {
  const mine = here.map((races) => races.filter((race) => playsIn(race, asker)));
  for (const races of mine) {
    const chosen = choose(races, command, house, 'preferred');
    if (chosen !== undefined) return chosen;
  }
  const anywhere = isChat(asker.place) ? [] : (await racesOf(asker, house)).filter((race) => playsIn(race, asker));
  const chosen = choose(anywhere, command, house, 'preferred') ?? choose(mine.flat(), command, house, 'any');
  if (chosen !== undefined) return chosen;
  return { refused: { code: here.flat().length === 0 && isChat(asker.place) ? 'no_race_here' : 'not_in_race' } };
}

/** Undefined: none fits. Several unfinished ones are a refusal; of those that are over the newest is meant. */
function choose(
  races: readonly Race[],
  command: RaceCommand,
  house: Looking,
  how: 'preferred' | 'any',
): Found | undefined {
  const groups = how === 'preferred' ? command.prefers : [UNFINISHED, ['finished', 'cancelled'] as const];
  const seen = asAsked(command, house);
  for (const statuses of groups) {
    const fitting = races.filter((race) => statuses.some((status) => status === seen(race).phase.status));
    const [first] = fitting;
    if (first === undefined) continue;
    const over = statuses.every((status) => !UNFINISHED.includes(status));
    if (fitting.length === 1 || over || how === 'any') return { race: first };
    const listed = fitting.slice(0, LISTED_CANDIDATES).map((race) => refTo(seen(race), house.links));
    return { refused: { code: 'which_race', races: listed, rest: '' } };
  }
  return undefined;
}

/** Nearest first: the channel's, then the server's. Newest first in each. */
async function racesHere(command: RaceCommand, asker: Asker, house: Looking): Promise<readonly (readonly Race[])[]> {
  const { place } = asker;
  if (place.platform === 'web') return [];
  const inChannel = await loadAll(await house.log.byChannel(place.platform, place.channel), house);
  if (isChat(place))
    return [
      inChannel
        .filter((race) => race.phase.status !== 'draft' || command.who === 'organizer' || command.who === 'home_keeper')
        .filter((race) => isKnownIn(race, place, command)),
    ];
  const onServer =
    place.platform === 'discord' && place.server !== null
      ? await loadAll(await house.log.byServer('discord', place.server), house)
      : [];
  const seen = new Set(inChannel.map((race) => race.id));
  const levels = [inChannel, onServer.filter((race) => !seen.has(race.id))];
  return Promise.all(levels.map((races) => filterKnown(races, asker, house)));
}

/** Of these, the ones that the asker organizes: meant before those of others. */
const organized = (
  levels: readonly (readonly Race[])[],
  asker: Asker,
  house: Looking,
): Promise<readonly (readonly Race[])[]> =>
  Promise.all(
    levels.map(async (races) => {
      const may = await Promise.all(races.map((race) => mayOrganize(asker, race, house)));
      return races.filter((_, index) => may[index] === true);
    }),
  );

const racesOf = async (asker: Asker, house: Looking): Promise<readonly Race[]> =>
  loadAll(await house.log.list({ user: asker.user.id, limit: MAX_CANDIDATES }), house);

async function loadAll(summaries: readonly RaceSummary[], house: Looking): Promise<readonly Race[]> {
  const unfinished = summaries.filter((summary) => UNFINISHED.includes(summary.status)).slice(0, MAX_CANDIDATES);
  const past = summaries.filter((summary) => !UNFINISHED.includes(summary.status)).slice(0, PAST_RACES);
  const ids: readonly RaceId[] = [...unfinished, ...past].map((summary) => summary.id);
  const loaded = await Promise.all(ids.map((id) => house.load(id)));
  return loaded.flatMap((one) => (one === undefined ? [] : [one.race]));
}

async function filterKnown(races: readonly Race[], asker: Asker, house: Looking): Promise<readonly Race[]> {
  const known = await Promise.all(races.map((race) => mayKnow(race, asker, house)));
  return races.filter((_, index) => known[index] === true);
}

/** A draft is its organizers' business, and theirs whom they put in it. */
async function mayKnow(race: Race, asker: Asker, house: Looking): Promise<boolean> {
  const { id, isAdmin } = asker.user;
  return isKnownTo({ kind: 'user', user: id, admin: isAdmin }, race) || (await mayOrganize(asker, race, house));
}

/** To become home of a draft too is asked of the channel that is named. */
const isAskedOfThem = (race: Race, command: RaceCommand, { place, rights }: Asker): boolean =>
  command.who === 'home_keeper' &&
  isChat(place) &&
  (rights.broadcaster || rights.moderator) &&
  isKnownIn(race, place, command);

/** Chat, where a channel is all that there is, and only its own races are spoken of. */
const isChat = (place: Place): place is Extract<Place, { platform: 'twitch' }> => place.platform === 'twitch';

const isDirect = (place: Place): boolean => place.platform === 'discord' && place.server === null;

/** Whatever changes something is said in the home channel alone; questions also where the race is shown. */
function isKnownIn(race: Race, place: { readonly channel: string }, command: RaceCommand): boolean {
  return race.channels.some(
    (channel) =>
      channel.platform === 'twitch' &&
      channel.channel === place.channel &&
      (channel.kind === 'home' ||
        (channel.kind === 'shown' && !command.changes) ||
        (channel.kind === 'named' && command.who === 'home_keeper')),
  );
}

const isOrganizers = ({ who }: RaceCommand, place: Place): boolean =>
  who === 'organizer' || (who === 'home_keeper' && !isChat(place));

const playsIn = (race: Race, asker: Asker): boolean =>
  [...race.participants, ...race.waiting, ...race.asked].some((one) => one.user === asker.user.id);
