// What somebody new to the stage may type, in the order of a race by hand.

import { TWITCH_CHANNEL } from './cast.ts';
import type { StageHouse } from './house.ts';
import type { RaceShown, Suggestion } from './wire.ts';

/** `race`: the newest; its code goes where one has to be typed. */
export function suggestionsFor({ cast }: StageHouse, race: RaceShown | undefined): readonly Suggestion[] {
  const inRaces = { pane: 'discord', channelId: cast.races.id } as const;
  const [player] = cast.players;
  const on = (title: string, user: { id: string; displayName: string } | undefined, text: string): Suggestion[] =>
    user === undefined ? [] : [{ title, who: user.displayName, text, does: { ...inRaces, userId: user.id } }];
  const chat = (title: string, login: string, text: string): Suggestion[] => [
    { title, who: login, text, does: { pane: 'twitch', login } },
  ];
  const more = (count: number): Suggestion[] => [
    {
      title: 'Let some race',
      who: `${count} runners`,
      text: 'and whoever has joined by hand',
      does: { pane: 'crew', count },
    },
  ];
  const viewer = cast.viewers[0]?.login ?? cast.moderator;
  return [
    ...on('Say who may create races', cast.admin, '/setup organizers:@Organizers channel:#races timezone:Europe/Paris'),
    ...on('Create a race', cast.organizer, `/race create pool:sprint name:Sunday Fog twitch:${TWITCH_CHANNEL}`),
    ...chat('Make the channel its home', cast.broadcaster, `!race home ${race?.code ?? 'CODE'}`),
    ...on('Join', player, '/join'),
    ...chat('Join from chat', viewer, '!join'),
    ...on('Get your pack again', player, '/pack'),
    ...more(6),
    ...on('Start', cast.organizer, '/race start'),
    ...on('Ask how it stands', cast.viewer, '/leaderboard'),
    ...chat('Ask in chat', viewer, '!leaderboard'),
    ...on('Show it to everybody', cast.viewer, '/leaderboard share:true'),
    ...on('Put it into OBS', cast.organizer, '/race overlay'),
    ...on('Which pools are there', cast.viewer, '/pools'),
    ...on('Give up (asks once more)', player, '/forfeit'),
    ...on('Try what you may not', cast.viewer, '/race create pool:sprint'),
    ...on('Cancel (asks once more)', cast.organizer, '/race cancel reason:that was a test'),
    ...on('Get help', cast.viewer, '/help'),
  ];
}
