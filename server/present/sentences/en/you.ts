// English: what a race's page says to who looks about themselves, and what to do next.

import type { AbandonReason } from '../../../race/facts.ts';
import type { RaceStatus } from '../../../race/race.ts';
import { minutes } from './labels.ts';

export const LOG_IN_TO_JOIN = 'Racing in this one? Log in to join or to get your pack.';
export const LOG_IN_FOR_PACK = 'Racing in this one? Log in to get your pack.';
/** Where nobody can log in with Twitch. */
export const JOIN_IN_DISCORD = 'Racing in this one? Say /join in Discord, or /web there to log in here.';
export const PACK_IN_DISCORD = 'Racing in this one? Say /pack in Discord, or /web there to log in here.';

export const IN_WITHOUT_PACKS = 'You are in. Your pack comes here as soon as the packs are out.';

/** Not ready yet. `lateMinutes`: how long after GO they may still come. */
export function getReady(status: RaceStatus, downloaded: boolean, lateMinutes: number): string {
  const start = downloaded
    ? 'Start the game from your pack'
    : 'Get your pack, unzip it anywhere and start launch_speedfog.bat';
  switch (status) {
    case 'draft':
    case 'open':
      return `You are in. ${start}${downloaded ? ' and stay in the main menu: the mod reports you ready' : ''}.`;
    case 'countdown':
      return `You are in, and GO is near. ${start}. At GO start a new character.`;
    case 'running':
      return `The race is on, and you can come in until ${minutes(lateMinutes)} after GO. ${start}. Then start a new character.`;
    case 'finished':
    case 'cancelled':
      return '';
  }
}

export const READY = 'You are ready. Stay in the main menu; at GO start a new character.';
export const READY_AND_COUNTING = 'You are ready. At GO start a new character.';
export const RACING = 'You are racing. The map stays hidden from you until you have finished.';
export const finished = (time: string): string => `You finished in ${time}.`;

/** `running`: the race still is. */
export function out(why: AbandonReason, reason: string | null, running: boolean): string {
  const because = reason === null || reason === '' ? '' : `: ${reason}`;
  switch (why) {
    case 'forfeit':
      return 'You gave up this race.';
    case 'inactive':
      return `You are out: no progress for too long.${running ? ' Play on, and you are back in.' : ''}`;
    case 'no_show':
      return 'You are out: you did not come in time.';
    case 'removed':
      return `An organizer took you out of this race${because}.`;
    case 'disqualified':
      return `An organizer disqualified you${because}.`;
    case 'ended':
      return 'The race was ended before you finished.';
  }
}

export const waiting = (place: number): string =>
  `You are number ${place} on the waiting list, and come in when somebody leaves.`;
export const ASKED = 'You have asked to join. An organizer decides.';
export const CASTS = 'You cast this race.';
export const NOT_IN = 'You are not in this race.';
export const FULL = 'This race is full. Who waits comes in when somebody leaves.';
export const FULL_AND_RUNNING = 'This race is full.';
export const INVITED_ONLY = 'This race is for invited players. Ask an organizer to add you.';
export const REMOVED_BEFORE = 'An organizer took you out of this race. Only an organizer can bring you back.';

/** On buttons. */
export const YOU_BUTTONS = {
  join: 'Join this race',
  ask: 'Ask to join',
  wait: 'Wait for a place',
  joinLate: 'Join late',
  askLate: 'Ask to join late',
  waitNoLonger: 'No longer wait',
  takeBack: 'Take back',
  newPack: 'New pack',
} as const;
