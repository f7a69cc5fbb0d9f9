// `race home`: an organizer names a Twitch channel, and its broadcaster confirms it there as the race's home. Nobody can make
// their own channel a home without having been named: its moderators become organizers.

import type { Race } from '../race/race.ts';
import type { Ask } from './ask.ts';
import type { House, RaceCommand } from './command.ts';
import { twitchChannel, twitchHome } from './create.ts';
import { RACE_ARG } from './manage.ts';
import { actorOf, refTo, refuse } from './refer.ts';
import type { Reply } from './reply.ts';

export const HOME: RaceCommand = {
  about: 'race',
  name: 'race home',
  description: 'Name a Twitch channel as home; it confirms with !race home',
  discord: ['race', 'home'],
  words: [['race', 'home']],
  positional: ['race'],
  args: [{ name: 'twitch', kind: 'text', required: false, description: 'Which channel', maxLength: 60 }, RACE_ARG],
  who: 'home_keeper',
  public: true,
  changes: true,
  whose: 'place',
  prefers: [['draft', 'open', 'countdown', 'running'], ['finished']],
  irreversible: false,
  async run(ask, race, house) {
    const { place } = ask.asker;
    const ref = refTo(race, house.links);
    if (place.platform !== 'twitch') return nameHome(ask, race, house);
    const known = race.channels.find((one) => one.platform === 'twitch' && one.channel === place.channel);
    if (known === undefined || known.kind === 'shown') return refuse(ask.command, { code: 'channel_not_named' }, ref);
    const by = actorOf(ask.asker);
    const outcome = await house.submit(race.id, { type: 'add_channel', by, channel: { ...known, kind: 'home' } });
    if ('refused' in outcome) return refuse(ask.command, outcome.refused, ref);
    return { kind: 'home', race: refTo(outcome.race, house.links), channel: known.channel, offers: [] };
  },
};

async function nameHome(ask: Ask, race: Race, house: House): Promise<Reply> {
  const ref = refTo(race, house.links);
  const named = twitchChannel(ask);
  if ('refused' in named) return refuse(ask.command, named.refused, ref);
  if (named.channel === null) {
    return refuse(ask.command, { code: 'bad_argument', argument: 'twitch', problem: { why: 'missing' } }, ref);
  }
  const channel = await twitchHome(ask.asker, named.channel, house);
  const outcome = await house.submit(race.id, { type: 'add_channel', by: actorOf(ask.asker), channel });
  if ('refused' in outcome) return refuse(ask.command, outcome.refused, ref);
  const now = refTo(outcome.race, house.links);
  const kept = outcome.race.channels.find((one) => one.platform === 'twitch' && one.channel === channel.channel);
  return kept?.kind === 'home'
    ? { kind: 'home', race: now, channel: channel.channel, offers: [] }
    : {
        kind: 'done',
        command: ask.command,
        race: now,
        deed: { did: 'home_named', channel: channel.channel },
        offers: [],
      };
}
