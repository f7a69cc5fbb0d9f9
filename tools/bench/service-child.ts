// The service as production runs it (its own database, waiting for the disk), in a process of its own, counting the statements that
// go to the database. The clock may run faster, which is how it is saturated: every path stays as it is, all of it comes sooner.

import pg from 'pg';
import { pino } from 'pino';
import { readConfig } from '../../server/config.ts';
import { type Service, startService } from '../../server/main.ts';
import type { Time } from '../../server/play/ports/index.ts';
import { systemTime } from '../../server/play/ports/index.ts';
import { answerParent } from './children.ts';
import { readUsage, watchMemory } from './usage.ts';

export type ServiceWish = {
  readonly env: Readonly<Record<string, string>>;
  /** True: its clock will be told how fast to go. */
  readonly hurried: boolean;
};

let queries = 0;
const { query } = pg.Client.prototype;
pg.Client.prototype.query = function counted(this: pg.Client, ...args: unknown[]) {
  queries += 1;
  return Reflect.apply(query, this, args);
} as typeof query;

let service: Service | undefined;

let [speed, real, shown] = [1, systemTime.now(), systemTime.now()];
const clock: Time = {
  now: () => Math.round(shown + (systemTime.now() - real) * speed),
  after: (ms, then) => systemTime.after(ms / speed, then),
};

const answers = {
  async start({ env, hurried }: ServiceWish): Promise<string> {
    const read = readConfig(env);
    if ('problems' in read) throw new Error(read.problems.join('\n'));
    const logger = pino({ level: 'warn' }, pino.destination(2));
    service = await startService(read.config, { logger, say: () => {}, time: hurried ? clock : systemTime });
    return service.url;
  },
  speed(wanted: number) {
    [shown, real] = [clock.now(), systemTime.now()];
    speed = wanted;
  },
  usage: (tidy: boolean) => readUsage(tidy, queries),
  watchMemory: () => watchMemory(),
};
export type ServiceAnswers = typeof answers;

answerParent(answers, async () => await service?.stop());
