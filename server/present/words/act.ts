// What an organizer did, or a player who came back, as the race's thread is told. Deliberately absent: who hears it besides.

import type { Post } from '../../play/ports/index.ts';
import { formatDuration } from '../pages/format.ts';
import * as say from '../sentences/en/posts.ts';
import { nameOfActor, nameOfPlayer } from './post-people.ts';
import type { Voice } from './voice.ts';

/** Said with the name of who did it. */
export function actText(post: Post, v: Voice): string {
  const { race, cause } = post;
  const by = nameOfActor(post);
  const player = nameOfPlayer(post);
  switch (cause?.type) {
    case 'race_edited': {
      const { changes } = cause;
      const names = Object.keys({ ...changes, ...changes.options });
      return say.edited(race, names, changes.scheduledStart, by, v);
    }
    case 'race_locked':
      return say.locked(race, by, v);
    case 'race_unlocked':
      return say.unlocked(race, by, v);
    case 'caster_added':
      return say.crew(cause.person.name, 'casts', race, by, v);
    case 'organizer_added':
      return say.crew(cause.person.name, 'organizes', race, by, v);
    case 'caster_removed':
      return say.crewLess('casters', race, by, v);
    case 'organizer_removed':
      return say.crewLess('organizers', race, by, v);
    case 'player_removed':
      return say.removed(race, by, v);
    case 'player_restored':
      return cause.how === 'restore' ? say.restored(player, by, v) : say.backIn(player, v);
    case 'result_held':
      return say.held(player, by, v);
    case 'result_released':
      return say.released(player, by, v);
    case 'result_set':
      return say.corrected(player, formatDuration(cause.igtMs), cause.reason, by, v);
    case 'player_abandoned':
      return say.abandoned(player, cause.why, cause.reason, by, v);
    case 'player_joined':
      return say.broughtIn(cause.person.name, race, by, v);
    case 'seed_rerolled':
      return say.rerolled(race, by, v);
    case 'channel_added':
      return cause.channel.platform === 'twitch'
        ? say.channelAdded(cause.channel.channel, cause.channel.kind, race, by, v)
        : say.changed(race, v);
    case 'channel_removed':
      return say.channelRemoved(cause.channel, race, by, v);
    default:
      return say.changed(race, v);
  }
}
