// A database of its own for a test file, copied from the migrated template in some 20 ms. Only under vitest projects with
// ./postgres.global.ts as their global setup.
import { inject } from 'vitest';
import { copyTemplate, type FreshDatabase } from './template.ts';

export type { FreshDatabase } from './template.ts';

export const freshDatabase = (): Promise<FreshDatabase> => copyTemplate(inject('postgresUrl'));
