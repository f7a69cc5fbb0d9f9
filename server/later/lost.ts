// Connections that nobody saw end: the process that held them is gone, and the log still says that the mod is there. Who comes back has
// lost nothing, for a restart is no player's doing; who does not come back for a while is gone. Deliberately absent: noticing a
// connection that ends while somebody looks (socket).

import type { Logger } from 'pino';
import type { EventLog, RaceViews, Time } from '../play/ports/index.ts';
import type { Submit } from '../play/submit.ts';
import type { Fact } from '../race/facts.ts';
import type { ParticipantId, RaceId } from '../race/ids.ts';
import { backoffMs } from './backoff.ts';

export type LostPorts = {
  readonly submit: Submit;
  readonly log: Pick<EventLog, 'unfinished' | 'read'>;
  readonly views: Pick<RaceViews, 'liveness'>;
  readonly time: Time;
  readonly logger: Pick<Logger, 'warn'>;
};

export type Lost = { start(): void; stop(): void };

/** Clients come back within a minute, however long they have been trying. */
export const COME_BACK_MS = 120_000;

export function makeLost({ submit, log, views, time, logger }: LostPorts): Lost {
  let callOff: () => void = () => {};
  let faults = 0;

  const judge = async (): Promise<void> => {
    for (const race of await log.unfinished()) {
      const open = stillOpen((await log.read(race)).map((entry) => entry.fact));
      for (const participant of open) await judgeOne(race, participant);
    }
  };
  const judgeOne = async (race: RaceId, participant: ParticipantId): Promise<void> => {
    if (views.liveness(race)[participant]?.connected === true) return;
    await submit(race, { type: 'disconnected', participant });
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
  return { start: () => wait(COME_BACK_MS), stop: () => callOff() };
}

/** Whose last word about a connection is that it began. */
function stillOpen(facts: readonly Fact[]): readonly ParticipantId[] {
  const open = new Set<ParticipantId>();
  for (const fact of facts) {
    if (fact.type === 'mod_connected') open.add(fact.participant);
    if (fact.type === 'mod_disconnected') open.delete(fact.participant);
    // Their places are gone, and nothing is recorded of them any more.
    if (fact.type === 'player_left' || fact.type === 'player_removed') open.delete(fact.participant);
  }
  return [...open];
}
