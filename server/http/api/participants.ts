// Who is in a race: look, add by name, take out; and for oneself: join, leave, one's own pack.

import { z } from 'zod';
import { mayOrganize } from '../../commands/rights.ts';
import { AddBody, addArgs, NoBody } from '../../present/api/bodies.ts';
import { ApiAdded, ApiJoined, ApiPack, ApiRemoved } from '../../present/api/house.ts';
import { ApiParticipants, ApiRace, apiParticipants } from '../../present/api/race.ts';
import { askerOf } from '../say.ts';
import { raceNamed, sayAbout, sayOfRace, viewOf } from './ask.ts';
import { type Endpoint, endpoint } from './endpoint.ts';
import { NoQuery, RaceParams } from './races.ts';

const ORGANIZERS = ['unknown_race', 'not_organizer', 'wrong_status', 'countdown_running', 'results_final'] as const;
const PLAYERS = ['unknown_race', 'wrong_status', 'results_final'] as const;

const LIST = endpoint({
  method: 'get',
  path: '/api/races/:id/participants',
  name: 'listParticipants',
  tag: 'participants',
  summary: 'Who is in a race, and for organizers who waits to be',
  access: 'anybody',
  params: RaceParams,
  query: NoQuery,
  body: null,
  answers: { 200: { what: 'All of them: a race has 100 players at most.', schema: ApiParticipants } },
  refusals: ['unknown_race'],
  async run(request) {
    const { site, user } = request;
    const race = await raceNamed(request, request.params.id);
    if ('refused' in race) return race;
    const organizes = user !== undefined && (await mayOrganize(askerOf(user), race, site.deps.house));
    const invited = organizes ? await site.deps.house.tickets.pending('invite', race.id) : [];
    const names = invited.flatMap(({ name }) => name ?? []);
    return { status: 200, body: apiParticipants(await viewOf(request, race), race, organizes, names) };
  },
});

const ADD = endpoint({
  method: 'post',
  path: '/api/races/:id/participants',
  name: 'addParticipant',
  tag: 'participants',
  summary: 'Let somebody in, also late, also who asked or waits',
  description: 'Who has an account is in at once; a Twitch name that was never here gets an invitation link.',
  access: 'user',
  params: RaceParams,
  query: NoQuery,
  body: AddBody,
  answers: {
    200: { what: 'They were in already.', schema: ApiAdded },
    201: { what: 'They are in, wait, or have an invitation.', schema: ApiAdded },
  },
  refusals: [...ORGANIZERS, 'unknown_person', 'caster_cannot_join', 'race_full'],
  run: (request) =>
    sayAbout(request, request.params.id, 'race invite', addArgs(request.body), (said) => {
      const deed = said.kind === 'done' ? said.deed : undefined;
      if (deed?.did === 'invitation_made')
        return { status: 201, body: { person: deed.person, how: 'invitation', invitation: deed.url } };
      if (deed?.did !== 'invited') return undefined;
      const { person, how } = deed;
      return { status: how === 'already' ? 200 : 201, body: { person, how, invitation: null } };
    }),
});

const REMOVE = endpoint({
  method: 'delete',
  path: '/api/races/:id/participants/:participant',
  name: 'removeParticipant',
  tag: 'participants',
  summary: 'Take somebody out; also declines who asked or waits, and takes an invitation back',
  access: 'user',
  params: RaceParams.extend({
    participant: z.string().max(60).describe('Id of a participant or a user, their name, or a Twitch name'),
  }),
  query: NoQuery,
  body: null,
  answers: { 200: { what: 'They are out.', schema: ApiRemoved } },
  refusals: [...ORGANIZERS, 'unknown_player', 'which_player', 'bad_argument'],
  run: (request) =>
    sayAbout(request, request.params.id, 'race remove', { player: request.params.participant }, (said) =>
      said.kind === 'done' && said.deed.did === 'removed'
        ? { status: 200, body: { person: said.deed.person, how: said.deed.how } }
        : undefined,
    ),
});

const JOIN = endpoint({
  method: 'post',
  path: '/api/races/:id/join',
  name: 'joinRace',
  tag: 'participants',
  summary: 'Join a race',
  access: 'user',
  params: RaceParams,
  query: NoQuery,
  body: NoBody,
  answers: { 200: { what: 'In, on the waiting list, or asked for.', schema: ApiJoined } },
  refusals: [
    ...PLAYERS,
    'locked',
    'too_late_to_join',
    'race_full',
    'invited_only',
    'removed_before',
    'caster_cannot_join',
    'countdown_running',
  ],
  run: (request) =>
    sayAbout(request, request.params.id, 'join', {}, (said) => {
      if (said.kind === 'waiting') return { status: 200, body: { how: 'waiting', place: said.place } };
      const how = said.kind === 'joined' ? 'in' : said.kind === 'asked' ? 'asked' : undefined;
      return how && { status: 200, body: { how, place: null } };
    }),
});

const LEAVE = endpoint({
  method: 'post',
  path: '/api/races/:id/leave',
  name: 'leaveRace',
  tag: 'participants',
  summary: 'Leave a race before it starts',
  access: 'user',
  params: RaceParams,
  query: NoQuery,
  body: NoBody,
  answers: { 200: { what: 'The race as it is now.', schema: ApiRace } },
  refusals: [...PLAYERS, 'not_in_race', 'countdown_running'],
  run: (request) => sayOfRace(request, request.params.id, 'leave'),
});

const PACK = endpoint({
  method: 'get',
  path: '/api/races/:id/pack',
  name: 'getPack',
  tag: 'participants',
  summary: 'Where your own pack is',
  access: 'user',
  params: RaceParams,
  query: NoQuery,
  body: null,
  answers: { 200: { what: 'Personal: never show it.', schema: ApiPack } },
  refusals: [...PLAYERS, 'not_in_race', 'packs_not_out'],
  run: (request) =>
    sayAbout(request, request.params.id, 'pack', {}, (said, race) => {
      if (said.kind !== 'pack' || said.pack === null) return undefined;
      const { url, bytes } = said.pack;
      const token = url.split('/').at(-1) ?? '';
      return { status: 200, body: { url, download_url: request.site.links.download(race.id, token), bytes } };
    }),
});

export const PARTICIPANTS: readonly Endpoint[] = [LIST, ADD, REMOVE, JOIN, LEAVE, PACK];
