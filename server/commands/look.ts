// Questions about a race: `leaderboard`, `race status`, `race list`. Every answer says what a racing player may
// know, whoever asked (COMMANDS.md, Sight in chat).

import { listRaces } from '../play/race-list.ts';
import { packsWhen } from '../race/packs.ts';
import type { Race } from '../race/race.ts';
import { type Audience, sight } from '../race/sight.ts';
import { booleanOf } from './arguments.ts';
import type { ArgSpec, GeneralCommand, RaceCommand } from './command.ts';
import { RACE_ARG } from './manage.ts';
import { refTo, refuse } from './refer.ts';
import { mayOrganize } from './rights.ts';

export const SHARE_ARG: ArgSpec = {
  name: 'share',
  kind: 'boolean',
  required: false,
  description: 'Show the answer to everybody here',
};

const LISTED_RACES = 10;

/** What all questions about a race have in common. */
export const QUESTION = {
  about: 'race',
  who: 'anybody',
  whose: 'place',
  public: true,
  changes: false,
  positional: ['race'],
  args: [RACE_ARG, SHARE_ARG],
  irreversible: false,
  prefers: [['countdown', 'running'], ['open'], ['draft'], ['finished']],
} as const;

export const LEADERBOARD: RaceCommand = {
  ...QUESTION,
  name: 'leaderboard',
  description: 'Who is where',
  discord: ['leaderboard'],
  words: [['leaderboard'], ['lb']],
  async run(ask, race, house) {
    const ref = refTo(race, house.links);
    const view = await house.views.view(race.id, audienceOf(race));
    if (view === undefined) return refuse(ask.command, { code: 'unknown_race' });
    return { kind: 'leaderboard', race: ref, view, now: house.time.now(), offers: [] };
  },
};

export const STATUS: RaceCommand = {
  ...QUESTION,
  name: 'race status',
  description: 'What is going on: state, pool, players',
  discord: ['race', 'status'],
  words: [['race', 'status'], ['race']],
  async run(ask, race, house) {
    const view = await house.views.view(race.id, audienceOf(race));
    if (view === undefined) return refuse(ask.command, { code: 'unknown_race' });
    const pools = await house.seeds.pools();
    const now = house.time.now();
    const pool = pools.find((one) => one.name === race.seed.pool) ?? null;
    const ref = refTo(race, house.links);
    // What others may hear says nothing of suspicions.
    const aside = booleanOf(ask.args, 'share') !== true && ask.asker.place.platform !== 'twitch';
    const toReview = aside && (await mayOrganize(ask.asker, race, house)) ? marked(view.race) : [];
    return { kind: 'status', race: ref, view, pool, packs: packsWhen(race), toReview, now, offers: [] };
  },
};

export const LIST: GeneralCommand = {
  about: 'house',
  name: 'race list',
  description: 'Races that are open or running',
  discord: ['race', 'list'],
  words: [],
  positional: [],
  args: [SHARE_ARG],
  who: 'anybody',
  public: true,
  changes: false,
  irreversible: false,
  async run(_ask, house) {
    const listed = { statuses: ['open', 'countdown', 'running'], limit: LISTED_RACES } as const;
    const races = await listRaces({ kind: 'public_chat' }, listed, house);
    return { kind: 'races', races: races.map((race) => ({ ...race, page: house.links.short(race.code) })), offers: [] };
  },
};

const marked = ({ participants }: Race) =>
  participants
    .filter(({ marks, held }) => held || marks.length > 0)
    .map(({ name, marks, held }) => ({ name, marks, held }));

const audienceOf = (race: Race): Audience => sight({ kind: 'public_chat' }, race).audience;
