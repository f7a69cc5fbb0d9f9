// What must be true after a race, whatever broke: the log is what the players did, each deed once and in order; the standings, the
// read tables and the pages say the same; what had to be said was said once; and nothing secret stands where others
// could read it.

import { Client, type QueryResultRow } from 'pg';
import { z } from 'zod';
import { foldLog } from '../../server/race/evolve.ts';
import type { Fact, LoggedFact } from '../../server/race/facts.ts';
import type { ParticipantId, RaceId } from '../../server/race/ids.ts';
import type { Race } from '../../server/race/race.ts';
import { standings } from '../../server/race/standings.ts';
import { igtAt, type Plan } from '../runner/plan.ts';
import type { Runner } from '../runner/runner.ts';
import { dumpDatabase } from '../testing/dump.ts';
import { findLeaks } from '../testing/leaks.ts';
import { secretsOf } from '../testing/secrets.ts';
import { judgeTwitch } from './judge-chat.ts';
import { judgeDiscord } from './judge-discord.ts';
import { CHANNEL, type Known, participantNamed, type Scene } from './people.ts';
import type { Player } from './plan.ts';
import type { Viewer } from './viewer.ts';
import type { World } from './world.ts';

export type Raced = {
  readonly world: World;
  readonly scene: Scene;
  readonly race: Known;
  readonly players: readonly Player[];
  readonly plans: Map<string, Plan>;
  readonly runners: Map<string, Runner>;
  readonly links: Map<string, string>;
  /** Of browsers in which somebody is logged in. */
  readonly cookies: Map<string, readonly string[]>;
  /** Of those who give up. */
  readonly quitting: Promise<void>[];
  /** Has the race's page open all the time. */
  readonly viewer: Viewer;
  /** Discord edits the first card no more. */
  readonly oldCard: boolean;
};

/** Sentences; none is a good race. */
export async function judge(raced: Raced): Promise<readonly string[]> {
  const { world, race } = raced;
  const log = await world.facts(race.id);
  const state = foldLog(log);
  if (state === undefined) return ['the race has no facts'];
  const unsent = await unsentLinks(state, raced);
  return [
    ...judgeLog(log, state, raced),
    ...judgeStandings(state, raced),
    ...(await judgeTables(state, raced)),
    ...(await judgePage(state, raced)),
    ...judgeViewer(raced),
    ...(await judgeDrops(unsent, raced)),
    ...judgeDiscord(raced, new Set(unsent.map(({ name }) => name))),
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
  const rows = standings(state, {}).map(({ participant: { name, standing }, igtMs }) =>
    shownRow({ name, status: standing.status, igt_ms: igtMs }),
  );
  return judgeTable('the standings', rows, raced);
}

async function judgeTables(state: Race, raced: Raced): Promise<readonly string[]> {
  const ask = <T extends QueryResultRow>(sql: string) => rowsOf<T>(raced.world, sql, state.id);
  const players = await ask<{ name: string; status: string; igt_ms: string }>(
    'select name, status, igt_ms from participants where race_id = $1 order by igt_ms',
  );
  const rows = players.map(({ name, status, igt_ms }) => shownRow({ name, status, igt_ms: Number(igt_ms) }));
  const [race] = await ask<{ status: string }>('select status from races where id = $1');
  const dropped = await ask<{ kind: string; state: string }>(
    `select kind, state from notices where race_id = $1 and state not in ('sent', 'pending')`,
  );
  // A closed door is a refusal that is meant; a countdown may be over before it can be announced.
  const meant = ({ kind, state: end }: { kind: string; state: string }) =>
    (kind === 'pack_link' && (end === 'refused' || end === 'dropped')) || (kind === 'countdown' && end === 'dropped');
  return [
    ...judgeTable('the table of participants', rows, raced),
    ...(race?.status === state.phase.status ? [] : ['the table of races has another status']),
    ...dropped.filter((row) => !meant(row)).map((row) => `a notice ${row.kind} ended as ${row.state}`),
  ];
}

/** `sql`: of one race, $1. */
async function rowsOf<T extends QueryResultRow>({ database }: World, sql: string, race: RaceId): Promise<readonly T[]> {
  const client = new Client({ connectionString: database.url() });
  await client.connect();
  try {
    return (await client.query<T>(sql, [race])).rows;
  } finally {
    await client.end();
  }
}

type Shown = { readonly name: string; readonly status: string; readonly igt_ms: number };

const shownRow = ({ name, status, igt_ms }: Shown): Row => ({
  name: name.toLowerCase(),
  status,
  igtMs: status === 'finished' ? igt_ms : null,
});

async function judgePage(state: Race, raced: Raced): Promise<readonly string[]> {
  const response = await fetch(`${raced.world.publicUrl}/api/races/${state.id}`);
  if (!response.ok) return [`the page answers ${response.status}`];
  const { race, participants } = (await response.json()) as { race: { status: string }; participants: Shown[] };
  return [
    ...(race.status === 'finished' ? [] : [`the page shows a race that is ${race.status}`]),
    ...judgeTable('the page', participants.map(shownRow), raced),
  ];
}

/** What was told bit by bit is the same. */
const judgeViewer = (raced: Raced): readonly string[] => [
  ...raced.viewer.wrong(),
  ...judgeTable('the page that was open all the time', raced.viewer.board().map(shownRow), raced),
];

/** Links that were given up: to whom, and because of which fact. */
type Unsent = readonly { readonly name: string; readonly seq: number }[];

/** On Discord; to who came from Twitch no direct message leads. */
async function unsentLinks(state: Race, { world, scene }: Raced): Promise<Unsent> {
  const found = await rowsOf<{ name: string; seq: number }>(
    world,
    `select p.name, n.seq from notices n join participants p on p.id = n.participant_id
     where n.race_id = $1 and n.kind = 'pack_link' and n.state = 'dropped'`,
    state.id,
  );
  return found.map(({ name, seq }) => ({ name: name.toLowerCase(), seq })).filter(({ name }) => scene.users.has(name));
}

const Dropped = z.object({
  ...{ msg: z.literal('a notice is dropped'), race: z.string(), kind: z.literal('pack_link') },
  ...{ seq: z.number(), why: z.string(), status: z.string().nullable() },
});

/** A link to a race that is over is worth nothing, and one to a race that can still be raced is not given up. */
async function judgeDrops(unsent: Unsent, { world, race }: Raced): Promise<readonly string[]> {
  const drops = (await world.logLines()).flatMap((line) => Dropped.safeParse(JSON.parse(line)).data ?? []);
  const early = drops.filter((one) => one.race === race.id && one.status !== 'finished' && one.status !== 'cancelled');
  return unsent.flatMap(({ name, seq }) => {
    const drop = early.find((one) => one.seq === seq);
    return drop === undefined
      ? []
      : [`the link to ${name} was given up while the race was ${drop.status}: ${drop.why}`];
  });
}

/**
 * Log lines, rows, pages and messages hold no token, link, cookie, password or key, but for one's own link on one's own screen. Who has
 * the token of something that was asked on Discord could answer in the bot's name: those are looked for where the service writes.
 */
async function judgeSecrets({ world, scene, race, links, runners, cookies }: Raced): Promise<readonly string[]> {
  const { discord, twitch, publicUrl, environment, database } = world;
  const places = [scene.channel, ...discord.threadsOf(scene.channel)];
  const screen = (user: string) =>
    JSON.stringify([discord.dmsOf(user), ...places.map((place) => discord.messagesSeenBy(user, place))]);
  const pages = [`/race/${race.id}`, `/api/races/${race.id}`].map(async (path) => {
    const answer = await fetch(`${publicUrl}${path}`);
    return { where: path, text: await answer.text() };
  });
  const secrets = [
    ...secretsOf({ environment, links, runners }),
    ...[...cookies].flatMap(([owner, values]) => values.map((value) => ({ what: `a cookie of ${owner}`, value }))),
  ];
  const written = [
    { where: 'the log lines', text: (await world.logLines()).join('\n') },
    { where: 'what the server wrote past its log', text: world.server.words() },
  ];
  const asked = written.flatMap(({ where, text }) =>
    discord
      .interactions()
      .flatMap(({ id, token }) => (text.includes(token) ? [`the token of ${id} stands in ${where}`] : [])),
  );
  const found = findLeaks(secrets, [
    ...written,
    ...(await dumpDatabase(database.url())),
    ...(await Promise.all(pages)),
    { where: "the organizer's Discord", text: screen(scene.organizer) },
    ...[...scene.users].map(([owner, user]) => ({ where: `${owner}'s Discord`, text: screen(user), owner })),
    { where: 'the Twitch chat', text: JSON.stringify(twitch.chatLog(CHANNEL)) },
  ]);
  return [...asked, ...found];
}
