// `seeds`: what administrators see and do of the pools.

import { CONFIRM_MS } from './answer-times.ts';
import { numberOf, textOf } from './arguments.ts';
import type { GeneralCommand } from './command.ts';
import { POOL_ARG } from './create.ts';
import { dismiss, refuse } from './refer.ts';

const SEEDS = {
  about: 'house',
  words: [],
  who: 'admin',
  public: false,
  changes: true,
  irreversible: false,
} as const;

export const SEEDS_STATS: GeneralCommand = {
  ...SEEDS,
  name: 'seeds stats',
  description: 'Available, consumed and broken seeds of each pool',
  discord: ['seeds', 'stats'],
  positional: [],
  args: [],
  run: async (_ask, house) => ({ kind: 'seeds', pools: await house.seeds.pools(), scan: null, offers: [] }),
};

export const SEEDS_SCAN: GeneralCommand = {
  ...SEEDS,
  name: 'seeds scan',
  description: 'Read the pools’ folders again',
  discord: ['seeds', 'scan'],
  positional: [],
  args: [],
  async run(_ask, house) {
    const scan = await house.seeds.scan();
    return { kind: 'seeds', pools: await house.seeds.pools(), scan, offers: [] };
  },
};

export const SEEDS_DISCARD: GeneralCommand = {
  ...SEEDS,
  name: 'seeds discard',
  description: 'Throw a seed away: no race gets it any more',
  discord: ['seeds', 'discard'],
  positional: ['pool', 'number'],
  args: [
    { ...POOL_ARG, required: true, description: 'Of which pool' },
    { name: 'number', kind: 'integer', required: true, description: 'As in its folder’s name', min: 0 },
  ],
  async run(ask, house) {
    const [pool, number] = [textOf(ask.args, 'pool') ?? '', numberOf(ask.args, 'number') ?? 0];
    const seed = await house.seeds.named(pool, number);
    if (seed === undefined) return refuse(ask.command, { code: 'unknown_seed', pool, number });
    if (ask.confirmed) {
      await house.seeds.discard(seed);
      return { kind: 'seed_discarded', pool, number, offers: [] };
    }
    const expiresAt = house.time.now() + CONFIRM_MS.button;
    const yes = { command: ask.command, args: { pool, number }, confirmed: true };
    return {
      kind: 'confirm',
      command: ask.command,
      race: null,
      subject: { what: 'discard_seed', pool, number },
      expiresAt,
      offers: [{ label: 'yes', style: 'danger', ask: yes, expiresAt }, dismiss('no', expiresAt)],
    };
  },
};
