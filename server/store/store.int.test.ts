// PostgreSQL keeps the contract of the store.
import { afterAll, describe } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../tools/testing/database.ts';
import { storeContract } from './contract/store.test-kit.ts';
import { openStore } from './store.ts';

let database: FreshDatabase | undefined;
const log = { warn: () => {} };

// The hooks inside close the store before this one drops its database.
afterAll(() => database?.drop());
describe('in PostgreSQL', () => {
  storeContract(async (time) => {
    database = await freshDatabase();
    return openStore({ url: database.url, log, secretKey: 'a key for tests only', time });
  });
});
