// replay: folds a race's log anew, prints the standings that it gives, and says whether the stored tables agree.
import type { EventLog } from '../play/ports/index.ts';
import { foldLog } from '../race/evolve.ts';
import { parseRaceCode, parseRaceId } from '../race/ids.ts';
import type { Race } from '../race/race.ts';
import { type Line, standings } from '../race/standings.ts';
import type { Print } from './print.ts';

type Deps = {
  readonly log: Pick<EventLog, 'read' | 'byCode'>;
  readonly differences: (race: Race) => Promise<readonly string[]>;
  readonly formatDuration: (ms: number) => string;
  readonly print: Print;
};

/** `which`: a code or an id. Answers the exit code: 1 where the tables differ, 2 where there is no such race. */
export async function replay(which: string, { log, differences, formatDuration, print }: Deps): Promise<number> {
  const code = parseRaceCode(which);
  const id = parseRaceId(which) ?? (code === undefined ? undefined : await log.byCode(code));
  const facts = id === undefined ? [] : await log.read(id);
  const race = foldLog(facts);
  if (race === undefined) {
    print(`There is no race ${which}. Say its code (as in K7Q2X) or its id.`);
    return 2;
  }
  print(`${race.code}  ${race.name}  ${race.phase.status}  ${facts.length} facts`);
  for (const line of standings(race, {})) print(describe(line, formatDuration));
  const found = await differences(race);
  for (const difference of found) print(`Differs: ${difference}.`);
  print(found.length === 0 ? 'What is stored says the same.' : 'What is stored differs; the log is the truth.');
  return found.length === 0 ? 0 : 1;
}

function describe(line: Line, formatDuration: (ms: number) => string): string {
  const { participant, place, layer, totalLayers, igtMs, deaths } = line;
  const { status } = participant.standing;
  const progress = status === 'finished' ? 'finished' : `${status}, ${Math.min(layer + 1, totalLayers)}/${totalLayers}`;
  const rank = place === null ? '  -' : `${String(place).padStart(2)}.`;
  return `${rank} ${participant.name.padEnd(25)} ${formatDuration(igtMs).padStart(8)}  ${deaths} deaths  ${progress}`;
}
