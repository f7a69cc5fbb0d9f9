// The options of a race as arguments, the same for who makes one and who changes it. Discord counts every character of a command's
// names and descriptions, so that these are short. Deliberately absent: limits (server/race/options.ts).

import {
  JOIN_MODES,
  MAP_MODES,
  OPTION_LIMITS,
  PACK_MINUTES_LIMITS,
  type PackMode,
  type RaceOptions,
} from '../race/options.ts';
import { booleanOf, numberOf, textOf } from './arguments.ts';
import type { Ask } from './ask.ts';
import type { ArgSpec } from './command.ts';
import type { Refused } from './reply.ts';

const number = (name: string, option: keyof typeof OPTION_LIMITS, description: string): ArgSpec => {
  const [min, max] = OPTION_LIMITS[option];
  return { name, kind: 'integer', required: false, description, min, max };
};
const yesNo = (name: string, description: string): ArgSpec => ({ name, kind: 'boolean', required: false, description });
const oneOf = (name: string, description: string, choices: readonly (readonly [string, string])[]): ArgSpec => ({
  name,
  kind: 'text',
  required: false,
  description,
  choices: choices.map(([value, words]) => ({ name: words, value })),
});

export const OPTION_ARGS: readonly ArgSpec[] = [
  number('players', 'maxPlayers', 'Most players (16)'),
  oneOf('join', 'Who may join (anyone)', [
    ['anyone', 'anyone'],
    ['ask', 'who asks, and is let in'],
    ['invited', 'who is invited'],
  ]),
  number('countdown', 'countdownSeconds', 'Seconds from start to GO (10)'),
  yesNo('autostart', 'Starts by itself once all are ready (no)'),
  number('late', 'lateMinutes', 'Minutes after GO to still come (15)'),
  {
    name: 'packs',
    kind: 'text',
    required: false,
    description: 'auto, join, manual, or 60m: minutes before the start',
    maxLength: 10,
  },
  oneOf('map', 'Who sees the map meanwhile (live)', [
    ['live', 'who is not racing'],
    ['casters', 'casters'],
    ['after', 'nobody'],
  ]),
  number('delay', 'spectatorDelaySeconds', 'Seconds that spectators are behind (0)'),
  yesNo('finished_names', 'Players see who finished (yes)'),
  number('inactive', 'inactiveMinutes', 'Minutes without progress: out (30)'),
  number('warning', 'inactiveWarningMinutes', 'Minutes without progress: warned (20)'),
  number('provisional', 'provisionalMinutes', 'Minutes to correct results (10)'),
  number('reminder', 'reminderMinutes', 'Minutes before the start (15)'),
];

/** Those that were given. */
export function readOptions(ask: Ask): { readonly options: Partial<RaceOptions> } | { readonly refused: Refused } {
  const { args } = ask;
  const typed = textOf(args, 'packs');
  const packs = typed === null ? undefined : parsePackMode(typed);
  if (typed !== null && packs === undefined) {
    const problem = { why: 'not_a_choice', choices: ['auto', 'join', 'manual', '60m'] } as const;
    return { refused: { code: 'bad_argument', argument: 'packs', problem } };
  }
  const given: { [K in keyof RaceOptions]: RaceOptions[K] | undefined } = {
    countdownSeconds: numberOf(args, 'countdown'),
    maxPlayers: numberOf(args, 'players'),
    packs,
    lateMinutes: numberOf(args, 'late'),
    inactiveMinutes: numberOf(args, 'inactive'),
    inactiveWarningMinutes: numberOf(args, 'warning'),
    join: JOIN_MODES.find((mode) => mode === args.join),
    map: MAP_MODES.find((mode) => mode === args.map),
    spectatorDelaySeconds: numberOf(args, 'delay'),
    showFinishedNames: booleanOf(args, 'finished_names'),
    provisionalMinutes: numberOf(args, 'provisional'),
    reminderMinutes: numberOf(args, 'reminder'),
    autostart: booleanOf(args, 'autostart'),
  };
  return { options: Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) };
}

/** `auto`, `join`, `manual`, `60m` or `60`: minutes before the start; whether so many are allowed is for the rules to say. */
export function parsePackMode(typed: string): PackMode | undefined {
  const word = typed.trim().toLowerCase();
  if (word === 'auto' || word === 'join' || word === 'manual') return word;
  const [, minutes] = /^(\d{1,5})\s*m?$/.exec(word) ?? [];
  if (minutes === undefined) return undefined;
  const [min, max] = PACK_MINUTES_LIMITS;
  const minutesBefore = Number(minutes);
  return minutesBefore >= min && minutesBefore <= max ? { minutesBefore } : undefined;
}
