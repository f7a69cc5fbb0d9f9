// The process that is killed: the real service with its environment, on fast time that goes on over restarts. Whoever started it
// may arm one death over the channel between them: between a commit and its publication, or between saying something and
// noting that it was said.

import { closeSync, openSync } from 'node:fs';
import { pino } from 'pino';
import { z } from 'zod';
import { readConfig } from '../../server/config.ts';
import { endWithUncaught } from '../../server/main/uncaught.ts';
import { startService } from '../../server/main.ts';
import { fastTime } from '../stand/fast-time.ts';
import { Arm, type Armed, Break, type FromServer } from './server-words.ts';

const Environment = z.object({
  CHAOS_FACTOR: z.coerce.number(),
  CHAOS_BEGAN: z.coerce.number(),
  CHAOS_AHEAD: z.coerce.number(),
  CHAOS_LOG: z.string(),
});

const { CHAOS_FACTOR, CHAOS_BEGAN, CHAOS_AHEAD, CHAOS_LOG } = Environment.parse(process.env);
const read = readConfig(process.env);
if ('problems' in read) throw new Error(read.problems.join('\n'));

closeSync(openSync(CHAOS_LOG, 'a'));
const logger = pino({ level: 'debug' }, pino.destination({ dest: CHAOS_LOG, append: true, sync: true }));
endWithUncaught(logger);
const tell = (words: FromServer) => process.send?.(words);

let armed: Armed | undefined;
process.on('message', (message) => {
  if (Break.safeParse(message).success) throw new Error('asked to break');
  armed = Arm.parse(message).arm;
});
process.on('disconnect', () => process.exit(1));
const dieIf = (here: boolean) => {
  if (here) process.kill(process.pid, 'SIGKILL');
};

const service = await startService(read.config, {
  logger,
  say: (line) => logger.info(line),
  durable: true,
  simulated: true,
  time: fastTime(CHAOS_FACTOR, CHAOS_BEGAN, CHAOS_AHEAD),
  between: (store) => ({
    ...store,
    log: {
      ...store.log,
      async append(what) {
        const result = await store.log.append(what);
        dieIf(armed?.at === 'commit' && what.facts.some(({ type }) => type === armed?.what));
        return result;
      },
    },
    notices: {
      ...store.notices,
      async settle(id, outcome) {
        dieIf(armed?.at === 'said' && outcome.state === 'sent');
        await store.notices.settle(id, outcome);
      },
    },
  }),
});
tell({ ready: true });

process.on('SIGTERM', () => {
  service.stop().then(
    () => process.exit(0),
    () => process.exit(1),
  );
});
