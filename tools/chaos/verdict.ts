// What must be true after a race, whatever broke: the log is what the players did, each deed once and in order; the standings, the
// read tables and the pages say the same; what had to be said was said once; and nothing secret stands where others
// could read it.

import { Client } from 'pg';
import { foldLog } from '../../server/race/evolve.ts';
import type { Fact, LoggedFact } from '../../server/race/facts.ts';
import type { ParticipantId } from '../../server/race/ids.ts';
import type { Race } from '../../server/race/race.ts';
import { standings } from '../../server/race/standings.ts';
import { igtAt, type Plan } from '../runner/plan.ts';
import type { Runner } from '../runner/runner.ts';
import type { SeenMessage } from '../simulators/discord/simulator.ts';
import { dumpDatabase } from '../testing/dump.ts';
import { findLeaks } from '../testing/leaks.ts';
import { judgeTwitch } from './judge-chat.ts';
import { CHANNEL, type Known, participantNamed, RACE_NAME, type Scene, wordsOf } from './people.ts';
import type { Player } from './plan.ts';
import type { World } from './world.ts';

export type Raced = {
  readonly world: World;
  readonly scene: Scene;
  readonly race: Known;
  readonly players: readonly Player[];
  readonly plans: Map<string, Plan>;
  readonly runners: Map<string, Runner>;
  readonly links: Map<string, string>;
  /** Of those who give up. */
  readonly quitting: Promise<void>[];
};

/** Sentences; none is a good race. */
export async function judge(raced: Raced): Promise<readonly string[]> {
  const { world, race } = raced;
  const log = await world.facts(race.id);
  const state = foldLog(log);
  if (state === undefined) return ['the race has no facts'];
  return [
    ...judgeLog(log, state, raced),
    ...judgeStandings(state, raced),
    ...(await judgeTables(state, raced)),
    ...(await judgePage(state, raced)),
    ...judgeDiscord(raced, await unsentLinks(state, raced)),
    ...judgeTwitch(raced),
    ...(await judgeSecrets(raced)),
  ];
}

/** Notices that still wait: nothing is judged before they are gone. */
export async function unsaid({ world, race }: Pick<Raced, 'world' | 'race'>): Promise<number> {
  const pending = await (await world.store()).notices.pending(1_000);
  return pending.filter((one) => one.race === race.id).length;
}

const ONCE: readonly Fact['type'][] = ['race_created', 'race_opened', 'race_started', 'race_finished'];

function judgeLog(log: readonly LoggedFact[], state: Race, { players, plans, runners }: Raced): readonly string[] {
  const facts = log.map(({ fact }) => fact);
  const wrong: string[] = [];
  if (log.some(({ seq }, index) => seq !== index + 1)) wrong.push('the log has a hole');
  for (const type of [...ONCE, 'countdown_started'] as const) {
    const found = facts.filter((fact) => fact.type === type).length;
    if (found !== 1) wrong.push(`${type} stands ${found} times in the log`);
  }
  const planned = facts.find((fact) => fact.type === 'countdown_started')?.startsAt;
  const began = facts.find((fact) => fact.type === 'race_started')?.startedAt;
  if (planned !== began) wrong.push(`the start moved from ${planned} to ${began}`);
  const joined = facts.filter((fact) => fact.type === 'player_joined').length;
  if (joined !== players.length) wrong.push(`${joined} joins of ${players.length} players`);
  for (const player of players) {
    const participant = participantNamed(state, player.name);
    const plan = plans.get(player.name);
    if (participant === undefined || plan === undefined) wrong.push(`${player.name} is not in the race`);
    else wrong.push(...judgeDeeds(player, deedsOf(facts, participant.id), plan, runners.get(player.name)));
    if (player.givesUp && abandons(facts, participant?.id) !== 1) wrong.push(`${player.name} did not give up once`);
  }
  return wrong;
}

/** Who gives up may leave deeds unsent; whatever was acknowledged must be there. */
function judgeDeeds(
  { name, givesUp }: Player,
  done: readonly string[],
  plan: Plan,
  runner: Runner | undefined,
): readonly string[] {
  const all = plan.steps.map(({ flag, atMs, deaths }) => `${flag} ${igtAt(atMs)} ${deaths}`);
  const least = givesUp ? (runner?.acknowledged ?? 0) : all.length;
  const should = givesUp ? all.slice(0, Math.max(least, done.length)) : all;
  if (JSON.stringify(done) === JSON.stringify(should)) return [];
  return [`${name} did [${should.join(', ')}] and the log says [${done.join(', ')}]`];
}

const deedsOf = (facts: readonly Fact[], id: ParticipantId): readonly string[] =>
  facts.flatMap((fact) => {
    if (fact.type !== 'gate_passed' && fact.type !== 'player_finished') return [];
    const flag = fact.subject.kind === 'flag' ? String(fact.subject.flag) : fact.subject.kind;
    return fact.participant === id ? [`${flag} ${fact.igtMs} ${fact.deaths}`] : [];
  });

const abandons = (facts: readonly Fact[], id: ParticipantId | undefined): number =>
  facts.filter((fact) => fact.type === 'player_abandoned' && fact.participant === id && fact.why === 'forfeit').length;

type Row = { readonly name: string; readonly status: string; readonly igtMs: number | null };

/** The table that the plans lead to: finished by time; the others in any order. */
export function expectedTable({ players, plans }: Pick<Raced, 'players' | 'plans'>): readonly Row[] {
  const finishers = players.filter((one) => !one.givesUp);
  const rows = finishers.map(({ name }) => ({
    name,
    status: 'finished',
    igtMs: igtAt(plans.get(name)?.steps.at(-1)?.atMs ?? 0),
  }));
  const out = players.filter((one) => one.givesUp).map(({ name }) => ({ name, status: 'abandoned', igtMs: null }));
  return [...rows.toSorted((a, b) => a.igtMs - b.igtMs), ...out];
}

function judgeTable(what: string, table: readonly Row[], raced: Raced): readonly string[] {
  const expected = expectedTable(raced);
  const finished = (rows: readonly Row[]) => rows.filter((row) => row.igtMs !== null);
  const out = (rows: readonly Row[]) => rows.filter((row) => row.igtMs === null).toSorted(byName);
  const [should, is] = [expected, table].map((rows) => JSON.stringify([...finished(rows), ...out(rows)]));
  return should === is ? [] : [`${what} should be ${should} and is ${is}`];
}

const byName = (a: Row, b: Row): number => a.name.localeCompare(b.name);

function judgeStandings(state: Race, raced: Raced): readonly string[] {
  const rows = standings(state, {}).map(({ participant, igtMs }): Row => {
    const { status } = participant.standing;
    return { name: participant.name.toLowerCase(), status, igtMs: status === 'finished' ? igtMs : null };
  });
  return judgeTable('the standings', rows, raced);
}

async function judgeTables(state: Race, raced: Raced): Promise<readonly string[]> {
  const client = new Client({ connectionString: raced.world.database.url() });
  await client.connect();
  try {
    const players = await client.query<{ name: string; status: string; igt_ms: string }>(
      'select name, status, igt_ms from participants where race_id = $1 order by igt_ms',
      [state.id],
    );
    const rows = players.rows.map(({ name, status, igt_ms }) => ({
      name: name.toLowerCase(),
      status,
      igtMs: status === 'finished' ? Number(igt_ms) : null,
    }));
    const races = await client.query<{ status: string }>('select status from races where id = $1', [state.id]);
    const dropped = await client.query<{ kind: string; state: string }>(
      `select kind, state from notices where race_id = $1 and state not in ('sent', 'pending')`,
      [state.id],
    );
    // A closed door is a refusal that is meant; a countdown may be over before it can be announced.
    const meant = ({ kind, state: end }: { kind: string; state: string }) =>
      (kind === 'pack_link' && (end === 'refused' || end === 'dropped')) || (kind === 'countdown' && end === 'dropped');
    return [
      ...judgeTable('the table of participants', rows, raced),
      ...(races.rows[0]?.status === state.phase.status ? [] : ['the table of races has another status']),
      ...dropped.rows.filter((row) => !meant(row)).map((row) => `a notice ${row.kind} ended as ${row.state}`),
    ];
  } finally {
    await client.end();
  }
}

type Snapshot = { race: { status: string }; participants: { name: string; igt_ms: number; status: string }[] };

async function judgePage(state: Race, raced: Raced): Promise<readonly string[]> {
  const response = await fetch(`${raced.world.publicUrl}/api/races/${state.id}`);
  if (!response.ok) return [`the page answers ${response.status}`];
  const { race, participants } = (await response.json()) as Snapshot;
  const rows = participants.map(({ name, igt_ms, status }) => ({
    name: name.toLowerCase(),
    status,
    igtMs: status === 'finished' ? igt_ms : null,
  }));
  return [
    ...(race.status === 'finished' ? [] : [`the page shows a race that is ${race.status}`]),
    ...judgeTable('the page', rows, raced),
  ];
}

const times = (what: string, found: number, least: number, most = least): readonly string[] =>
  found >= least && found <= most ? [] : [`${what}: said ${found} times instead of ${least}`];

/** Whose direct message never got through before the race was over: a link to a race that is over is worth nothing. */
async function unsentLinks(state: Race, { world }: Raced): Promise<ReadonlySet<string>> {
  const client = new Client({ connectionString: world.database.url() });
  await client.connect();
  try {
    const found = await client.query<{ name: string }>(
      `select p.name from notices n join participants p on p.id = n.participant_id
       where n.race_id = $1 and n.kind = 'pack_link' and n.state = 'dropped'`,
      [state.id],
    );
    return new Set(found.rows.map((row) => row.name.toLowerCase()));
  } finally {
    await client.end();
  }
}

function judgeDiscord({ world, scene, race, players }: Raced, unsent: ReadonlySet<string>): readonly string[] {
  const { discord } = world;
  const threads = discord.threadsOf(scene.channel);
  const posts = [scene.channel, ...threads]
    .flatMap((place) => discord.messagesSeenBy(scene.organizer, place))
    .filter((one) => one.author.bot && !one.ephemeral)
    .map(wordsOf);
  const saying = (...parts: readonly string[]) => posts.filter((text) => parts.every((part) => text.includes(part)));
  const cards = posts.filter((text) => text.includes(`(${race.code})`) || text.includes(race.code));
  const wrong = [
    ...times('Discord: the thread', threads.length, 1),
    ...times('Discord: GO', saying('GO! ', RACE_NAME).length, 1),
    ...times('Discord: the countdown', saying(': GO <t:').length, 0, 1),
    ...times('Discord: the final table', saying('Result: ').length, 1),
    ...times('Discord: the card', cards.filter((text) => text.includes('Finished')).length, 1),
  ];
  for (const player of players) {
    const ends = [...saying(`**${player.name}** wins in`), ...saying(`**${player.name}** has finished`)];
    wrong.push(...times(`Discord: ${player.name} finishes`, ends.length, player.givesUp ? 0 : 1));
    const quits = saying(`**${player.name}** gives up`).length;
    wrong.push(...times(`Discord: ${player.name} gives up`, quits, player.givesUp ? 1 : 0));
    const user = scene.users.get(player.name);
    if (user === undefined) continue;
    const links = discord.dmsOf(user).filter((one) => one.author.bot).length;
    const never = unsent.has(player.name);
    wrong.push(...times(`Discord: the link to ${player.name}`, links, player.closed || never ? 0 : 1));
    // Whose link was not sent while it was worth something, nobody knows to be closed.
    const told = discord.dmsOf(scene.organizer).filter((one) => isAbout(one, player.name)).length;
    wrong.push(...times(`Discord: that ${player.name} cannot be reached`, told, player.closed && !never ? 1 : 0));
  }
  return [...wrong, ...discord.crashes.map((crash) => `the Discord simulator broke: ${String(crash)}`)];
}

/** Where Discord edits the first card no more, another one has told the rest of the race. */
export function judgeOldCard({ world, scene, race }: Raced): readonly string[] {
  const first = world.discord.messagesSeenBy(scene.organizer, scene.channel).find(({ id }) => id === race.card.id);
  return first === undefined || wordsOf(first).includes('Finished') ? ['the card too old to edit was edited'] : [];
}

const isAbout = (message: SeenMessage, name: string): boolean => wordsOf(message).includes(`**${name}**`);

/** Log lines, rows and what everybody may see hold no token, link, password or key. */
async function judgeSecrets({ world, scene, race, links, runners }: Raced): Promise<readonly string[]> {
  const { discord, twitch, publicUrl, environment, database } = world;
  const secrets = [
    ...KEYS.map((name) => ({ what: name, value: environment[name] ?? '' })),
    ...[...links].map(([name, link]) => ({ what: `${name}'s link`, value: link.split('/').at(-1) ?? '' })),
    ...[...runners].map(([name, { pack }]) => ({ what: `${name}'s mod token`, value: pack?.modToken ?? '' })),
  ];
  const posts = discord.messagesSeenBy(scene.organizer, scene.channel).filter((one) => !one.ephemeral);
  const pages = [`/race/${race.id}`, `/api/races/${race.id}`].map(async (path) => {
    const answer = await fetch(`${publicUrl}${path}`);
    return { where: path, text: await answer.text() };
  });
  return findLeaks(
    secrets.filter(({ value }) => value !== ''),
    [
      { where: 'the log lines', text: (await world.logLines()).join('\n') },
      ...(await dumpDatabase(database.url())),
      ...(await Promise.all(pages)),
      { where: 'the Discord channel', text: JSON.stringify(posts) },
      { where: 'the Twitch chat', text: JSON.stringify(twitch.chatLog(CHANNEL)) },
    ],
  );
}

const KEYS = [
  ...['SECRET_KEY', 'DISCORD_TOKEN', 'TWITCH_CLIENT_SECRET'],
  ...['TWITCH_BOT_ACCESS_TOKEN', 'TWITCH_BOT_REFRESH_TOKEN'],
] as const;
