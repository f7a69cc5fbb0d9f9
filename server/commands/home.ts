// `race home`: an organizer names a Twitch channel, and its broadcaster confirms it there as the race's home; with `off` the channel
// is taken away again, a misspelt one too. Nobody can make their own channel a home without having been named: its moderators become
// organizers.

import type { Race } from '../race/race.ts';
import { booleanOf } from './arguments.ts';
import type { Ask } from './ask.ts';
import type { House, RaceCommand } from './command.ts';
import { twitchChannel, twitchHome } from './create.ts';
import { done } from './invite.ts';
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
  args: [
    { name: 'twitch', kind: 'text', required: false, description: 'Which channel', maxLength: 60 },
    { name: 'off', kind: 'boolean', required: false, description: 'Take it away again' },
    RACE_ARG,
  ],
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
  if (booleanOf(ask.args, 'off') === true) return takeAway(ask, race, named.channel, house);
  const channel = await twitchHome(ask.asker, named.channel, house);
  const outcome = await house.submit(race.id, { type: 'add_channel', by: actorOf(ask.asker), channel });
  if ('refused' in outcome) return refuse(ask.command, outcome.refused, ref);
  const kept = outcome.race.channels.find((one) => one.platform === 'twitch' && one.channel === channel.channel);
  return kept?.kind === 'home'
    ? { kind: 'home', race: refTo(outcome.race, house.links), channel: channel.channel, offers: [] }
    : done(ask, outcome.race, { did: 'home_named', channel: channel.channel }, house);
}

async function takeAway(ask: Ask, race: Race, channel: string, house: House): Promise<Reply> {
  const by = actorOf(ask.asker);
  const outcome = await house.submit(race.id, { type: 'remove_channel', by, platform: 'twitch', channel });
  if ('refused' in outcome) return refuse(ask.command, outcome.refused, refTo(race, house.links));
  // Whoever types another name than was meant sees it by what is left.
  const left = outcome.race.channels.flatMap((one) => (one.platform === 'twitch' ? [one.channel] : []));
  return done(ask, outcome.race, { did: 'home_taken', channel, left }, house);
}
