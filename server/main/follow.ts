// What lies outside of the log of races and follows it: the channels in which a bot is, the folders of seeds, the lines that operators
// read. A line says which race and what happened: no name, no text of anybody's.

import type { Logger } from 'pino';
import type { TwitchBot } from '../../bot/twitch/bot.ts';
import type { Changes, Seeds } from '../play/ports/index.ts';
import type { FactType } from '../race/facts.ts';

const MOVES_CHANNELS: readonly FactType[] = [
  'race_created',
  'channel_added',
  'channel_removed',
  'results_became_final',
  'race_cancelled',
];
const MOVES_SEEDS: readonly FactType[] = ['race_created', 'seed_rerolled', 'race_cancelled'];
/** What becomes of a race. All else that happens in one is told to who asks for it (LOG_LEVEL=debug). */
const TELLS: readonly FactType[] = [
  ...(['race_created', 'race_opened', 'seed_rerolled', 'countdown_started', 'countdown_stopped'] as const),
  ...(['race_started', 'race_finished', 'race_reopened', 'results_became_final', 'race_cancelled'] as const),
];

type Followers = {
  readonly twitch: Pick<TwitchBot, 'refreshChannels'> | null;
  readonly seeds: Pick<Seeds, 'settle'>;
  readonly logger: Pick<Logger, 'error' | 'info' | 'debug'>;
};

export function follow(changes: Changes, { twitch, seeds, logger }: Followers): void {
  changes.subscribe(({ race, facts }) => {
    for (const { seq, fact } of facts) {
      logger[TELLS.includes(fact.type) ? 'info' : 'debug']({ race: race.id, seq }, fact.type.replaceAll('_', ' '));
    }
    if (facts.some(({ fact }) => MOVES_CHANNELS.includes(fact.type))) void twitch?.refreshChannels();
    if (facts.some(({ fact }) => MOVES_SEEDS.includes(fact.type))) {
      seeds.settle().catch((error: unknown) => logger.error({ err: error }, 'seed folders could not be moved'));
    }
  });
}
