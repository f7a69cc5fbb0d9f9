// English: buttons, choices and the short words beside names.

import type { OfferLabel } from '../../../commands/reply.ts';
import type { Ability, OverlayName } from '../../../play/ports/index.ts';
import type { AbandonReason } from '../../../race/facts.ts';
import type { Missing } from '../../../race/intents.ts';
import type { PlayerStatus, RaceStatus } from '../../../race/race.ts';

export const OFFER_WORDS: Readonly<Record<OfferLabel, string>> = {
  join: 'Join',
  leave: 'Leave',
  my_pack: 'My pack',
  leaderboard: 'Leaderboard',
  open: 'Open',
  start: 'Start',
  start_late: 'Start, they may come late',
  start_anyway: 'Start: who is not ready is out at GO',
  start_without: 'Start without them: they are removed',
  again: 'Again',
  restore: 'Bring back',
  let_in: 'Let in',
  decline: 'Decline',
  unforfeit: 'Go on after all',
  see_map: 'Show me the map',
  wait: 'Wait',
  yes: 'Yes, do it',
  no: 'No',
  try_again: 'Try again',
  signed_in: 'I have signed in',
  this_race: 'This one',
};

export const OVERLAY_WORDS: Readonly<Record<OverlayName, string>> = {
  dag: 'Map',
  leaderboard: 'Leaderboard',
  clock: 'Clock',
  player: 'One player',
};

/** Where a live address follows the races. `channel`: a Twitch login. */
export const placeWord = (platform: 'twitch' | 'discord', channel: string): string =>
  platform === 'twitch' ? `Whatever race twitch.tv/${channel} has` : 'Whatever race this Discord server has';

export const PAGE_WORD = 'Page';
export const REPLAY_WORD = 'Replay';
export const SIGN_IN_WORD = 'Sign in';
export const LINK_WORD = 'Sign in with Twitch';
export const GET_PACK_WORD = 'Get my pack';

export const STATUS_WORDS: Readonly<Record<RaceStatus, string>> = {
  draft: 'draft',
  open: 'open',
  countdown: 'starting',
  running: 'running',
  finished: 'finished',
  cancelled: 'cancelled',
};

/** On its own, on the site. */
export const PILL_WORDS: Readonly<Record<RaceStatus, string>> = {
  draft: 'Draft',
  open: 'Open',
  countdown: 'Starting',
  running: 'Running',
  finished: 'Finished',
  cancelled: 'Cancelled',
};

/** Beside a player's name; playing and finished speak through their numbers. */
export const PLAYER_WORDS: Readonly<Record<PlayerStatus, string>> = {
  registered: 'not ready',
  ready: 'ready',
  playing: '',
  finished: '',
  abandoned: 'out',
};

/** Beside a name in a table. */
export const OUT_WORDS: Readonly<Record<AbandonReason, string>> = {
  forfeit: 'forfeit',
  inactive: 'inactive',
  no_show: 'no show',
  removed: 'removed',
  disqualified: 'disqualified',
  ended: 'did not finish',
};

export const MISSING_WORDS: Readonly<Record<Missing['why'], string>> = {
  no_pack: 'has not downloaded the pack',
  never_connected: 'has the pack, has not started the game with it',
  not_ready: 'is connected, not in the main menu',
  took_ready_back: 'took "ready" back',
  offline: 'is offline',
};

export const ABILITY_WORDS: Readonly<Record<Ability['what'], string>> = {
  see: 'see the channel',
  write: 'write there',
  embed: 'post the race card',
  mention: 'mention the organizers’ role',
  threads: 'open a thread for a race',
  events: 'announce a race as an event of the server',
  direct_messages: 'send direct messages',
};

export const players = (count: number): string => (count === 1 ? '1 player' : `${count} players`);
export const seedsLeft = (count: number): string => (count === 0 ? 'no seeds left' : `${count} left`);
export const more = (left: number): string => `and ${left} more`;
export const minutes = (count: number): string => (count === 1 ? '1 minute' : `${count} minutes`);
export const deaths = (count: number): string => (count === 1 ? '1 death' : `${count} deaths`);
export const offlineFor = (minutes: number): string => (minutes < 1 ? 'offline' : `offline ${minutes} min`);
