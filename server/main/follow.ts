// What lies outside of the log and follows it: the channels in which a bot is, the folders of seeds.

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

type Followers = {
  readonly twitch: Pick<TwitchBot, 'refreshChannels'> | null;
  readonly seeds: Pick<Seeds, 'settle'>;
  readonly logger: Pick<Logger, 'error'>;
};

export function follow(changes: Changes, { twitch, seeds, logger }: Followers): void {
  changes.subscribe(({ facts }) => {
    if (facts.some(({ fact }) => MOVES_CHANNELS.includes(fact.type))) void twitch?.refreshChannels();
    if (facts.some(({ fact }) => MOVES_SEEDS.includes(fact.type))) {
      seeds.settle().catch((error: unknown) => logger.error({ err: error }, 'seed folders could not be moved'));
    }
  });
}
