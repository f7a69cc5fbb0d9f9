// `!race show <code>`, `!race hide`: another channel tells of a race, for questions only; its moderators change nothing in it. `hide`
// also puts off a race whose organizer named the channel unasked.
// `!race word <word> on|off`: a word that another bot of the channel has.

import { asShownTo } from '../play/race-list.ts';
import { parseRaceCode } from '../race/ids.ts';
import type { Race } from '../race/race.ts';
import type { Viewer } from '../race/sight.ts';
import { textOf } from './arguments.ts';
import type { Place } from './ask.ts';
import type { GeneralCommand, House } from './command.ts';
import { RACE_ARG } from './manage.ts';
import { actorOf, refTo, refuse } from './refer.ts';
import type { Refused, Reply } from './reply.ts';

const PUBLIC: Viewer = { kind: 'public_chat' };

const OF_CHANNEL = {
  about: 'house',
  discord: null,
  who: 'broadcaster',
  public: true,
  changes: true,
  irreversible: false,
} as const;

export const SHOW: GeneralCommand = {
  ...OF_CHANNEL,
  name: 'race show',
  description: 'Tell about a race in this channel, for questions only',
  words: [['race', 'show']],
  positional: ['race'],
  args: [{ ...RACE_ARG, required: true }],
  async run(ask, house) {
    const { place } = ask.asker;
    if (place.platform !== 'twitch') return refuse(ask.command, { code: 'chat_only' });
    const code = parseRaceCode(textOf(ask.args, 'race') ?? '');
    const id = code === undefined ? undefined : await house.log.byCode(code);
    const race = id === undefined ? undefined : (await house.load(id))?.race;
    // A draft is its organizers' business.
    if (race === undefined || race.phase.status === 'draft') return refuse(ask.command, { code: 'unknown_race' });
    const channel = { platform: 'twitch', channel: place.channel, server: null, kind: 'shown' } as const;
    const outcome = await house.submit(race.id, { type: 'add_channel', by: actorOf(ask.asker), channel });
    if ('refused' in outcome) return refuseIn(ask.command, outcome.refused, race, house);
    return doneIn(ask.command, refTo(outcome.race, house.links), { did: 'shown', channel: place.channel });
  },
};

export const HIDE: GeneralCommand = {
  ...OF_CHANNEL,
  name: 'race hide',
  description: 'Tell no more about a race that is shown here, or named for here',
  words: [['race', 'hide']],
  positional: ['race'],
  args: [RACE_ARG],
  async run(ask, house) {
    const { place } = ask.asker;
    if (place.platform !== 'twitch') return refuse(ask.command, { code: 'chat_only' });
    const shown = await shownIn(place, textOf(ask.args, 'race'), house);
    const [last] = shown;
    if (last === undefined) return refuse(ask.command, { code: 'nothing_shown' });
    for (const race of shown) {
      const { channel } = place;
      const by = actorOf(ask.asker);
      const outcome = await house.submit(race.id, { type: 'remove_channel', by, platform: 'twitch', channel });
      if ('refused' in outcome) return refuseIn(ask.command, outcome.refused, race, house);
    }
    return doneIn(ask.command, refTo(last, house.links), { did: 'hidden', channel: place.channel });
  },
};

/** Chat must not hear that a race is cancelled before everybody is shown it: until then there is nothing but to try again. */
function refuseIn(command: string, no: Refused, race: Race, house: House): Reply {
  const tooSoon = asShownTo(PUBLIC, house)(race).phase.status !== race.phase.status;
  return refuse(command, tooSoon ? { code: 'try_again' } : no, refTo(race, house.links));
}

/** Cancelled ones change no more, and nobody is told of them. */
async function shownIn(place: Extract<Place, { platform: 'twitch' }>, typed: string | null, house: House) {
  const code = typed === null ? undefined : parseRaceCode(typed);
  const known = await house.log.byChannel('twitch', place.channel);
  const loaded = await Promise.all(known.map((one) => house.load(one.id)));
  const seen = asShownTo(PUBLIC, house);
  return loaded
    .flatMap((one) => (one === undefined || seen(one.race).phase.status === 'cancelled' ? [] : [one.race]))
    .filter((race) => typed === null || race.code === code)
    .filter((race) =>
      race.channels.some((one) => one.platform === 'twitch' && one.channel === place.channel && one.kind !== 'home'),
    );
}

export const makeWord = (words: () => readonly (readonly string[])[]): GeneralCommand => ({
  ...OF_CHANNEL,
  name: 'race word',
  description: 'Switch a word off in this channel, or on again',
  words: [['race', 'word']],
  positional: ['word', 'state'],
  args: [
    { name: 'word', kind: 'text', required: true, description: 'For instance lb', maxLength: 40 },
    {
      name: 'state',
      kind: 'text',
      required: true,
      description: 'on or off',
      choices: [
        { name: 'on', value: 'on' },
        { name: 'off', value: 'off' },
      ],
    },
  ],
  async run(ask, house) {
    const { place } = ask.asker;
    if (place.platform !== 'twitch') return refuse(ask.command, { code: 'chat_only' });
    const word = (textOf(ask.args, 'word') ?? '').toLowerCase().replace(/^!/, '');
    const known = words().map((one) => one.join(' '));
    if (!known.includes(word) || word === 'race word') {
      const no: Refused = { code: 'bad_argument', argument: 'word', problem: { why: 'not_a_choice', choices: known } };
      return refuse(ask.command, no);
    }
    const on = ask.args.state === 'on';
    const off = (await wordsOff(place.channel, house)).filter((one) => one !== word);
    await house.keepsakes.set(keyOf(place.channel), JSON.stringify(on ? off : [...off, word]));
    return doneIn(ask.command, null, { did: on ? 'word_on' : 'word_off', word });
  },
});

const keyOf = (channel: string): string => `words off in twitch ${channel}`;

/** Words that a channel has switched off. */
export async function wordsOff(channel: string, { keepsakes }: Pick<House, 'keepsakes'>): Promise<readonly string[]> {
  const kept: unknown = JSON.parse((await keepsakes.get(keyOf(channel))) ?? '[]');
  return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : [];
}

type Done = Extract<Reply, { kind: 'done' }>;
const doneIn = (command: string, race: Done['race'], deed: Done['deed']): Reply => ({
  kind: 'done',
  command,
  race,
  deed,
  offers: [],
});
