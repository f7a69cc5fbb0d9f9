// A process for tests to kill: starts the built-in database in the folder given as argument, writes its address to
// stdout, and waits to be killed.
import { startEmbeddedPostgres } from '../../server/store/embedded.ts';

const [dataDir] = process.argv.slice(2);
if (dataDir === undefined) throw new Error('Give the data folder as argument.');
const { url } = await startEmbeddedPostgres({ dataDir, log: () => {} });
console.log(url);
