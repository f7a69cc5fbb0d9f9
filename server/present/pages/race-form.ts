// The form of a new race, and of a race that is changed: fields with what was typed and what is wrong beside each. Deliberately
// absent: what a command makes of it.

import type { ArgumentProblem, Refused, ReplyOf } from '../../commands/reply.ts';
import type { PoolStats, User } from '../../play/ports/index.ts';
import type { Race } from '../../race/race.ts';
import type { PoolDescription } from '../../seeds/pool.ts';
import { fieldProblem } from '../sentences/en/site.ts';
import { wordReply } from '../words/index.ts';
import { withZone } from './account.ts';
import { FIELD_OF_OPTION, OPTION_GROUPS, type OptionGroup, type Values, valuesOf } from './options.ts';

export type PoolChoice = {
  readonly name: string;
  readonly label: string;
  readonly duration: string | null;
  readonly description: string;
  readonly left: number;
  readonly settings: PoolDescription['settings'];
};

/** A sentence beside a field, by the field's name; under `form` what belongs to none. */
export type Errors = Readonly<Record<string, string>>;

export type RaceFormModel = {
  readonly path: string;
  /** Null: a new race. */
  readonly race: { readonly name: string; readonly path: string; readonly managePath: string } | null;
  readonly pools: readonly PoolChoice[];
  readonly groups: readonly OptionGroup[];
  readonly values: Values;
  /** The values before anything was typed, as JSON; null: a new race. They come back with the form. */
  readonly shown: string | null;
  readonly errors: Errors;
  /** To choose from, the chosen one among them. */
  readonly zones: readonly string[];
  /** No zone is known of who looks: the page's script says that of the browser. */
  readonly guessZone: boolean;
};

const BASICS = { name: '', note: '', twitch: '', draft: '', start_local: '' } as const;

type NewRace = {
  readonly pools: readonly PoolStats[];
  readonly described: readonly PoolDescription[];
  readonly user: User;
  readonly zones: readonly string[];
};

/** `values`: what was typed, over the defaults. */
export function newRaceForm(given: NewRace, values: Values = {}, errors: Errors = {}): RaceFormModel {
  const pools = given.pools.map((pool) => poolChoice(pool, given.described));
  const first = pools.find(({ left }) => left > 0)?.name ?? '';
  const zone = given.user.timezone ?? 'UTC';
  return {
    groups: OPTION_GROUPS,
    zones: withZone(given.zones, values.zone ?? zone),
    path: '/race/new',
    race: null,
    shown: null,
    pools,
    values: { ...BASICS, ...valuesOf(), pool: first, zone, ...values },
    errors,
    guessZone: given.user.timezone === null && values.zone === undefined,
  };
}

/** `initial`: the race as it is; `typed`: over that. */
export function editRaceForm(
  given: { readonly race: Race; readonly path: string; readonly initial: Values; readonly zones: readonly string[] },
  typed: Values = {},
  errors: Errors = {},
): RaceFormModel {
  const { race, path, initial, zones } = given;
  const values = { ...initial, ...typed };
  return {
    groups: OPTION_GROUPS,
    zones: withZone(zones, values.zone ?? null),
    path: `${path}/edit`,
    race: { name: race.name, path, managePath: `${path}/manage` },
    pools: [],
    values,
    shown: JSON.stringify(initial),
    errors,
    guessZone: false,
  };
}

/** A race as its form shows it before anything is typed. `zone`: an IANA name. */
export const valuesOfRace = (race: Race, zone: string): Values => ({
  ...valuesOf(race.options),
  name: race.name,
  note: race.note ?? '',
  start_local: race.scheduledStart === null ? '' : localText(race.scheduledStart, zone),
  zone,
});

/** `2026-11-22T20:00`, as clocks of the zone show it. */
export function localText(at: number, zone: string): string {
  const options = { timeZone: zone, hourCycle: 'h23' } as const;
  const words = new Intl.DateTimeFormat('sv-SE', { ...options, dateStyle: 'short', timeStyle: 'short' });
  return words.format(new Date(at)).replace(' ', 'T');
}

function poolChoice(pool: PoolStats, described: readonly PoolDescription[]): PoolChoice {
  const more = described.find(({ name }) => name === pool.name);
  const duration = more?.duration ?? null;
  // "(~1h)" is said once.
  const label = duration === null ? pool.displayName : pool.displayName.replace(`(${duration})`, '').trim();
  const { description, available } = pool;
  // As words, not as keys of a file.
  const settings = (more?.settings ?? []).map(({ name, value }) => ({
    name: name.replaceAll('_', ' ').replaceAll('.', ': '),
    value,
  }));
  return { name: pool.name, label, duration, description, left: available, settings };
}

/** Fields that a command's arguments have under another name. */
export const problemsOf = (
  problems: readonly { readonly argument: string; readonly problem: ArgumentProblem }[],
): Errors => Object.fromEntries(problems.map(({ argument, problem }) => [argument, fieldProblem(argument, problem)]));

/** The sentence of a refusal, beside the field that it is about. */
export function errorOf(reply: ReplyOf<'refused'>): Errors {
  const { no } = reply;
  if (no.code === 'bad_argument') return problemsOf([no]);
  return { [fieldOf(no)]: wordReply(reply, 'web').text };
}

function fieldOf(no: Refused): string {
  switch (no.code) {
    case 'bad_name':
      return 'name';
    case 'bad_text':
      return 'note';
    case 'bad_time':
      return 'start';
    case 'unknown_pool':
    case 'pool_empty':
      return 'pool';
    case 'bad_option':
      return Object.entries(FIELD_OF_OPTION).find(([option]) => option === no.option)?.[1] ?? 'form';
    default:
      return 'form';
  }
}
