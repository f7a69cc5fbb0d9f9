// One timer per race for the next instant at which time changes it. A timer only submits `tick`: late, doubled or lost ones do no
// harm, since rules let time pass before they look at anything. Deliberately absent: what is due (server/race/deadlines.ts).

import type { Logger } from 'pino';
import type { Changes, EventLog, RaceViews, Time } from '../play/ports/index.ts';
import type { LoadRace, Submit } from '../play/submit.ts';
import { nextDeadline } from '../race/deadlines.ts';
import type { RaceId } from '../race/ids.ts';
import type { Race } from '../race/race.ts';
import { backoffMs } from './backoff.ts';

export type DeadlinePorts = {
  readonly submit: Submit;
  readonly load: LoadRace;
  readonly log: Pick<EventLog, 'unfinished'>;
  readonly changes: Changes;
  readonly views: Pick<RaceViews, 'liveness'>;
  readonly time: Time;
  readonly logger: Pick<Logger, 'warn' | 'error'>;
};

export type Deadlines = {
  /** Picks up every race whose results are not final. Retries by itself while the database is away. */
  start(): void;
  stop(): void;
};

/** A tick that changed nothing is not repeated sooner: what was due will be due a little later. */
const AFTER_NOTHING_MS = 1_000;
/** Timers are looked at again so often, because a player who moves puts an inactivity off and nothing says so. */
const LONGEST_WAIT_MS = 60_000;

export function makeDeadlines({ submit, load, log, changes, views, time, logger }: DeadlinePorts): Deadlines {
  const timers = new Map<RaceId, () => void>();
  const failures = new Map<RaceId | 'start', number>();
  let stopped = false;
  let unsubscribe = () => {};

  const disarm = (id: RaceId) => {
    timers.get(id)?.();
    timers.delete(id);
  };

  const wait = (id: RaceId, ms: number, then: () => void) => {
    disarm(id);
    if (stopped) return;
    const cancel = time.after(ms, () => {
      timers.delete(id);
      then();
    });
    timers.set(id, cancel);
  };

  /** `idle`: a tick has just found nothing to do. Timers may fire a millisecond early: what lies ahead is still met at its instant. */
  const arm = (id: RaceId, race: Race, idle = false) => {
    const at = nextDeadline(race, views.liveness(id));
    if (at === null) return disarm(id);
    const ahead = at - time.now();
    const ms = idle && ahead <= 0 ? AFTER_NOTHING_MS : ahead;
    if (ms > LONGEST_WAIT_MS) wait(id, LONGEST_WAIT_MS, () => void again(id));
    else wait(id, ms, () => void tick(id));
  };

  const failed = (id: RaceId, fault: unknown, retry: () => Promise<void>) => {
    const count = (failures.get(id) ?? 0) + 1;
    failures.set(id, count);
    logger.warn({ race: id, err: fault, count }, 'a deadline could not be kept; it is tried again');
    wait(id, backoffMs(count), () => void retry());
  };

  const again = async (id: RaceId): Promise<void> => {
    try {
      const known = await load(id);
      failures.delete(id);
      if (known !== undefined && !stopped) arm(id, known.race);
    } catch (fault) {
      failed(id, fault, () => again(id));
    }
  };

  const tick = async (id: RaceId): Promise<void> => {
    try {
      const outcome = await submit(id, { type: 'tick' });
      if ('refused' in outcome) return failed(id, outcome.refused, () => tick(id));
      failures.delete(id);
      if (!stopped) arm(id, outcome.race, outcome.facts.length === 0);
    } catch (fault) {
      failed(id, fault, () => tick(id));
    }
  };

  const pickUp = async (): Promise<void> => {
    try {
      for (const id of await log.unfinished()) {
        if (!timers.has(id)) await again(id);
      }
      failures.delete('start');
    } catch (fault) {
      const count = (failures.get('start') ?? 0) + 1;
      failures.set('start', count);
      logger.warn({ err: fault, count }, 'unfinished races could not be read; it is tried again');
      if (!stopped) time.after(backoffMs(count), () => void pickUp());
    }
  };

  return {
    start() {
      unsubscribe = changes.subscribe(({ race }) => {
        if (!stopped) arm(race.id, race);
      });
      void pickUp();
    },
    stop() {
      stopped = true;
      unsubscribe();
      for (const cancel of timers.values()) cancel();
      timers.clear();
    },
  };
}
