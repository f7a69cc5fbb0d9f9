// `pools`: which there are, how long they take, how many seeds are left.

import type { GeneralCommand } from './command.ts';
import { SHARE_ARG } from './look.ts';

export const POOLS: GeneralCommand = {
  about: 'house',
  name: 'pools',
  description: 'The kinds of race there are, and how many seeds are left',
  discord: ['pools'],
  words: [['pools']],
  positional: [],
  args: [SHARE_ARG],
  who: 'anybody',
  public: true,
  changes: false,
  irreversible: false,
  run: async (_ask, house) => ({ kind: 'pools', pools: await house.seeds.pools(), offers: [] }),
};
