// English: what happened in a race, one line for each fact that organizers want to read afterwards: who did what. Deliberately
// absent: gates and zones (an organizer may be racing), and what mods say every moment.

import type { Actor, Fact, RaceSeed } from '../../../race/facts.ts';
import { formatDuration } from '../../pages/format.ts';
import { changedWords } from './changes.ts';
import { OUT_WORDS } from './labels.ts';

/** What a fact does not say itself: names of people, and what pools are called. */
export type Known = {
  readonly player: (participant: string) => string;
  readonly person: (user: string) => string;
  readonly pool: (pool: string) => string;
};

/** A line without who did it; null: not worth one. */
export function factLine(fact: Fact, known: Known): string | null {
  const player = () => ('participant' in fact && fact.participant !== null ? known.player(fact.participant) : '');
  switch (fact.type) {
    case 'race_created':
      return `Race made, ${known.pool(fact.seed.pool)}`;
    case 'race_opened':
      return 'Opened';
    case 'race_edited':
      return `Changed: ${changedWords(Object.keys({ ...fact.changes, ...fact.changes.options }))}`;
    case 'channel_added':
      return channelWords(fact.channel);
    case 'channel_removed':
      return `No longer at ${fact.platform} ${fact.channel}`;
    case 'caster_added':
      return `${fact.person.name} casts`;
    case 'caster_removed':
      return `${known.person(fact.user)} does not cast any more`;
    case 'organizer_added':
      return `${fact.person.name} is an organizer`;
    case 'organizer_removed':
      return `${known.person(fact.user)} is no organizer any more`;
    case 'player_invited':
      return `${fact.person.name} invited`;
    case 'join_requested':
      return `${fact.person.name} asked to join`;
    case 'join_declined':
      return `${known.person(fact.user)} declined`;
    case 'player_waiting':
      return `${fact.person.name} waits for a place`;
    case 'player_stopped_waiting':
      return `${known.person(fact.user)} no longer waits`;
    case 'player_joined':
      return `${fact.person.name} joined`;
    case 'player_left':
      return `${player()} left`;
    case 'player_removed':
      return `${player()} removed`;
    case 'race_locked':
      return 'Locked';
    case 'race_unlocked':
      return 'Unlocked';
    case 'packs_released':
      return 'Packs sent out';
    case 'pack_renewed':
      return `New pack for ${player()}`;
    case 'pack_downloaded':
      return `${player()} downloaded the pack`;
    case 'seed_rerolled':
      return `Another seed${rerollWords(fact.seed, fact.fate === 'discarded', known)}`;
    case 'player_ready':
      return `${player()} is ready`;
    case 'player_not_ready':
      return `${player()} is not ready`;
    case 'countdown_started':
      return `Countdown of ${fact.seconds} s`;
    case 'countdown_stopped':
      return fact.participant === null ? 'Countdown stopped' : `Countdown stopped: ${player()} was not ready`;
    case 'race_started':
      return 'GO';
    case 'player_started_late':
      return `${player()} began ${formatDuration(fact.lateMs)} late`;
    case 'player_finished':
      return `${player()} finished in ${formatDuration(fact.igtMs)}`;
    case 'player_abandoned':
      return `${player()} out (${OUT_WORDS[fact.why]})${because(fact.reason)}`;
    case 'player_restored':
      return `${player()} back in`;
    case 'map_seen':
      return `${player()} asked to see the map`;
    case 'announcement_made':
      return `Said: ${fact.text}`;
    case 'problem_reported':
      return `${fact.person.name} reports: ${fact.text}`;
    case 'player_warned':
      return `${player()} warned: no progress`;
    case 'result_set':
      return `Time of ${player()} set to ${formatDuration(fact.igtMs)}${because(fact.reason)}`;
    case 'result_held':
      return `${player()} under review`;
    case 'result_released':
      return `${player()} no longer under review`;
    case 'race_finished':
      return fact.why === 'ended' ? 'Ended' : 'Everybody is done';
    case 'race_reopened':
      return 'Running again';
    case 'results_became_final':
      return 'Results are final';
    case 'race_cancelled':
      return `Cancelled${because(fact.reason)}`;
    case 'start_time_came':
      return 'The announced start has come';
    case 'start_approached':
    case 'mod_connected':
    case 'mod_disconnected':
    case 'save_reported':
    case 'note_reported':
    case 'gate_passed':
      return null;
  }
}

/** Who did it; null where it happened by itself or the line says so. */
export const doneBy = (by: Actor): string | null => (by.kind === 'user' ? by.name : null);

const because = (reason: string | null): string => (reason === null || reason === '' ? '' : `: ${reason}`);

const rerollWords = (seed: RaceSeed, discarded: boolean, known: Known): string =>
  `, ${known.pool(seed.pool)}${discarded ? '; the one before is thrown away' : ''}`;

function channelWords(channel: Extract<Fact, { type: 'channel_added' }>['channel']): string {
  const where = channel.platform === 'twitch' ? `twitch.tv/${channel.channel}` : `${channel.platform} channel`;
  switch (channel.kind) {
    case 'home':
      return `At home in ${where}`;
    case 'named':
      return `${where} asked to be home`;
    case 'shown':
      return `Shown in ${where}`;
  }
}
