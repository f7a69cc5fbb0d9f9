// `progress`: how far one player is. Without a name the asker if racing, else this channel's broadcaster, else the leader. Says what a
// racing player may know: place, layer, time, deaths, never a zone.

import type { Participant, Race } from '../race/race.ts';
import { sight } from '../race/sight.ts';
import { standings } from '../race/standings.ts';
import { textOf } from './arguments.ts';
import type { Ask } from './ask.ts';
import type { House, RaceCommand } from './command.ts';
import { SHARE_ARG } from './look.ts';
import { RACE_ARG } from './manage.ts';
import { playerNamed } from './people.ts';
import { participantOf, refTo, refuse } from './refer.ts';
import type { Refused, Reply } from './reply.ts';

export const PROGRESS: RaceCommand = {
  about: 'race',
  name: 'progress',
  description: 'How far a player is: you, or the leader',
  discord: ['progress'],
  words: [['progress']],
  positional: ['player'],
  args: [{ name: 'player', kind: 'player', required: false, description: 'Whose', maxLength: 60 }, RACE_ARG, SHARE_ARG],
  who: 'anybody',
  public: true,
  changes: false,
  whose: 'place',
  prefers: [['running'], ['finished'], ['countdown', 'open'], ['draft']],
  irreversible: false,
  run: progress,
};

async function progress(ask: Ask, race: Race, house: House): Promise<Reply> {
  const ref = refTo(race, house.links);
  const view = await house.views.view(race.id, sight({ kind: 'public_chat' }, race).audience);
  if (view === undefined) return refuse(ask.command, { code: 'unknown_race' });
  const found = await whose(ask, view.race, house);
  if ('refused' in found) return refuse(ask.command, found.refused, ref);
  const asked = found.player?.id;
  const lines = standings(view.race, view.pulses);
  const line = lines.find((one) => one.participant.id === asked) ?? lines[0];
  if (line === undefined) return refuse(ask.command, { code: 'nobody_in' }, ref);
  return { kind: 'progress', race: ref, view, line, offers: [] };
}

/** `player` undefined: whoever leads. */
async function whose(
  ask: Ask,
  race: Race,
  house: House,
): Promise<{ readonly player: Participant | undefined } | { readonly refused: Refused }> {
  const typed = textOf(ask.args, 'player');
  if (typed !== null) return playerNamed(race, typed, house);
  const own = participantOf(race, ask.asker.user);
  if (own !== undefined) return { player: own };
  const { place } = ask.asker;
  const host = place.platform === 'twitch' ? await house.accounts.byTwitchName(place.channel) : undefined;
  return { player: host === undefined ? undefined : participantOf(race, host) };
}
