// status: may the service be stopped now? Names the races that a stop would meet.
import type { EventLog, RaceSummary } from '../play/ports/index.ts';
import type { Print } from './print.ts';

const RACES_MOST = 100;

/** Answers the exit code: 1 while a race is in its countdown or running. `now` in ms. */
export async function printStatus(log: Pick<EventLog, 'list'>, now: number, print: Print): Promise<number> {
  const going = await log.list({ statuses: ['countdown', 'running'], limit: RACES_MOST });
  const open = await log.list({ statuses: ['open'], limit: RACES_MOST });
  for (const race of going) print(`${describe(race)}  ${minutesSince(race, now)}`);
  for (const race of open) print(`${describe(race)}  ${startOf(race)}`);
  print(going.length === 0 ? 'No race runs.' : `${going.length === 1 ? 'A race runs' : `${going.length} races run`}.`);
  return going.length === 0 ? 0 : 1;
}

const describe = ({ code, status, pool, players, name }: RaceSummary): string =>
  `${code}  ${status.padEnd(9)}  ${pool}, ${players} ${players === 1 ? 'player' : 'players'}  ${name}`;

const minutesSince = ({ startedAt }: RaceSummary, now: number): string =>
  startedAt === null ? '' : `for ${Math.max(0, Math.round((now - startedAt) / 60_000))} min`;

const startOf = ({ scheduledStart }: RaceSummary): string =>
  scheduledStart === null ? '' : `starts ${new Date(scheduledStart).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
