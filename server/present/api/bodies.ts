// What the API takes, as schemas, and as the arguments of the commands that it asks: the same words as in Discord under the names of the
// original design (section 3). Fields that are not named here are refused. Deliberately absent: rules; commands and decide have them.

import { z } from 'zod';
import {
  JOIN_MODES,
  MAP_MODES,
  NAME_MAX_LENGTH,
  NOTE_MAX_LENGTH,
  OPTION_LIMITS,
  REASON_MAX_LENGTH,
} from '../../race/options.ts';
import { RACE_STATUSES } from '../../race/race.ts';

export type Args = Readonly<Record<string, string | number | boolean>>;

const between = ([min, max]: readonly [number, number]) => z.int().min(min).max(max).optional();
const text = (max: number) => z.string().trim().min(1).max(max);
const yesNo = z.boolean().optional();
const MS_MOST = 8.64e15;

/** As in Discord by another name, or by the same. */
export const CONFIG_ARGS = {
  show_finished_names: 'finished_names',
  countdown_seconds: 'countdown',
  max_participants: 'players',
  packs: 'packs',
  join: 'join',
  map: 'map',
  autostart: 'autostart',
  late_minutes: 'late',
  inactive_minutes: 'inactive',
  inactive_warning_minutes: 'warning',
  spectator_delay_seconds: 'delay',
  provisional_minutes: 'provisional',
  reminder_minutes: 'reminder',
} as const;

const Config = z
  .strictObject({
    show_finished_names: yesNo,
    countdown_seconds: between(OPTION_LIMITS.countdownSeconds),
    max_participants: between(OPTION_LIMITS.maxPlayers),
    packs: z
      .string()
      .regex(/^(auto|join|manual|\d{1,5}m)$/, 'must be auto, join, manual, or minutes before the start like 60m')
      .optional(),
    join: z.enum(JOIN_MODES).optional(),
    map: z.enum(MAP_MODES).optional(),
    autostart: yesNo,
    late_minutes: between(OPTION_LIMITS.lateMinutes),
    inactive_minutes: between(OPTION_LIMITS.inactiveMinutes),
    inactive_warning_minutes: between(OPTION_LIMITS.inactiveWarningMinutes),
    spectator_delay_seconds: between(OPTION_LIMITS.spectatorDelaySeconds),
    provisional_minutes: between(OPTION_LIMITS.provisionalMinutes),
    reminder_minutes: between(OPTION_LIMITS.reminderMinutes),
  } satisfies Record<keyof typeof CONFIG_ARGS, z.ZodType>)
  .meta({ id: 'ConfigChange', description: 'What is left out stays as it is, or as the defaults say.' });

const INSTANT = 'must be an instant like 2026-02-04T20:00:00Z';
const Start = z
  .union([z.iso.datetime({ offset: true, error: INSTANT }), z.int().min(0).max(MS_MOST)], INSTANT)
  .describe(
    'An instant with its offset, or ms since 1970. Announced: GO is said by an organizer, or by `config.autostart`',
  );

export const CreateBody = z
  .strictObject({
    name: text(NAME_MAX_LENGTH).optional().describe('The pool’s where it is left out'),
    pool: text(80),
    note: text(NOTE_MAX_LENGTH).optional(),
    scheduled_start: Start.optional(),
    twitch_channel: text(40).optional().describe('A Twitch channel whose viewers may join, by its name'),
    draft: z.boolean().optional().describe('For organizers alone until it is opened'),
    config: Config.optional(),
  })
  .meta({ id: 'NewRace' });

export const EditBody = z
  .strictObject({
    name: text(NAME_MAX_LENGTH).optional(),
    note: text(NOTE_MAX_LENGTH).nullable().optional(),
    scheduled_start: Start.nullable().optional(),
    config: Config.optional(),
  })
  .meta({ id: 'RaceChange', description: 'What is left out stays; null takes away.' });

export const AddBody = z
  .strictObject({
    twitch_name: text(60).optional().describe('Somebody who was never here gets an invitation link'),
    discord_id: z
      .string()
      .regex(/^\d{15,21}$/, 'must be a Discord id')
      .optional(),
  })
  .refine((body) => (body.twitch_name === undefined) !== (body.discord_id === undefined), {
    message: 'must be given, or discord_id: one of both',
    path: ['twitch_name'],
  })
  .meta({ id: 'NewParticipant', description: 'One of both.' });

export const StartBody = z
  .strictObject({
    missing: z
      .enum(['force', 'without'])
      .optional()
      .describe('Players who are not ready: `force`: they may come within `late_minutes`; `without`: they are removed'),
    scheduled_start: Start.optional().describe('Announces that start instead of starting now'),
  })
  .refine((body) => body.missing === undefined || body.scheduled_start === undefined, {
    message: 'says who may be missing now, not at an announced start',
    path: ['missing'],
  })
  .meta({ id: 'Start' });

export const CancelBody = z
  .strictObject({
    reason: text(REASON_MAX_LENGTH).optional(),
    broken_seed: yesNo.describe('Nobody gets the seed again'),
  })
  .meta({ id: 'Cancel' });

export const RerollBody = z
  .strictObject({ pool: text(80).optional(), broken_seed: yesNo.describe('Nobody gets the old one again') })
  .meta({ id: 'Reroll' });

export const DiscardBody = z.strictObject({ pool: text(80), number: z.int().min(0) }).meta({ id: 'DiscardSeed' });

export const NoBody = z.strictObject({}).meta({ id: 'Nothing' });

export const LIST_MOST = 100;
const LIST_USUAL = 20;

export const ListQuery = z.strictObject({
  status: z
    .string()
    .transform((typed) => typed.split(','))
    .pipe(z.array(z.enum(RACE_STATUSES)))
    .optional()
    .meta({ description: 'One or several of them, with commas between', examples: ['open,running'] }),
  mine: z.enum(['true', 'false']).optional().describe('Only those that you organize or play in, drafts too'),
  limit: z.coerce.number().int().min(1).max(LIST_MOST).default(LIST_USUAL),
  cursor: z.string().max(100).optional().describe('`next` of the page before'),
});

/** Without those that were left out. */
const given = (args: Readonly<Record<string, Args[string] | undefined>>): Args =>
  Object.fromEntries(Object.entries(args).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

const configArgs = (config: z.infer<typeof Config> = {}): Args =>
  given(
    Object.fromEntries(
      Object.entries(CONFIG_ARGS).map(([field, arg]) => [arg, config[field as keyof typeof CONFIG_ARGS]]),
    ),
  );

const startArg = (start: string | number | null | undefined): string | undefined =>
  start === null ? 'none' : start === undefined ? undefined : new Date(start).toISOString();

export const createArgs = (body: z.infer<typeof CreateBody>): Args => ({
  ...given({
    name: body.name,
    pool: body.pool,
    note: body.note,
    start: startArg(body.scheduled_start),
    twitch: body.twitch_channel,
    draft: body.draft,
  }),
  ...configArgs(body.config),
});

export const editArgs = (body: z.infer<typeof EditBody>): Args => ({
  ...given({
    name: body.name,
    note: body.note === null ? 'none' : body.note,
    start: startArg(body.scheduled_start),
  }),
  ...configArgs(body.config),
});

/** A start at once, or the announcement of one. */
export function startArgs(body: z.infer<typeof StartBody>): { readonly command: string; readonly args: Args } {
  if (body.scheduled_start !== undefined) {
    return { command: 'race edit', args: given({ start: startArg(body.scheduled_start) }) };
  }
  return { command: 'race start', args: given({ missing: body.missing }) };
}

export const addArgs = (body: z.infer<typeof AddBody>): Args =>
  given({ twitch: body.twitch_name, user: body.discord_id });
