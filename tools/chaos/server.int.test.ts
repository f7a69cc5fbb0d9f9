// A server that dies of itself in a race of chaos is told from one that was made to die.

import { afterAll, expect, inject, test } from 'vitest';
import { ensureViewsBuilt } from '../build.ts';
import { sharedDatabase } from './database.ts';
import { clearScripts } from './server.ts';
import { raiseWorld } from './world.ts';

afterAll(clearScripts);

test('one that throws where nobody catches is noticed, and its log says where', async () => {
  await ensureViewsBuilt();
  const database = await sharedDatabase(inject('postgresUrl'));
  const world = await raiseWorld({ database, factor: 10 });
  try {
    await world.server.kill();
    await world.server.start();
    world.server.breakIt();
    await expect(world.server.crashed).rejects.toThrow(
      /^the server ended by itself \(1\): A fault that nobody caught ends this process: Error at .*serve\.ts/,
    );
    const last = (await world.logLines()).at(-1);
    expect(last).toMatch(/"level":60,.*"fault":"Error","at":\[".*serve.ts.*this process ends/);
    expect(last).not.toContain('asked to break');
  } finally {
    await world.close();
    await database.close();
  }
});
