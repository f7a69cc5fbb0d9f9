// Who is in a race: look, add by name, take out; and for oneself: join, leave, one's own pack.

import { z } from 'zod';
import { mayOrganize } from '../../commands/rights.ts';
import { AddBody, addArgs, NoBody } from '../../present/api/bodies.ts';
import { ApiAdded, ApiJoined, ApiPack, ApiRemoved } from '../../present/api/house.ts';
import { ApiParticipants, ApiRace, apiParticipants } from '../../present/api/race.ts';
import { raceNamed, say, sayOfRace, viewOf } from './ask.ts';
import { type Endpoint, endpoint } from './endpoint.ts';
import { NoQuery, RaceParams } from './races.ts';
import { askerOf } from './who.ts';

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
  refusals: [
    'unknown_race',
    'not_organizer',
    'wrong_status',
    'unknown_person',
    'caster_cannot_join',
    'countdown_running',
  ],
  async run(request) {
    const race = await raceNamed(request, request.params.id);
    if ('refused' in race) return race;
    const said = await say(request, 'race invite', { ...addArgs(request.body), race: race.id });
    if ('refused' in said) return said;
    const deed = said.kind === 'done' ? said.deed : undefined;
    switch (deed?.did) {
      case 'invited':
        return {
          status: deed.how === 'already' ? 200 : 201,
          body: { person: deed.person, how: deed.how, invitation: null },
        };
      case 'invitation_made':
        return { status: 201, body: { person: deed.person, how: 'invitation', invitation: deed.url } };
      default:
        throw new Error('race invite answered something else');
    }
  },
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
  refusals: [
    'unknown_race',
    'not_organizer',
    'wrong_status',
    'unknown_player',
    'which_player',
    'bad_argument',
    'countdown_running',
  ],
  async run(request) {
    const { id, participant } = request.params;
    const race = await raceNamed(request, id);
    if ('refused' in race) return race;
    const said = await say(request, 'race remove', { player: participant, race: race.id });
    if ('refused' in said) return said;
    if (said.kind !== 'done' || said.deed.did !== 'removed') throw new Error('race remove answered something else');
    return { status: 200, body: { person: said.deed.person, how: said.deed.how } };
  },
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
    'unknown_race',
    'wrong_status',
    'locked',
    'too_late_to_join',
    'race_full',
    'invited_only',
    'removed_before',
    'caster_cannot_join',
    'countdown_running',
  ],
  async run(request) {
    const race = await raceNamed(request, request.params.id);
    if ('refused' in race) return race;
    const said = await say(request, 'join', { race: race.id });
    if ('refused' in said) return said;
    switch (said.kind) {
      case 'joined':
        return { status: 200, body: { how: 'in', place: null } };
      case 'waiting':
        return { status: 200, body: { how: 'waiting', place: said.place } };
      case 'asked':
        return { status: 200, body: { how: 'asked', place: null } };
      default:
        throw new Error('join answered something else');
    }
  },
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
  refusals: ['unknown_race', 'wrong_status', 'not_in_race', 'countdown_running'],
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
  refusals: ['unknown_race', 'not_in_race', 'packs_not_out', 'wrong_status'],
  async run(request) {
    const race = await raceNamed(request, request.params.id);
    if ('refused' in race) return race;
    const said = await say(request, 'pack', { race: race.id });
    if ('refused' in said) return said;
    if (said.kind !== 'pack' || said.pack === null) throw new Error('pack answered something else');
    const { url, bytes } = said.pack;
    const token = url.split('/').at(-1) ?? '';
    return { status: 200, body: { url, download_url: request.site.links.download(race.id, token), bytes } };
  },
});

export const PARTICIPANTS: readonly Endpoint[] = [LIST, ADD, REMOVE, JOIN, LEAVE, PACK];
