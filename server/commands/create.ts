// `race create`: draws a seed, makes a code, opens the race, and prepares its pack ahead of the first download. A start is shown
// as it was understood before anything is made. Deliberately absent: the card and the event (notices of the fact).

import type { CreateOutcome } from '../play/submit.ts';
import type { RaceChannel } from '../race/facts.ts';
import { makeRaceCode, type RaceId } from '../race/ids.ts';
import type { CreateRace } from '../race/intents.ts';
import { NAME_MAX_LENGTH, NOTE_MAX_LENGTH } from '../race/options.ts';
import { packsWhen } from '../race/packs.ts';
import { booleanOf, textOf } from './arguments.ts';
import type { Ask, Asker } from './ask.ts';
import type { ArgSpec, GeneralCommand, House } from './command.ts';
import { drawSeed, keepOrGiveBack, newRaceId, plainPoolName } from './draw.ts';
import { parseTwitchName } from './people.ts';
import { OPTION_ARGS, readOptions } from './race-options.ts';
import { personOf, refTo, refuse } from './refer.ts';
import type { Refused, Reply } from './reply.ts';
import { START_ARG, startTime } from './start-time.ts';

/** A code that is taken is thrown again so often; then something is wrong. */
const CODE_ATTEMPTS = 8;

export const NAME_ARG: ArgSpec = {
  name: 'name',
  kind: 'text',
  required: false,
  description: 'What it is called',
  maxLength: NAME_MAX_LENGTH,
};
export const NOTE_ARG: ArgSpec = {
  name: 'note',
  kind: 'text',
  required: false,
  description: 'Shown on the card',
  maxLength: NOTE_MAX_LENGTH,
};
export const POOL_ARG: ArgSpec = {
  name: 'pool',
  kind: 'pool',
  required: false,
  description: 'Another one',
  maxLength: 80,
};

export const CREATE: GeneralCommand = {
  about: 'house',
  name: 'race create',
  description: 'Make a race: draws a seed and opens the race for players',
  discord: ['race', 'create'],
  words: [['race', 'create']],
  positional: ['pool', 'name'],
  args: [
    { ...POOL_ARG, required: true, description: 'How long the race takes' },
    NAME_ARG,
    START_ARG,
    { name: 'twitch', kind: 'text', required: false, description: 'Channel whose viewers may join', maxLength: 40 },
    NOTE_ARG,
    { name: 'draft', kind: 'boolean', required: false, description: 'For organizers only until /race open' },
    ...OPTION_ARGS,
  ],
  who: 'creator',
  public: false,
  changes: true,
  irreversible: false,
  run: create,
};

async function create(ask: Ask, house: House): Promise<Reply> {
  const twitch = twitchChannel(ask);
  if ('refused' in twitch) return refuse(ask.command, twitch.refused);
  const channels = await channelsOf(ask.asker, twitch.channel, house);
  if ('refused' in channels) return refuse(ask.command, channels.refused);
  const read = readOptions(ask);
  if ('refused' in read) return refuse(ask.command, read.refused);
  const start = await startTime(ask, null, house);
  if ('reply' in start) return start.reply;
  return makeRace(ask, house, textOf(ask.args, 'pool') ?? '', {
    name: textOf(ask.args, 'name'),
    note: textOf(ask.args, 'note'),
    options: read.options,
    organizer: personOf(ask.asker.user),
    channels: channels.all,
    scheduledStart: start.at ?? null,
    draft: booleanOf(ask.args, 'draft') ?? false,
  });
}

/**
 * On the site anybody with an account makes races (original design, section 4), where no server or channel vouches for them: a
 * person's unfinished ones are few, so that nobody empties the pools.
 */
const WEB_RACES_MAX = 5;
const UNFINISHED = ['draft', 'open', 'countdown', 'running'] as const;
/** Looked through for the asker's own; who is in more races than that has to wait for some to end. */
const LOOKED_THROUGH = 50;

async function hasTooMany({ user }: Asker, house: Pick<House, 'log' | 'load'>): Promise<boolean> {
  if (user.isAdmin) return false;
  const listed = await house.log.list({ statuses: UNFINISHED, user: user.id, limit: LOOKED_THROUGH });
  if (listed.length < WEB_RACES_MAX) return false;
  const races = await Promise.all(listed.map(({ id }) => house.load(id)));
  return races.filter((one) => one?.race.creator.user === user.id).length >= WEB_RACES_MAX;
}

/** What a race is made of but for what chance gives. `name` null: that of its pool. */
export type Wanted = Omit<CreateRace, 'race' | 'code' | 'seed' | 'name'> & { readonly name: string | null };

/** Draws, writes and answers; the seed goes back if nothing came of it. */
export async function makeRace(
  ask: Ask,
  house: House,
  pool: string,
  wanted: Wanted,
  race: RaceId = newRaceId(house),
): Promise<Reply> {
  if (ask.asker.place.platform === 'web' && (await hasTooMany(ask.asker, house))) {
    return refuse(ask.command, { code: 'too_many_races', max: WEB_RACES_MAX });
  }
  const drawn = await drawSeed(pool, race, house);
  if ('refused' in drawn) return refuse(ask.command, drawn.refused);
  const name = wanted.name ?? [...plainPoolName(drawn.pool, drawn.seed)].slice(0, NAME_MAX_LENGTH).join('');
  const made = await keepOrGiveBack(drawn.seed, race, house, () =>
    appendWithCode({ ...wanted, name, race, seed: drawn.seed }, house),
  );
  if ('refused' in made) {
    const { refused } = made;
    const taken = refused.code === 'code_taken' || refused.code === 'race_there';
    return refuse(ask.command, taken ? { code: 'try_again' } : refused);
  }
  // Only a head start: the first download compresses whatever is not there yet.
  house.packs.prepare(drawn.seed).catch(() => undefined);
  return {
    kind: 'created',
    race: refTo(made.race, house.links),
    pool: drawn.pool?.displayName ?? drawn.seed.pool,
    seedsLeft: drawn.pool === undefined ? null : Math.max(0, drawn.pool.available - 1),
    packs: packsWhen(made.race),
    start: made.race.scheduledStart,
    toConfirm: wanted.channels.find((channel) => channel.kind === 'named')?.channel ?? null,
    offers: [],
  };
}

async function appendWithCode(wanted: Omit<CreateRace, 'code'>, house: House): Promise<CreateOutcome> {
  let made: CreateOutcome = { refused: { code: 'code_taken' } };
  for (let attempt = 0; attempt < CODE_ATTEMPTS; attempt += 1) {
    made = await house.createRace({ ...wanted, code: makeRaceCode((sides) => house.dice.roll(sides)) });
    if (!('refused' in made) || made.refused.code !== 'code_taken') return made;
  }
  return made;
}

/** `dan`, `@dan`, `twitch.tv/dan` and its address. */
export function twitchChannel(ask: Ask): { readonly channel: string | null } | { readonly refused: Refused } {
  const typed = textOf(ask.args, 'twitch');
  if (typed === null) return { channel: null };
  const channel = parseTwitchName(typed);
  if (channel !== undefined) return { channel };
  return { refused: { code: 'bad_argument', argument: 'twitch', problem: { why: 'not_a_twitch_name' } } };
}

/** As a race knows it. A Twitch channel that somebody else owns has yet to confirm (`race home`). */
export async function twitchHome(
  { user }: Asker,
  channel: string,
  { accounts }: Pick<House, 'accounts'>,
): Promise<RaceChannel> {
  // A login passes to somebody else: what counts is who was seen with it last.
  const owner = await accounts.byTwitchName(channel);
  return { platform: 'twitch', channel, server: null, kind: owner?.id === user.id ? 'home' : 'named' };
}

/** Where the race is at home. */
async function channelsOf(
  asker: Asker,
  twitch: string | null,
  house: House,
): Promise<{ readonly all: readonly RaceChannel[] } | { readonly refused: Refused }> {
  const { place } = asker;
  const same = place.platform === 'twitch' && place.channel === twitch;
  const other: readonly RaceChannel[] = twitch === null || same ? [] : [await twitchHome(asker, twitch, house)];
  switch (place.platform) {
    case 'discord': {
      if (place.server === null) return { refused: { code: 'needs_server' } };
      const settings = await house.accounts.server('discord', place.server);
      const channel = settings?.channel ?? place.channel;
      return { all: [{ platform: 'discord', channel, server: place.server, kind: 'home' }, ...other] };
    }
    case 'twitch':
    case 'console':
      return { all: [{ platform: place.platform, channel: place.channel, server: null, kind: 'home' }, ...other] };
    case 'web':
      return { all: other };
  }
}
