// `!race home <code>`: the broadcaster of a channel that an organizer named confirms it as the race's home. Nobody can make
// their own channel a home without having been named: its moderators become organizers.

import type { RaceCommand } from './command.ts';
import { RACE_ARG } from './manage.ts';
import { actorOf, refTo, refuse } from './refer.ts';

export const HOME: RaceCommand = {
  about: 'race',
  name: 'race home',
  description: 'Confirm this channel as the home of a race that names it',
  discord: null,
  words: [['race', 'home']],
  positional: ['race'],
  args: [RACE_ARG],
  who: 'broadcaster',
  public: true,
  changes: true,
  whose: 'place',
  prefers: [['draft', 'open', 'countdown', 'running']],
  irreversible: false,
  async run(ask, race, house) {
    const { place } = ask.asker;
    const ref = refTo(race, house.links);
    const known =
      place.platform !== 'twitch'
        ? undefined
        : race.channels.find((one) => one.platform === 'twitch' && one.channel === place.channel);
    if (known === undefined || known.kind === 'shown') return refuse(ask.command, { code: 'channel_not_named' }, ref);
    const by = actorOf(ask.asker);
    const outcome = await house.submit(race.id, { type: 'add_channel', by, channel: { ...known, kind: 'home' } });
    if ('refused' in outcome) return refuse(ask.command, outcome.refused, ref);
    return { kind: 'home', race: refTo(outcome.race, house.links), channel: known.channel, offers: [] };
  },
};
