// What may be typed into an argument: races that the asker could mean, newest first; players of the race; pools.
// Deliberately absent: words (server/present) and the platform's way to ask. Answers come at every key: no writing here.

import { summaryOf } from '../play/race-list.ts';
import type { Ask } from './ask.ts';
import type { ArgSpec, Command, House } from './command.ts';
import { asAsked, findRace, racesInReach } from './find-race.ts';
import { everybodyOf } from './people.ts';
import type { Choice } from './reply.ts';
import { commandNamed } from './table.ts';

/** Discord takes no more. */
export const MAX_CHOICES = 25;

/** `typed`: what stands in the argument so far, case does not matter. */
export async function complete(ask: Ask, argument: string, typed: string, house: House): Promise<readonly Choice[]> {
  const command = commandNamed(ask.command);
  const spec = command?.args.find((one) => one.name === argument);
  if (command === undefined || spec === undefined) return [];
  const part = typed.trim().toLowerCase();
  const choices = await choicesFor(command, spec, ask, house);
  return choices.filter((choice) => part === '' || matches(choice, part)).slice(0, MAX_CHOICES);
}

async function choicesFor(
  command: Command,
  { kind, candidates }: ArgSpec,
  ask: Ask,
  house: House,
): Promise<readonly Choice[]> {
  if (kind === 'pool') {
    const pools = await house.seeds.pools();
    return pools.map((pool) => ({ kind: 'pool', value: pool.name, pool }));
  }
  if (command.about !== 'race') return [];
  if (kind === 'race') {
    const races = await racesInReach(command, ask.asker, house);
    const useful = command.prefers.flat();
    return races
      .map(asAsked(command, house))
      .filter((race) => useful.includes(race.phase.status))
      .map((race) => ({ kind: 'race', value: race.code, race: summaryOf(race) }));
  }
  if (kind === 'player') {
    const found = await findRace(command, ask, house);
    if ('refused' in found) return [];
    const people = candidates === true ? everybodyOf(found.race) : found.race.participants;
    return people.map((one) => ({ kind: 'player', value: one.id ?? one.user, name: one.name }));
  }
  return [];
}

function matches(choice: Choice, part: string): boolean {
  switch (choice.kind) {
    case 'race':
      return [choice.race.name, choice.race.code].some((text) => text.toLowerCase().includes(part));
    case 'player':
      return choice.name.toLowerCase().includes(part);
    case 'pool':
      return [choice.pool.name, choice.pool.displayName].some((text) => text.toLowerCase().includes(part));
  }
}
