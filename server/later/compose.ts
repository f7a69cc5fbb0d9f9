// A notice with everything that a mouth needs to word it: the race as its reader may see it, whom to mention, the recipient's own
// link. Deliberately absent: words, and whether it is still worth saying.

import type {
  Accounts,
  EventLog,
  Links,
  Notice,
  NoticeKind,
  Packs,
  Post,
  RaceView,
  Seeds,
  Tokens,
  User,
} from '../play/ports/index.ts';
import type { Fact } from '../race/facts.ts';
import type { Race } from '../race/race.ts';

export type ComposePorts = {
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
  player_joined: ['player_joined'],
  player_left: ['player_left'],
  dm_refused: [],
};

/** Kinds that ping players. */
const MENTIONING: readonly NoticeKind[] = ['packs_out', 'cancelled'];

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
  return {
    notice,
    // A private message is about its reader; everybody else hears what everybody may see.
    race: notice.target.to === 'user' ? race : view.race,
    recipient,
    mentions: MENTIONING.includes(notice.kind) ? await mentionsOf(race, ports) : {},
    view,
    cause: await causeOf(notice, ports),
    now,
    pool: await poolName(race, ports),
    page: ports.links.short(race.code),
    pack,
  };
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

async function mentionsOf(race: Race, { accounts }: ComposePorts): Promise<Readonly<Record<string, string>>> {
  const users = await accounts.byIds(race.participants.map((one) => one.user));
  return Object.fromEntries(users.flatMap((user) => (user.discordId === null ? [] : [[user.id, user.discordId]])));
}

/** The newest of the step that the notice came with; one about a player, if it names that player. */
async function causeOf({ race, seq, kind, participant }: Notice, { log }: ComposePorts): Promise<Fact | null> {
  const types = CAUSES[kind];
  if (types.length === 0) return null;
  const facts = (await log.read(race, Math.max(0, seq - LOOK_BACK)))
    .filter((entry) => entry.seq <= seq)
    .map((entry) => entry.fact)
    .toReversed();
  const about = (fact: Fact) => participant === null || !('participant' in fact) || fact.participant === participant;
  return facts.find((fact) => types.includes(fact.type) && about(fact)) ?? null;
}

async function poolName(race: Race, { seeds }: ComposePorts): Promise<string> {
  const pools = await seeds.pools();
  return pools.find((pool) => pool.name === race.seed.pool)?.displayName ?? race.seed.pool;
}
