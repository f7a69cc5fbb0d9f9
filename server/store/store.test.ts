// The twin in memory keeps the contract of the store.
import { storeContract } from './contract/store.test-kit.ts';
import { makeMemoryStore } from './memory/store.ts';

storeContract(async (time) => makeMemoryStore({ time }));
