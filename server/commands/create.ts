// `race create`: draws a seed, makes a code, opens the race, and prepares its pack ahead of the first download.
// Deliberately absent: the card (a notice of the fact) and times in words (scheduling).

import type { PoolStats } from '../play/ports/index.ts';
import type { CreateOutcome, Written } from '../play/submit.ts';
import type { RaceChannel, RaceSeed } from '../race/facts.ts';
import { makeRaceCode, parseRaceId, type RaceId } from '../race/ids.ts';
import type { MapMode } from '../race/options.ts';
import { NAME_MAX_LENGTH, NOTE_MAX_LENGTH, OPTION_LIMITS, type PackMode, type RaceOptions } from '../race/options.ts';
import { packsWhen } from '../race/packs.ts';
import { booleanOf, numberOf, textOf } from './arguments.ts';
import type { Ask, Asker } from './ask.ts';
import type { ArgSpec, GeneralCommand, House } from './command.ts';
import { personOf, refTo, refuse } from './refer.ts';
import type { Refused, Reply } from './reply.ts';

/** A code that is taken is thrown again so often; then something is wrong. */
const CODE_ATTEMPTS = 8;
const DICE_SIDES = 2 ** 31;
const TWITCH_NAME = /^[a-z0-9_]{3,25}$/;

const number = (name: string, option: keyof typeof OPTION_LIMITS, description: string): ArgSpec => {
  const [min, max] = OPTION_LIMITS[option];
  return { name, kind: 'integer', required: false, description, min, max };
};

const PACK_CHOICES = ['auto', 'join', 'manual'] as const satisfies readonly PackMode[];
const MAP_CHOICES = ['live', 'casters', 'after'] as const satisfies readonly MapMode[];

export const CREATE: GeneralCommand = {
  about: 'house',
  name: 'race create',
  description: 'Make a race: draws a seed and opens the race for players',
  discord: ['race', 'create'],
  words: [['race', 'create']],
  positional: ['pool', 'name'],
  args: [
    { name: 'pool', kind: 'pool', required: true, description: 'How long the race takes', maxLength: 80 },
    { name: 'name', kind: 'text', required: false, description: 'What it is called', maxLength: NAME_MAX_LENGTH },
    {
      name: 'twitch',
      kind: 'text',
      required: false,
      description: 'Twitch channel where viewers may join',
      maxLength: 40,
    },
    { name: 'note', kind: 'text', required: false, description: 'Shown on the card', maxLength: NOTE_MAX_LENGTH },
    { name: 'draft', kind: 'boolean', required: false, description: 'Keep it to the organizers until /race open' },
    number('players', 'maxPlayers', 'Most players (16)'),
    number('countdown', 'countdownSeconds', 'Seconds from start to GO (10)'),
    number('late', 'lateMinutes', 'Minutes after GO in which one may still come (15)'),
    {
      name: 'packs',
      kind: 'text',
      required: false,
      description: 'When packs go out (auto)',
      choices: [
        { name: 'as soon as somebody joins; half an hour before a scheduled start', value: 'auto' },
        { name: 'as soon as somebody joins', value: 'join' },
        { name: 'when an organizer says /race release', value: 'manual' },
      ],
    },
    {
      name: 'map',
      kind: 'text',
      required: false,
      description: 'Who sees the map while the race runs (live)',
      choices: [
        { name: 'everybody who is not racing', value: 'live' },
        { name: 'casters and organizers', value: 'casters' },
        { name: 'nobody before the end', value: 'after' },
      ],
    },
    number('delay', 'spectatorDelaySeconds', 'Seconds by which spectators see everything late (0)'),
    { name: 'finished_names', kind: 'boolean', required: false, description: 'Players see who finished (yes)' },
    number('provisional', 'provisionalMinutes', 'Minutes after the end in which results may be corrected (10)'),
    {
      name: 'autostart',
      kind: 'boolean',
      required: false,
      description: 'Start by itself once everybody is ready (no)',
    },
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
  const typed = textOf(ask.args, 'pool') ?? '';
  const pools = await house.seeds.pools();
  const pool = pools.find((one) =>
    [one.name, one.displayName].some((name) => name.toLowerCase() === typed.toLowerCase()),
  );
  const race = newRaceId(house);
  const drawn = await house.seeds.draw(pool?.name ?? typed, race, house.dice.roll(DICE_SIDES) / DICE_SIDES);
  if ('refused' in drawn) return refuse(ask.command, drawn.refused);
  const made = await settled(drawn.seed, race, house, () =>
    appendWithCode(ask, race, drawn.seed, pool, channels.all, house),
  );
  if ('refused' in made) return refuse(ask.command, made.refused);
  // Only a head start: the first download compresses whatever is not there yet.
  house.packs.prepare(drawn.seed).catch(() => undefined);
  return {
    kind: 'created',
    race: refTo(made.race, house.links),
    pool: pool?.displayName ?? drawn.seed.pool,
    seedsLeft: pool === undefined ? null : Math.max(0, pool.available - 1),
    packs: packsWhen(made.race),
    toConfirm: channels.all.find((channel) => channel.kind === 'named')?.channel ?? null,
    offers: [],
  };
}

/** The seed goes back unless the race came to be; after a fault only if the log says that it did not. */
async function settled(
  seed: RaceSeed,
  race: RaceId,
  house: House,
  append: () => Promise<CreateOutcome>,
): Promise<Written | { readonly refused: Refused }> {
  try {
    const made = await append();
    if (!('refused' in made)) return made;
    await house.seeds.giveBack(seed.id, race);
    return { refused: made.refused.code === 'code_taken' ? { code: 'try_again' } : made.refused };
  } catch (fault) {
    const there = await house.load(race);
    if (there === undefined) await house.seeds.giveBack(seed.id, race);
    throw fault;
  }
}

async function appendWithCode(
  ask: Ask,
  race: RaceId,
  seed: RaceSeed,
  pool: PoolStats | undefined,
  channels: readonly RaceChannel[],
  house: House,
): Promise<CreateOutcome> {
  let made: CreateOutcome = { refused: { code: 'code_taken' } };
  for (let attempt = 0; attempt < CODE_ATTEMPTS; attempt += 1) {
    made = await house.createRace({
      race,
      code: makeRaceCode((sides) => house.dice.roll(sides)),
      name: textOf(ask.args, 'name') ?? defaultName(pool, seed),
      note: textOf(ask.args, 'note'),
      seed,
      options: optionsOf(ask),
      organizer: personOf(ask.asker.user),
      channels,
      scheduledStart: null,
      draft: booleanOf(ask.args, 'draft') ?? false,
    });
    if (!('refused' in made) || made.refused.code !== 'code_taken') return made;
  }
  return made;
}

/** The pool's name without what is in brackets behind it. */
const defaultName = (pool: PoolStats | undefined, seed: RaceSeed): string => {
  const name = (pool?.displayName ?? seed.pool).replace(/\s*\([^()]*\)\s*$/, '').trim();
  return [...(name === '' ? seed.pool : name)].slice(0, NAME_MAX_LENGTH).join('');
};

function optionsOf(ask: Ask): Partial<RaceOptions> {
  const { args } = ask;
  const given: { [K in keyof RaceOptions]: RaceOptions[K] | undefined } = {
    countdownSeconds: numberOf(args, 'countdown'),
    maxPlayers: numberOf(args, 'players'),
    packs: PACK_CHOICES.find((mode) => mode === args.packs),
    lateMinutes: numberOf(args, 'late'),
    inactiveMinutes: undefined,
    inactiveWarningMinutes: undefined,
    join: undefined,
    map: MAP_CHOICES.find((mode) => mode === args.map),
    spectatorDelaySeconds: numberOf(args, 'delay'),
    showFinishedNames: booleanOf(args, 'finished_names'),
    provisionalMinutes: numberOf(args, 'provisional'),
    reminderMinutes: undefined,
    autostart: booleanOf(args, 'autostart'),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** `dan`, `@dan`, `twitch.tv/dan` and its address. */
function twitchChannel(ask: Ask): { readonly channel: string | null } | { readonly refused: Refused } {
  const typed = textOf(ask.args, 'twitch');
  if (typed === null) return { channel: null };
  const channel = typed
    .toLowerCase()
    .replace(/^(https?:\/\/)?(www\.)?twitch\.tv\//, '')
    .replace(/^[@#]/, '')
    .replace(/\/$/, '');
  if (TWITCH_NAME.test(channel)) return { channel };
  return { refused: { code: 'bad_argument', argument: 'twitch', problem: { why: 'not_a_twitch_name' } } };
}

/** Where the race is at home. A Twitch channel that somebody else owns has yet to confirm (`race home`). */
async function channelsOf(
  asker: Asker,
  twitch: string | null,
  house: House,
): Promise<{ readonly all: readonly RaceChannel[] } | { readonly refused: Refused }> {
  const { place, user } = asker;
  const other: readonly RaceChannel[] =
    twitch === null || (place.platform === 'twitch' && place.channel === twitch)
      ? []
      : [
          {
            platform: 'twitch',
            channel: twitch,
            server: null,
            kind: user.twitchName?.toLowerCase() === twitch ? 'home' : 'named',
          },
        ];
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
      return { refused: { code: 'needs_server' } };
  }
}

function newRaceId(house: House): RaceId {
  const id = parseRaceId(house.dice.uuid());
  if (id === undefined) throw new Error('the dice gave something that is no UUID');
  return id;
}
