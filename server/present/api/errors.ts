// Every no of the API: its code, its HTTP status, what it means. The one table: answers are made from it, the OpenAPI document lists
// it, and a code keeps its meaning for ever. Deliberately absent: the sentences (words/), which may change.

import { z } from 'zod';
import type { Refused } from '../../commands/reply.ts';

export type ApiNo = { readonly status: number; readonly means: string };

/** What commands refuse (server/commands/reply.ts, server/race/intents.ts). */
const REFUSALS = {
  too_many_reports: { status: 409, means: 'The organizers have been told several things in a short time already.' },
  nobody_hears: { status: 409, means: 'No organizer can be written to privately.' },
  both_in_race: { status: 409, means: 'Both accounts take part in a race whose results are not final.' },
  link_not_signed_in: { status: 409, means: 'Nobody has signed in by that link yet.' },
  no_twitch_login: { status: 409, means: 'Nobody can sign in with Twitch here.' },
  not_linked: { status: 409, means: 'There is no Twitch account, or no Discord account, to make two of.' },
  linked_in_race: { status: 409, means: 'The account has a part in a race whose results are not final.' },
  link_over: { status: 410, means: 'The link was used or is too old.' },
  link_taken: { status: 409, means: 'One of the accounts is tied to another one already.' },
  wrong_status: { status: 409, means: 'The race is in a status in which that is impossible.' },
  countdown_running: { status: 409, means: 'Stop the countdown first.' },
  nobody_ready: { status: 409, means: 'A start needs a player who is ready.' },
  players_missing: { status: 409, means: 'Players are not ready: wait, or start with `missing`.' },
  results_final: { status: 409, means: 'Results are final.' },
  locked: { status: 409, means: 'The race is locked: nobody joins.' },
  too_late_to_join: { status: 409, means: 'The race has run for too long to join.' },
  race_full: { status: 409, means: 'The race is full.' },
  invited_only: { status: 403, means: 'Only invited players join.' },
  removed_before: { status: 403, means: 'An organizer took this player out; only one of them brings them back.' },
  caster_cannot_join: { status: 409, means: 'Casters see the map and cannot race.' },
  player_cannot_cast: { status: 409, means: 'Players cannot cast.' },
  not_in_race: { status: 409, means: 'Whoever asks is not in the race.' },
  already_finished: { status: 409, means: 'The player has finished.' },
  already_out: { status: 409, means: 'The player is out already.' },
  not_out: { status: 409, means: 'The player is not out.' },
  saw_map: { status: 409, means: 'The player has asked to see the map and cannot come back.' },
  map_after_end: { status: 409, means: 'The map is shown at the end.' },
  too_late_to_stop: { status: 409, means: 'Less than 3 seconds are left.' },
  last_organizer: { status: 409, means: 'A race needs an organizer.' },
  bad_option: { status: 400, means: 'An option is out of its range; `field` names it.' },
  bad_name: { status: 400, means: 'The name is empty or too long.' },
  bad_text: { status: 400, means: 'A text is empty or too long.' },
  race_not_running: { status: 409, means: 'The race is not running.' },
  unknown_zone: { status: 400, means: 'No such zone.' },
  bad_igt: { status: 400, means: 'Not an in-game time.' },
  not_racing: { status: 409, means: 'The player is not racing.' },
  seq_conflict: { status: 409, means: 'Another report has that number.' },
  unknown_race: { status: 404, means: 'No such race, or one that whoever asks may not know of.' },
  no_race_here: { status: 404, means: 'No race was named.' },
  which_race: { status: 409, means: 'Several races could be meant.' },
  not_organizer: { status: 403, means: 'Only organizers of the race may.' },
  may_not_create: { status: 403, means: 'Not allowed to make races.' },
  round_there: { status: 409, means: 'The next round of this race is there already.' },
  too_many_races: { status: 409, means: 'Too many unfinished races of one person.' },
  needs_manage_server: { status: 403, means: 'Needs a right on a Discord server.' },
  needs_server: { status: 409, means: 'Works on a Discord server alone.' },
  admins_only: { status: 403, means: 'Only administrators may.' },
  home_channel_only: { status: 403, means: 'The race is at home elsewhere.' },
  broadcaster_only: { status: 403, means: 'Only who keeps the channel may.' },
  channel_not_named: { status: 409, means: 'No organizer has named the channel.' },
  bad_argument: { status: 400, means: 'A field is wrong; `field` names it.' },
  unknown_pool: { status: 400, means: 'No such pool.' },
  pool_empty: { status: 409, means: 'The pool has no seeds left.' },
  packs_not_out: { status: 409, means: 'The packs are not out yet.' },
  seed_gone: { status: 503, means: 'The files of the seed cannot be read.' },
  unknown_command: { status: 404, means: 'No such word.' },
  unknown_player: { status: 404, means: 'Nobody of that name or id is in the race.' },
  which_player: { status: 409, means: 'Two have that name: use the id.' },
  unknown_person: { status: 404, means: 'Nobody of that name was ever seen, and it is no Twitch name.' },
  whom: { status: 400, means: 'Nobody was named.' },
  nobody_in: { status: 409, means: 'Nobody is in the race.' },
  unknown_seed: { status: 404, means: 'No such seed in the pool.' },
  chat_only: { status: 409, means: 'Works in chat alone.' },
  not_in_chat: { status: 409, means: 'Works everywhere but in chat.' },
  nothing_shown: { status: 409, means: 'No race is shown there.' },
  word_off: { status: 403, means: 'Switched off in the channel.' },
  nothing_to_change: { status: 400, means: 'The body changes nothing.' },
  bad_time: { status: 400, means: 'Not a moment in which a race can start.' },
  try_again: { status: 503, means: 'A fault on our side; nothing was changed.' },
} as const satisfies Record<Refused['code'], ApiNo>;

/** What the door itself refuses, before any command is asked. */
const DOOR = {
  bad_request: { status: 400, means: 'The request cannot be read: no JSON, or not an object.' },
  invalid: { status: 400, means: 'A field is missing, unknown, of the wrong type or out of range; `field` names it.' },
  log_in_first: { status: 401, means: 'Needs a bearer token or a session.' },
  bad_api_token: { status: 401, means: 'The bearer token is no API token, or was revoked.' },
  foreign_form: { status: 403, means: 'A write with a cookie that does not come from our own pages.' },
  not_found: { status: 404, means: 'No such address.' },
  method_not_allowed: {
    status: 405,
    means: 'The address does not take that method; `Allow` lists those that it takes.',
  },
  key_reused: { status: 422, means: 'The `Idempotency-Key` was sent before, with another body.' },
  too_large: { status: 413, means: 'The body is too large.' },
  not_json: { status: 415, means: 'The body is not declared as `application/json`.' },
  too_many_requests: { status: 429, means: 'Too many requests; `Retry-After` says how many seconds to wait.' },
  database_away: { status: 503, means: 'Our database does not answer; `Retry-After` says when to try again.' },
  fault: { status: 500, means: 'A fault on our side.' },
} as const satisfies Record<string, ApiNo>;

/** What the addresses of mods, packs and logins refuse. */
const ELSEWHERE = {
  bad_token: { status: 401, means: 'No pack of this race has that token any more (410 at downloads).' },
  seed_changed: { status: 401, means: 'The race has another seed since (410 at downloads).' },
  removed: { status: 401, means: 'The player is no longer in the race (410 at downloads).' },
  race_over: { status: 401, means: 'The race is over: mods have nothing to say any more.' },
  race_cancelled: { status: 401, means: 'The race was cancelled (410 at downloads).' },
  unknown_link: { status: 404, means: 'The download token is not genuine.' },
  pack_gone: { status: 503, means: 'The files of the race cannot be found at the moment.' },
  no_results_yet: { status: 409, means: 'The race is not over.' },
  login_off: { status: 503, means: 'Logging in with Twitch is not set up.' },
  login_stale: { status: 400, means: 'The login was begun elsewhere, too long ago, or was used.' },
  login_denied: { status: 403, means: 'The person did not agree on Twitch.' },
  login_failed: { status: 502, means: 'Twitch did not confirm who it is.' },
} as const satisfies Record<string, ApiNo>;

export const API_NOS: Readonly<Record<string, ApiNo>> = { ...REFUSALS, ...DOOR, ...ELSEWHERE };

export type DoorCode = keyof typeof DOOR;
export const doorNo = (code: DoorCode): ApiNo => DOOR[code];
export const refusalStatus = (code: Refused['code']): number => REFUSALS[code].status;

/** The one shape of every error. */
export const ApiError = z
  .object({
    error: z.object({
      code: z.string().describe('Stable, for programs; the table of codes is in the description of this document.'),
      message: z.string().describe('For people, in English; may change.'),
      field: z.string().optional().describe('What was wrong, e.g. `config.max_participants`.'),
    }),
  })
  .meta({ id: 'Error', description: 'Why not.' });

/** For the description of the document. */
export const codeTable = (): string =>
  Object.entries(API_NOS)
    .map(([code, { status, means }]) => `| \`${code}\` | ${status} | ${means} |`)
    .join('\n');
