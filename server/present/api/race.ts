// A race and its players as the API answers them: the schemas, which are also the document's, and how they are filled. Times are ms
// since 1970 (UTC), names as on the wire. The graph is not in it, nor a node, a zone or a token: whoever needs the map takes the
// socket, which follows a viewer's sight as it changes.

import { z } from 'zod';
import type { RaceSummary, RaceView } from '../../play/ports/index.ts';
import { ABANDON_REASONS } from '../../race/facts.ts';
import { JOIN_MODES, MAP_MODES, type PackMode, type RaceOptions } from '../../race/options.ts';
import { packsWhen } from '../../race/packs.ts';
import { PLAYER_STATUSES, RACE_STATUSES, type Race } from '../../race/race.ts';
import type { PageLinks } from '../links.ts';
import { raceSnapshot } from '../pages/snapshot.ts';

const count = z.int().min(0);
const moment = z.int().min(0).nullable();
const uuid = z.string().describe('UUID');
const code = z.string().describe('Five letters and digits, as people type it');
const raceStatus = z.enum(RACE_STATUSES);

export const ApiParticipant = z
  .object({
    id: uuid,
    name: z.string(),
    color: count.describe('Index into the palette of the pages'),
    place: z.int().min(1).nullable().describe('Null for who neither plays nor has finished'),
    layer: count.describe('High-water mark, 0 at the start; `seed.total_layers` once finished'),
    igt_ms: count.describe('In-game time'),
    death_count: count,
    gap_ms: z.int().nullable().describe('To the first, at the same layer'),
    status: z.enum(PLAYER_STATUSES),
    reason: z.enum(ABANDON_REASONS).nullable().describe('Why they are out; null unless abandoned'),
    connected: z.boolean(),
    late_ms: count.nullable(),
    by_hand: z.boolean().describe('An organizer has set the result'),
    under_review: z.boolean(),
  })
  .meta({ id: 'Participant' });

export const ApiConfig = z
  .object({
    show_finished_names: z.boolean(),
    countdown_seconds: count,
    max_participants: count,
    packs: z.string().describe('`auto`, `join`, `manual`, or minutes before the start, e.g. `60m`'),
    join: z.enum(JOIN_MODES),
    map: z.enum(MAP_MODES),
    autostart: z.boolean(),
    late_minutes: count,
    inactive_minutes: count,
    inactive_warning_minutes: count,
    spectator_delay_seconds: count,
    provisional_minutes: count,
    reminder_minutes: count,
  })
  .meta({ id: 'Config', description: 'What an organizer chose for a race.' });
export type ApiConfig = z.infer<typeof ApiConfig>;

export const ApiRace = z
  .object({
    race: z.object({
      id: uuid,
      code,
      name: z.string(),
      note: z.string().nullable(),
      status: raceStatus,
      scheduled_start: moment.describe('Announced'),
      starts_at: moment.describe('GO of the countdown that runs'),
      started_at: moment,
      finished_at: moment,
      results_final: z.boolean().nullable().describe('Null before the end'),
      pool: z.string(),
      organizers: z.array(z.string()),
      config: ApiConfig,
      locked: z.boolean().describe('Nobody joins any more'),
      packs_out: z.boolean().describe('Players can download'),
      page: z.string().describe('Address for people'),
    }),
    seed: z.object({ total_layers: count }),
    as_of: count.describe('The moment that the answer shows: now, less the spectator delay'),
    participants: z.array(ApiParticipant).describe('In order of the leaderboard'),
  })
  .meta({ id: 'Race' });
export type ApiRace = z.infer<typeof ApiRace>;

/** What this view shows to whom it was made for. */
export function apiRace(view: RaceView, links: Pick<PageLinks, 'short'>): ApiRace {
  const { race, ...rest } = raceSnapshot(view);
  return {
    race: {
      ...race,
      organizers: [...race.organizers],
      config: configOf(view.race.options),
      locked: view.race.locked,
      packs_out: packsWhen(view.race).out,
      page: links.short(view.race.code),
    },
    ...rest,
  };
}

const configOf = (options: RaceOptions): ApiConfig => ({
  show_finished_names: options.showFinishedNames,
  countdown_seconds: options.countdownSeconds,
  max_participants: options.maxPlayers,
  packs: packsWord(options.packs),
  join: options.join,
  map: options.map,
  autostart: options.autostart,
  late_minutes: options.lateMinutes,
  inactive_minutes: options.inactiveMinutes,
  inactive_warning_minutes: options.inactiveWarningMinutes,
  spectator_delay_seconds: options.spectatorDelaySeconds,
  provisional_minutes: options.provisionalMinutes,
  reminder_minutes: options.reminderMinutes,
});

const packsWord = (packs: PackMode): string => (typeof packs === 'string' ? packs : `${packs.minutesBefore}m`);

export const ApiRaceLine = z
  .object({
    id: uuid,
    code,
    name: z.string(),
    status: raceStatus,
    pool: z.string(),
    organizer: z.string(),
    players: count,
    max_participants: count,
    scheduled_start: moment,
    started_at: moment,
    finished_at: moment,
    created_at: count,
    page: z.string(),
  })
  .meta({ id: 'RaceLine', description: 'A race as lists show it.' });

export const ApiRaces = z
  .object({
    races: z.array(ApiRaceLine).describe('Newest first'),
    next: z.string().nullable().describe('`cursor` of the next page; null: there is none'),
  })
  .meta({ id: 'Races' });

export const apiRaceLine = (race: RaceSummary, links: Pick<PageLinks, 'short'>): z.infer<typeof ApiRaceLine> => ({
  id: race.id,
  code: race.code,
  name: race.name,
  status: race.status,
  pool: race.pool,
  organizer: race.organizerName,
  players: race.players,
  max_participants: race.maxPlayers,
  scheduled_start: race.scheduledStart,
  started_at: race.startedAt,
  finished_at: race.finishedAt,
  created_at: race.createdAt,
  page: links.short(race.code),
});

export const ApiParticipants = z
  .object({
    participants: z.array(ApiParticipant).describe('In order of the leaderboard'),
    pending: z
      .array(z.object({ user: uuid.nullable(), name: z.string(), how: z.enum(['asked', 'waiting', 'invited']) }))
      .nullable()
      .describe('Who is not in yet; null for everybody but organizers. `invited`: a Twitch name with an unused link'),
  })
  .meta({ id: 'Participants' });
export type ApiParticipants = z.infer<typeof ApiParticipants>;

/** `invited`: Twitch names with a link that nobody used; `organizes`: whoever asks. */
export function apiParticipants(
  view: RaceView,
  race: Race,
  organizes: boolean,
  invited: readonly string[],
): ApiParticipants {
  const { participants } = raceSnapshot(view);
  if (!organizes) return { participants, pending: null };
  return {
    participants,
    pending: [
      ...race.asked.map(({ user, name }) => ({ user, name, how: 'asked' as const })),
      ...race.waiting.map(({ user, name }) => ({ user, name, how: 'waiting' as const })),
      ...invited.map((name) => ({ user: null, name, how: 'invited' as const })),
    ],
  };
}
