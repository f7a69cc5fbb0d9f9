// What a pack would cost without the splice: every request compresses all shared files anew with archiver, at the level of the base.

import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { ZipArchive } from 'archiver';
import { listSeedFiles } from '../../server/pools/files.ts';
import { packEntries } from '../../server/seeds/pack.ts';
import { answerParent } from './children.ts';
import { readUsage, watchMemory } from './usage.ts';

const LEVEL = 6;

let server: Server | undefined;

const answers = {
  async start(folder: string): Promise<string> {
    const listed = await listSeedFiles(folder);
    if ('problem' in listed) throw new Error(listed.problem);
    const entries = packEntries(listed.files);
    const http = createServer((_request, response) => {
      const archive = new ZipArchive({ zlib: { level: LEVEL } });
      archive.on('error', (error) => response.destroy(error));
      archive.pipe(response);
      // archiver opens a file when its turn comes.
      for (const name of entries) archive.file(join(folder, name), { name });
      void archive.finalize();
    });
    server = http;
    await new Promise<void>((listening) => http.listen(0, '127.0.0.1', listening));
    const address = http.address();
    return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/`;
  },
  usage: (tidy: boolean) => readUsage(tidy),
  watchMemory: () => watchMemory(),
};
export type ArchiverAnswers = typeof answers;

answerParent(answers, async () => {
  server?.closeAllConnections();
});
