// Every migration in order. A list instead of a folder search: nothing is picked up by accident.
import type { MigrationInterface } from 'typeorm';
import { First1795000000000 } from './1795000000000-first.ts';
import { Tickets1796000000000 } from './1796000000000-tickets.ts';
import { ApiTokens1797000000000 } from './1797000000000-api-tokens.ts';
import { RaceLists1798000000000 } from './1798000000000-race-lists.ts';

export type Migration = new () => MigrationInterface;

export const MIGRATIONS: Migration[] = [
  First1795000000000,
  Tickets1796000000000,
  ApiTokens1797000000000,
  RaceLists1798000000000,
];
