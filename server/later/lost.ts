// Connections that nobody saw end: the process that held them is gone, and the log still says that the mod is there. Who comes back has
// lost nothing, for a restart is no player's doing; who does not come back for a while is gone. Deliberately absent: noticing a
// connection that ends while somebody looks (socket).

import type { Logger } from 'pino';
import type { EventLog, Time } from '../play/ports/index.ts';
import type { Submit } from '../play/submit.ts';
import type { Fact } from '../race/facts.ts';
import type { ParticipantId } from '../race/ids.ts';
import { backoffMs } from './backoff.ts';

export type LostPorts = {
  readonly submit: Submit;
  readonly log: Pick<EventLog, 'unfinished' | 'read'>;
  readonly time: Time;
  readonly logger: Pick<Logger, 'warn'>;
};

export type Lost = { start(): void; stop(): void };

/** Clients come back within a minute, however long they have been trying. */
export const COME_BACK_MS = 120_000;

export function makeLost({ submit, log, time, logger }: LostPorts): Lost {
  let startedAt = 0;
  let callOff: () => void = () => {};
  let faults = 0;

  const judge = async (): Promise<void> => {
    for (const race of await log.unfinished()) {
      const open = stillOpen(
        (await log.read(race)).map((entry) => entry.fact),
        startedAt,
      );
      for (const participant of open) await submit(race, { type: 'disconnected', participant });
    }
  };
  const wait = (ms: number) => {
    callOff = time.after(ms, () => {
      judge().catch((fault: unknown) => {
        faults += 1;
        logger.warn({ err: fault }, 'lost connections could not be looked for; it is tried again');
        wait(backoffMs(faults));
      });
    });
  };
  return {
    start() {
      startedAt = time.now();
      wait(COME_BACK_MS);
    },
    stop: () => callOff(),
  };
}

/**
 * Whose last word about a connection is that it began, before `startedAt` (server ms). The end of a later one is noticed by who holds
 * it, also of one that is only being seated now.
 */
function stillOpen(facts: readonly Fact[], startedAt: number): readonly ParticipantId[] {
  const open = new Set<ParticipantId>();
  for (const fact of facts) {
    if (fact.type === 'mod_connected' && fact.at < startedAt) open.add(fact.participant);
    if (fact.type === 'mod_connected' && fact.at >= startedAt) open.delete(fact.participant);
    if (fact.type === 'mod_disconnected') open.delete(fact.participant);
    // Their places are gone, and nothing is recorded of them any more.
    if (fact.type === 'player_left' || fact.type === 'player_removed') open.delete(fact.participant);
  }
  return [...open];
}
