// A notice with everything that a mouth needs to word it: the race as its reader may see it, whom to mention, the recipient's own
// link. Deliberately absent: words, and whether it is still worth saying.

import type {
  Accounts,
  EventLog,
  Links,
  Notice,
  NoticeKind,
  Notices,
  Packs,
  Post,
  RaceView,
  Seeds,
  Tokens,
  User,
} from '../play/ports/index.ts';
import type { LoadRace } from '../play/submit.ts';
import type { Fact, Person } from '../race/facts.ts';
import type { Participant, Race } from '../race/race.ts';

export type ComposePorts = {
  readonly load: LoadRace;
  readonly notices: Pick<Notices, 'sent'>;
  readonly log: Pick<EventLog, 'read'>;
  readonly accounts: Pick<Accounts, 'byId' | 'byIds'>;
  readonly seeds: Pick<Seeds, 'pools'>;
  readonly packs: Pick<Packs, 'size'>;
  readonly tokens: Pick<Tokens, 'derive'>;
  readonly links: Links;
};

/** Which fact a notice tells of. */
const CAUSES: Readonly<Record<NoticeKind, readonly Fact['type'][]>> = {
  card: [],
  packs_out: ['packs_released', 'seed_rerolled'],
  pack_link: ['player_joined', 'packs_released', 'seed_rerolled', 'pack_renewed'],
  countdown: ['countdown_started'],
  countdown_stopped: ['countdown_stopped'],
  started: ['race_started'],
  first_finish: ['player_finished', 'result_set', 'player_restored'],
  finished_player: ['player_finished', 'result_set', 'player_restored'],
  abandoned_player: ['player_abandoned'],
  final_table: ['race_finished'],
  cancelled: ['race_cancelled'],
  act: [
    ...(['race_edited', 'race_locked', 'race_unlocked', 'player_removed', 'player_restored'] as const),
    ...(['caster_added', 'caster_removed', 'organizer_added', 'organizer_removed'] as const),
    ...(['result_set', 'result_held', 'result_released', 'player_abandoned'] as const),
    ...(['player_joined', 'seed_rerolled', 'channel_added', 'channel_removed'] as const),
  ],
  announcement: ['announcement_made'],
  reminder: ['start_approached'],
  missing: [],
  you_are_in: ['player_joined'],
  you_are_out: ['player_removed', 'player_abandoned', 'join_declined'],
  call_start: ['start_time_came'],
  inactivity_warning: ['player_warned'],
  problem: ['problem_reported'],
  asked: ['join_requested'],
  again: [],
  thread_closed: [],
  event: [],
  dm_refused: [],
  discord_refused: [],
  twitch_refused: [],
  event_refused: [],
};

/** Kinds that ping players. */
const MENTIONING: readonly NoticeKind[] = ['packs_out', 'cancelled', 'reminder', 'again'];

/** Kinds that stand in the race's thread, where there may be one (COMMANDS.md, Card and thread). */
const THREADED: readonly NoticeKind[] = [
  ...(['countdown', 'countdown_stopped', 'started', 'first_finish', 'finished_player', 'abandoned_player'] as const),
  ...(['act', 'announcement', 'reminder', 'thread_closed'] as const),
];

/** More facts than one step of a race ever leaves: a start without a hundred players who are missing. */
const LOOK_BACK = 150;

/** Undefined: it has become pointless, its player is gone or its pack is dead. `view`: what everybody may see. */
export async function compose(
  notice: Notice,
  race: Race,
  view: RaceView,
  now: number,
  ports: ComposePorts,
): Promise<Post | undefined> {
  const recipient = await recipientOf(notice, ports);
  if (recipient === undefined) return undefined;
  const pack = notice.kind === 'pack_link' ? await packOf(notice, race, ports) : null;
  if (pack === undefined) return undefined;
  // A private message is about its reader; everybody else hears what everybody may see.
  const shown = notice.target.to === 'user' ? race : view.race;
  if (isPointless(notice, shown, now)) return undefined;
  const told = await toldOf(notice, race, ports);
  if (told === undefined) return undefined;
  const cause = await causeOf(notice, ports);
  if (cause?.type === 'join_requested' && !asksStill(cause.person, race)) return undefined;
  // The start was moved meanwhile, and has a reminder of its own.
  if (cause?.type === 'start_approached' && cause.scheduledStart !== shown.scheduledStart) return undefined;
  return {
    notice,
    race: shown,
    recipient,
    mentions: MENTIONING.includes(notice.kind) ? await mentionsOf(told, ports) : {},
    view,
    cause,
    now,
    pool: await poolName(race, ports),
    page: ports.links.short(race.code),
    thread: THREADED.includes(notice.kind) ? await firstCard(notice, ports) : null,
    pack,
    names: notice.kind === 'reminder' ? told.map((one) => one.name) : [],
  };
}

/** An organizer may have answered meanwhile. */
const asksStill = ({ user }: Person, race: Race): boolean => race.asked.some((one) => one.user === user);

/** Who is ready needs no reminder of what they lack; who plays again, no warning. `race`: as whoever hears it may see it. */
function isPointless({ kind, participant }: Notice, race: Race, now: number): boolean {
  const player = race.participants.find((one) => one.id === participant);
  const { status } = race.phase;
  const isOver = status === 'finished' || status === 'cancelled';
  switch (kind) {
    case 'packs_out':
    case 'again':
      return isOver;
    case 'reminder':
      return status !== 'open' || (race.scheduledStart !== null && race.scheduledStart <= now);
    case 'first_finish':
    case 'finished_player':
      // Taken back meanwhile, as what followed it says.
      return player?.standing.status !== 'finished';
    case 'missing':
      return player?.standing.status !== 'registered' || (status !== 'open' && status !== 'countdown');
    case 'inactivity_warning':
      return player?.standing.status !== 'playing' || player.movedAt > player.warnedAt;
    case 'call_start':
      return status !== 'open';
    case 'you_are_out':
      // Brought back meanwhile.
      return player !== undefined && player.standing.status !== 'abandoned';
    case 'you_are_in':
      // Packs went out meanwhile: theirs says it.
      return player === undefined || race.packsReleased || status !== 'open';
    default:
      return false;
  }
}

/** Whose players a post is for: of another round those of the one before. Undefined: there is nobody to say it to. */
async function toldOf(notice: Notice, race: Race, ports: ComposePorts): Promise<readonly Participant[] | undefined> {
  if (notice.kind === 'again') {
    const before = race.again === null ? undefined : (await ports.load(race.again))?.race;
    const isIn = (user: string) => race.participants.some((one) => one.user === user);
    const others = (before?.participants ?? []).filter((one) => !isIn(one.user));
    return others.length === 0 ? undefined : others;
  }
  if (notice.kind !== 'reminder' || notice.target.to !== 'channel' || notice.target.platform !== 'twitch') {
    return race.participants;
  }
  const unready = race.participants.filter((one) => one.standing.status === 'registered');
  const users = await ports.accounts.byIds(unready.map((one) => one.user));
  const unreached = unready.filter((one) => users.some((user) => user.id === one.user && user.discordId === null));
  return unreached.length === 0 ? undefined : unreached;
}

/** A thread under a message has that message's id. `sent` answers newest first. */
async function firstCard({ race, target }: Notice, { notices }: ComposePorts): Promise<string | null> {
  if (target.to !== 'channel' || target.platform !== 'discord') return null;
  const cards = (await notices.sent(race, 'card')).filter(
    (one) => one.target.to === 'channel' && one.target.channel === target.channel,
  );
  return cards.at(-1)?.messageId ?? null;
}

async function recipientOf({ target }: Notice, { accounts }: ComposePorts): Promise<User | null | undefined> {
  return target.to === 'channel' ? null : accounts.byId(target.user);
}

async function packOf({ participant }: Notice, race: Race, ports: ComposePorts): Promise<Post['pack'] | undefined> {
  const player = race.participants.find((one) => one.id === participant);
  const over = race.phase.status === 'cancelled' || race.phase.status === 'finished';
  if (player === undefined || over) return undefined;
  const token = ports.tokens.derive('download', player.id, player.generation);
  return { url: ports.links.pack(race.id, token), bytes: (await ports.packs.size(race.seed)) ?? null };
}

async function mentionsOf(
  told: readonly Participant[],
  { accounts }: ComposePorts,
): Promise<Readonly<Record<string, string>>> {
  const users = await accounts.byIds(told.map((one) => one.user));
  return Object.fromEntries(users.flatMap((user) => (user.discordId === null ? [] : [[user.id, user.discordId]])));
}

/** The newest of the step that the notice came with; one about a player, if it names that player. */
async function causeOf({ race, seq, kind, participant, target }: Notice, { log }: ComposePorts): Promise<Fact | null> {
  const types = CAUSES[kind];
  if (types.length === 0) return null;
  const facts = (await log.read(race, Math.max(0, seq - LOOK_BACK)))
    .filter((entry) => entry.seq <= seq)
    .map((entry) => entry.fact)
    .toReversed();
  const about = (fact: Fact) => {
    // Whom a freed place lets in: told to them alone, and not what the organizer did.
    if (kind === 'act' && participant === null && fact.type === 'player_joined') return false;
    if (fact.type === 'join_declined') return target.to === 'user' && fact.user === target.user;
    return participant === null || !('participant' in fact) || fact.participant === participant;
  };
  return facts.find((fact) => types.includes(fact.type) && about(fact)) ?? null;
}

async function poolName(race: Race, { seeds }: ComposePorts): Promise<string> {
  const pools = await seeds.pools();
  return pools.find((pool) => pool.name === race.seed.pool)?.displayName ?? race.seed.pool;
}
