// The options of a race as pages show and ask for them: what each is called, what it means, within which bounds. Names of fields are
// those of the commands' arguments. Deliberately absent: checking (commands and rules do).

import {
  DEFAULT_OPTIONS,
  OPTION_LIMITS,
  PACK_MINUTES_LIMITS,
  type PackMode,
  type RaceOptions,
} from '../../race/options.ts';
import type { Race } from '../../race/race.ts';

type Choice = { readonly value: string; readonly label: string };

export type OptionField = {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
} & (
  | { readonly kind: 'number'; readonly min: number; readonly max: number; readonly unit: string }
  | { readonly kind: 'choice'; readonly choices: readonly Choice[] }
  | { readonly kind: 'yes' }
  /** A choice, and minutes for the last one of them. */
  | { readonly kind: 'packs'; readonly choices: readonly Choice[]; readonly min: number; readonly max: number }
);

export type OptionGroup = { readonly title: string; readonly fields: readonly OptionField[] };

const number = (
  name: string,
  option: keyof typeof OPTION_LIMITS,
  label: string,
  unit: string,
  hint: string,
): OptionField => {
  const [min, max] = OPTION_LIMITS[option];
  return { kind: 'number', name, label, unit, hint, min, max };
};

const JOIN_CHOICES: readonly Choice[] = [
  { value: 'anyone', label: 'Anyone' },
  { value: 'ask', label: 'Who asks, and is let in' },
  { value: 'invited', label: 'Who is invited' },
];
const MAP_CHOICES: readonly Choice[] = [
  { value: 'live', label: 'Everybody who is not racing' },
  { value: 'casters', label: 'Organizers and casters; the others at the end' },
  { value: 'after', label: 'Nobody before the end' },
];
const PACK_CHOICES: readonly Choice[] = [
  { value: 'auto', label: 'By themselves: on joining, or 30 minutes before an announced start' },
  { value: 'join', label: 'On joining' },
  { value: 'manual', label: 'When an organizer sends them' },
  { value: 'minutes', label: 'So many minutes before the start' },
];

export const OPTION_GROUPS: readonly OptionGroup[] = [
  {
    title: 'Who comes in',
    fields: [
      { kind: 'choice', name: 'join', label: 'Who may join', hint: '', choices: JOIN_CHOICES },
      number('players', 'maxPlayers', 'Most players', '', 'Who comes after that waits for a place.'),
      number('late', 'lateMinutes', 'Late joiners', 'minutes', 'So long after GO players may still come; 0: nobody.'),
    ],
  },
  {
    title: 'Before the start',
    fields: [
      {
        kind: 'packs',
        name: 'packs',
        label: 'Packs go out',
        hint: '',
        choices: PACK_CHOICES,
        min: PACK_MINUTES_LIMITS[0],
        max: PACK_MINUTES_LIMITS[1],
      },
      number('reminder', 'reminderMinutes', 'Reminder', 'minutes', 'So long before an announced start.'),
      number('countdown', 'countdownSeconds', 'Countdown', 'seconds', 'From the start to GO.'),
      {
        kind: 'yes',
        name: 'autostart',
        label: 'Starts by itself',
        hint: 'Once everybody is ready, and never before an announced start.',
      },
    ],
  },
  {
    title: 'While it runs',
    fields: [
      { kind: 'choice', name: 'map', label: 'Who sees the map', hint: '', choices: MAP_CHOICES },
      number('delay', 'spectatorDelaySeconds', 'Spectators are behind', 'seconds', 'So that nobody can help a player.'),
      {
        kind: 'yes',
        name: 'finished_names',
        label: 'Players see who finished',
        hint: 'Else their game shows that somebody has, and not who.',
      },
      number('warning', 'inactiveWarningMinutes', 'Warned after', 'minutes', 'Without any progress.'),
      number(
        'inactive',
        'inactiveMinutes',
        'Out after',
        'minutes',
        'Without any progress; the next progress lifts it.',
      ),
    ],
  },
  {
    title: 'Afterwards',
    fields: [
      number(
        'provisional',
        'provisionalMinutes',
        'Results are provisional',
        'minutes',
        'For organizers to correct them.',
      ),
    ],
  },
];

/** Fields as texts, as a form holds them. A yes is `yes`, a no is empty. */
export type Values = Readonly<Record<string, string>>;

const yesNo = (value: boolean): string => (value ? 'yes' : '');

export function valuesOf(options: RaceOptions = DEFAULT_OPTIONS): Values {
  const { packs } = options;
  return {
    players: String(options.maxPlayers),
    join: options.join,
    countdown: String(options.countdownSeconds),
    autostart: yesNo(options.autostart),
    late: String(options.lateMinutes),
    packs: typeof packs === 'string' ? packs : 'minutes',
    packs_minutes: typeof packs === 'string' ? '60' : String(packs.minutesBefore),
    map: options.map,
    delay: String(options.spectatorDelaySeconds),
    finished_names: yesNo(options.showFinishedNames),
    inactive: String(options.inactiveMinutes),
    warning: String(options.inactiveWarningMinutes),
    provisional: String(options.provisionalMinutes),
    reminder: String(options.reminderMinutes),
  };
}

/** What the rules call an option, by its field. */
export const FIELD_OF_OPTION: Readonly<Record<keyof RaceOptions, string>> = {
  maxPlayers: 'players',
  join: 'join',
  countdownSeconds: 'countdown',
  autostart: 'autostart',
  lateMinutes: 'late',
  packs: 'packs',
  map: 'map',
  spectatorDelaySeconds: 'delay',
  showFinishedNames: 'finished_names',
  inactiveMinutes: 'inactive',
  inactiveWarningMinutes: 'warning',
  provisionalMinutes: 'provisional',
  reminderMinutes: 'reminder',
};

export type Setting = { readonly label: string; readonly text: string };

/** A race's options as its organizers read them. */
export function settingsOf({ options, locked, seed }: Race, pool: string): readonly Setting[] {
  return [
    { label: 'Pool', text: `${pool}, ${seed.totalLayers} layers` },
    { label: 'Who may join', text: `${choice(JOIN_CHOICES, options.join)}${locked ? ' (locked)' : ''}` },
    { label: 'Late joiners', text: options.lateMinutes === 0 ? 'none' : `until ${options.lateMinutes} min after GO` },
    { label: 'Packs go out', text: packsText(options.packs) },
    { label: 'Countdown', text: `${options.countdownSeconds} s` },
    { label: 'Starts by itself', text: options.autostart ? 'once everybody is ready' : 'no' },
    { label: 'Reminder', text: `${options.reminderMinutes} min before an announced start` },
    { label: 'Who sees the map', text: choice(MAP_CHOICES, options.map) },
    { label: 'Spectators are behind', text: `${options.spectatorDelaySeconds} s` },
    { label: 'Players see who finished', text: options.showFinishedNames ? 'yes' : 'no' },
    {
      label: 'No progress',
      text: `warned after ${options.inactiveWarningMinutes} min, out after ${options.inactiveMinutes} min`,
    },
    { label: 'Provisional results', text: `${options.provisionalMinutes} min` },
  ];
}

const choice = (choices: readonly Choice[], value: string): string =>
  choices.find((one) => one.value === value)?.label ?? value;

const packsText = (packs: PackMode): string =>
  typeof packs === 'string' ? choice(PACK_CHOICES, packs) : `${packs.minutesBefore} min before the start`;
