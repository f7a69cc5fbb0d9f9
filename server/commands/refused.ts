// Why not: what rules refuse, and what commands do. Data, a closed union; server/present words each code. Deliberately absent: sentences.

import type { DrawRefusal } from '../play/ports/index.ts';
import type { RaceCode, RaceId } from '../race/ids.ts';
import type { Refusal } from '../race/intents.ts';
import type { PacksWhen } from '../race/packs.ts';
import type { RaceStatus } from '../race/race.ts';
import type { WhenProblem } from './when.ts';

/** A race as answers name it. `page`: its short address with scheme; anybody may see it. */
export type RaceRef = {
  readonly id: RaceId;
  readonly code: RaceCode;
  readonly name: string;
  readonly status: RaceStatus;
  readonly page: string;
};

export type ArgumentProblem =
  | { readonly why: 'missing' }
  | { readonly why: 'not_a_number' }
  | { readonly why: 'not_yes_or_no' }
  | { readonly why: 'out_of_range'; readonly min: number | null; readonly max: number | null }
  | { readonly why: 'too_long'; readonly max: number }
  | { readonly why: 'not_a_choice'; readonly choices: readonly string[] }
  | { readonly why: 'control_characters' }
  | { readonly why: 'unknown_timezone' }
  | { readonly why: 'not_a_duration' }
  | { readonly why: 'not_a_twitch_name' };

/** Why not: rules' refusals and those of commands. */
export type Refused =
  | Refusal
  | { readonly code: 'unknown_race' }
  | { readonly code: 'no_race_here' }
  /** `rest`: what was said with the command, as chat would say it again behind the code. */
  | { readonly code: 'which_race'; readonly races: readonly RaceRef[]; readonly rest: string }
  | { readonly code: 'not_organizer' }
  /** `role`: id of the role that /setup named; null: Manage Events, or moderating the channel. */
  | { readonly code: 'may_not_create'; readonly role: string | null }
  /** Made on the site and not over yet. */
  | { readonly code: 'too_many_races'; readonly max: number }
  /** Of a race whose next round is made already: that one. */
  | { readonly code: 'round_there'; readonly race: RaceRef }
  | { readonly code: 'needs_manage_server' }
  | { readonly code: 'needs_server' }
  | { readonly code: 'admins_only' }
  | { readonly code: 'home_channel_only' }
  | { readonly code: 'broadcaster_only' }
  | { readonly code: 'channel_not_named' }
  | { readonly code: 'bad_argument'; readonly argument: string; readonly problem: ArgumentProblem }
  | DrawRefusal
  | { readonly code: 'packs_not_out'; readonly packs: PacksWhen }
  | { readonly code: 'seed_gone' }
  | { readonly code: 'unknown_command' }
  /** Nobody of that name is in the race; two are. */
  | { readonly code: 'unknown_player'; readonly name: string }
  | { readonly code: 'which_player'; readonly name: string }
  /** Nobody of that name was ever seen here. */
  | { readonly code: 'unknown_person'; readonly name: string }
  | { readonly code: 'whom' }
  | { readonly code: 'nobody_in' }
  | { readonly code: 'unknown_seed'; readonly pool: string; readonly number: number }
  | { readonly code: 'chat_only' }
  /** Said in chat, which does not have it; `command`: as Discord does. */
  | { readonly code: 'not_in_chat'; readonly command: string }
  | { readonly code: 'nothing_shown' }
  /** Switched off in the channel: nothing is said. */
  | { readonly code: 'word_off' }
  /** No organizer can be written to privately. */
  | { readonly code: 'nobody_hears' }
  /** Told so often of late by this person. */
  | { readonly code: 'too_many_reports'; readonly max: number; readonly minutes: number }
  /** Nobody has said yes on the page of the link; the link is dead; one of the accounts is tied to another one. */
  | { readonly code: 'link_not_signed_in' }
  | { readonly code: 'link_over' }
  | { readonly code: 'link_taken'; readonly twitch: string }
  | { readonly code: 'both_in_race' }
  /** Nobody can sign in with Twitch here; there is no Twitch account to give up; its owner has a part in an unfinished race. */
  | { readonly code: 'no_twitch_login' }
  | { readonly code: 'not_linked' }
  | { readonly code: 'linked_in_race' }
  | { readonly code: 'nothing_to_change' }
  | { readonly code: 'bad_time'; readonly problem: WhenProblem }
  | { readonly code: 'try_again' };
