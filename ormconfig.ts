// The DataSource for TypeORM's command line: `npx tsx node_modules/typeorm/cli.js migration:generate -d ormconfig.ts ...`.
// The service itself makes its own in server/store.
import { makeDataSource } from './server/store/data-source.ts';

const url = process.env.DATABASE_URL;
if (url === undefined) throw new Error('Set DATABASE_URL to the database that TypeORM shall look at.');

export const dataSource = makeDataSource(url, { applicationName: 'speedfog-racing typeorm' });
