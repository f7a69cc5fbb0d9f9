// The contract of everything that is kept, run against PostgreSQL and against the twin in memory.
import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import type { Store } from '../store.ts';
import { accountsContract } from './accounts.test-kit.ts';
import { apiTokensContract } from './api-tokens.test-kit.ts';
import { logContract } from './log.test-kit.ts';
import { mergeContract } from './merge.test-kit.ts';
import { noticesContract } from './notices.test-kit.ts';
import { seedsContract } from './seeds.test-kit.ts';
import { tallyContract } from './tally.test-kit.ts';
import { ticketsContract } from './tickets.test-kit.ts';
import { type OpenStore, T0 } from './world.test-kit.ts';

/** `open` is called once; the time given to it stands still at T0 but where a test passes it. */
export function storeContract(open: OpenStore): void {
  let now = T0;
  let opened: Store | undefined;
  const store = (): Store => {
    if (opened === undefined) throw new Error('The store is not open yet.');
    return opened;
  };
  /** To that long after T0. */
  const passTime = (ms: number) => {
    now = T0 + ms;
  };
  beforeAll(async () => {
    opened = await open({ now: () => now });
  });
  afterAll(() => opened?.close());
  beforeEach(() => passTime(0));

  describe('event log', () => logContract(store));
  describe('seeds', () => seedsContract(store, passTime));
  describe('accounts', () => accountsContract(store, passTime));
  describe('two accounts that became one', () => mergeContract(store, passTime));
  describe('links for one use', () => ticketsContract(store, passTime));
  describe('API tokens', () => apiTokensContract(store, passTime));
  describe('tally', () => tallyContract(store));
  describe('notices and pulses', () => noticesContract(store));
}
