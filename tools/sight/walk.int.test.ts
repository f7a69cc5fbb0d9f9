// One sight: every surface times every viewer times every phase, with a graph whose texts stand nowhere else. They are found where
// ARCHITECTURE's table of sight allows it, and nowhere else; and where it allows them to the map, they are there.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { edgeOfFlag, type Graph } from '../../server/race/graph.ts';
import { type Made, type Name, openScene, type Scene, STREAMER } from '../bad-input/scene.ts';
import { type FreshDatabase, freshDatabase } from '../testing/database.ts';
import { graphTexts, keyOf, makeToken, say, signIn } from './acts.ts';
import { type Ear, type Eye, listen, look, makeEye, readMetrics, type Seen } from './eyes.ts';
import { flagsIn, type Marks, mapIn, marksOf, nodesIn, wayOf } from './marks.ts';
import { addressesOf, socketsOf } from './surfaces.ts';

type MapMode = 'live' | 'casters' | 'after';
const PHASES = ['draft', 'open', 'countdown', 'running', 'finished', 'cancelled'] as const;
type Phase = (typeof PHASES)[number];
/** Ann races on, Ben finishes, Cat gives up, Dan gives up and looks at the map; Kim casts, Olga organizes, Mallory watches. */
const PLAYERS = ['ann', 'ben', 'cat', 'dan'] as const;
const DISCORD_EYES = ['olga', ...PLAYERS, 'kim', 'mallory'] as const;
/** Without an account, by a key to overlays, by API tokens. */
const OTHER_EYES = [
  'stranger',
  'not racing',
  'admin',
  'key of kim',
  'token of ann',
  'token of mallory',
  'mod of ann',
] as const;
type EyeName = (typeof DISCORD_EYES)[number] | (typeof OTHER_EYES)[number];

const WAIT_MS = 60_000;
/** Everybody looks at everything, six times. */
const WALK_MS = 600_000;
/** A player while nobody has joined; what is for operators, on the machine itself (`readMetrics`). */
const SHOWN_TO_NOBODY = /\/nobody$|^GET \/metrics$/;

let database: FreshDatabase;
let scene: Scene;
let graphs: readonly string[];
const eyes = new Map<EyeName, Eye>();
let walks = 0;
/** Addresses, and whether anybody was ever shown something there. */
const answered = new Map<string, boolean>();

beforeAll(async () => {
  database = await freshDatabase();
  scene = await openScene(database.url, () => {}, { TRUST_PROXY: '1' });
  await scene.registered();
  graphs = graphTexts(scene.seedsDir);
  const base = scene.stand.publicUrl;
  for (const name of DISCORD_EYES) {
    const eye = makeEye(base, name, eyes.size);
    eyes.set(name, eye);
    await signIn(scene, name, eye);
  }
  for (const name of OTHER_EYES) eyes.set(name, makeEye(base, name, eyes.size));
  for (const name of ['ann', 'mallory'] as const) {
    eyes.set(`token of ${name}`, { ...eyeOf(`token of ${name}`), token: await makeToken(eyeOf(name)) });
  }
  const root = await scene.stand.service().accounts.ofIdentity({
    platform: 'discord',
    id: scene.users.rex.id,
    login: 'rex',
    displayName: 'rex',
    avatarUrl: null,
  });
  await scene.stand.service().accounts.setAdmin(root.id, true);
  await signIn(scene, 'rex', eyeOf('admin'));
});
afterAll(async () => {
  await scene.close();
  await database.drop();
});

const eyeOf = (name: EyeName): Eye => {
  const eye = eyes.get(name);
  if (eye === undefined) throw new Error(`nobody is ${name}`);
  return eye;
};

/** The table of sight, as ARCHITECTURE has it: may this viewer know nodes, names and ways? */
function mayKnowMap(eye: EyeName, phase: Phase, map: MapMode): boolean {
  if (phase === 'finished') return true;
  if (phase !== 'running' || map === 'after') return false;
  switch (eye) {
    case 'stranger':
    case 'ann':
    case 'token of ann':
    case 'mod of ann':
    case 'cat':
      return false;
    case 'ben':
    case 'dan':
    case 'olga':
    case 'kim':
    case 'key of kim':
    case 'admin':
      return true;
    case 'not racing':
    case 'mallory':
    case 'token of mallory':
      return map === 'live';
  }
}

for (const map of ['live', 'casters', 'after'] as const)
  it(`a race whose map is for: ${map}`, () => walk(map), WALK_MS);

async function walk(map: MapMode): Promise<void> {
  answered.clear();
  const { length: saidBefore } = scene.botLines();
  // An hour to look at what is finished: once its results are final sockets are closed.
  const race = await scene.create({ map, draft: true, countdown: 120, provisional: 60, twitch: STREAMER });
  const graph = await scene.graphOf(race.id);
  const marks = marksOf(graph, othersThan(graph));
  const ears: Listening[] = [];
  const around = { race, graph, marks, map, ears };

  await lookAround('draft', around);
  await scene.ask('olga', 'race open', { race: race.code });
  await scene.chat(STREAMER, `!race home ${race.code}`);
  const seats = new Map<Name, Awaited<ReturnType<Scene['seated']>>>();
  for (const name of PLAYERS) {
    const { pack } = await scene.join(name, race);
    seats.set(name, await scene.seated(pack, `box-of-${name}`));
    if (name === 'ann') eyes.set('mod of ann', { ...eyeOf('mod of ann'), token: pack.modToken });
  }
  await scene.ask('olga', 'race caster', { change: 'add', user: scene.users.kim.id, race: race.code });
  expect((await scene.raceOf(race.id)).casters).toHaveLength(1);
  eyes.set('key of kim', { ...eyeOf('key of kim'), key: await keyOf(scene, 'kim', race) });
  for (const [name, eye] of eyes) {
    if (eye.token !== undefined) continue;
    for (const path of socketsOf(race, STREAMER)) ears.push(await hearing(name, path, eye));
  }
  expect(ears).toHaveLength([...eyes.values()].filter(({ token }) => token === undefined).length * 3);
  await lookAround('open', around);
  for (const seat of seats.values()) seat.say({ type: 'ready' });
  await expect
    .poll(async () => (await scene.raceOf(race.id)).participants.every((one) => one.standing.status === 'ready'), {
      timeout: WAIT_MS,
    })
    .toBe(true);
  await scene.ask('olga', 'race start', { race: race.code });
  await lookAround('countdown', around);
  await scene.status(race.id, 'running');
  const [first, second] = wayOf(graph);
  for (const [name, seat] of seats) {
    const told = (flag_id: number, seq: number) =>
      seat.say({ type: 'event_flag', seq, flag_id, igt_ms: seq * 1_000, death_count: seq, at: null });
    if (first !== undefined) told(first, 1);
    if (second !== undefined) told(second, 2);
    if (name === 'ben') told(graph.finishEvent, 3);
    seat.say({ type: 'status_update', igt_ms: 5_000, death_count: 4 });
  }
  await expect
    .poll(async () => (await scene.raceOf(race.id)).participants.map((one) => one.standing.status), {
      timeout: WAIT_MS,
    })
    .toEqual(['playing', 'finished', 'playing', 'playing']);
  for (const name of ['cat', 'dan'] as const) await say(scene, name, race, 'forfeit');
  if (map !== 'after') await say(scene, 'dan', race, 'map');
  await eyeOf('not racing').visitor.press(`/race/${race.id}`, `/race/${race.id}/not-racing`);
  // Who they are to this race was asked when they connected.
  for (const [at, { name, path, ear }] of ears.entries()) {
    if (name !== 'not racing') continue;
    ear.close();
    ears[at] = await hearing(name, path, eyeOf(name));
  }
  await lookAround('running', around);
  // Chat was answered, so that the looks from now on have something to find.
  const standings = () =>
    scene
      .botLines()
      .slice(saidBefore)
      .find(({ text }) => /\[\d+:\d\d:\d\d\] 1 /.test(text));
  await expect.poll(standings, { timeout: WAIT_MS }).toBeDefined();
  for (const [name, seat] of seats) hearMod(name, seat.heard, marks, graph, [first, second]);
  await say(scene, 'ann', race, 'forfeit');
  await scene.status(race.id, 'finished');
  await lookAround('finished', around);
  for (const { ear } of ears) ear.close();
  const dead = [...answered].filter(([surface, found]) => !found && !SHOWN_TO_NOBODY.test(surface));
  expect(dead).toEqual([]);

  const off = await scene.create({ map });
  const offGraph = await scene.graphOf(off.id);
  await say(scene, 'olga', off, 'race cancel');
  await scene.status(off.id, 'cancelled');
  const marksOff = marksOf(offGraph, othersThan(offGraph));
  await lookAround('cancelled', { race: off, graph: offGraph, marks: marksOff, map, ears: [] });
}

type Listening = { readonly name: EyeName; readonly path: string; readonly ear: Ear };
type Around = {
  readonly race: Made;
  readonly graph: Graph;
  readonly marks: Marks;
  readonly map: MapMode;
  readonly ears: readonly Listening[];
};

async function hearing(name: EyeName, path: string, eye: Eye): Promise<Listening> {
  const ear = await listen(scene.stand.publicUrl, path, eye);
  if (ear === undefined) throw new Error(`${name} is not let in at ${path}`);
  return { name, path, ear };
}

/** The address of an overlay counts as having said "I am not racing". */
const earName = ({ name, path }: Listening): EyeName =>
  name === 'stranger' && path.includes('overlay=1') ? 'not racing' : name;

/** All viewers at all surfaces; fails with everything that was found where it must not be, or missing where it must be. */
async function lookAround(phase: Phase, { race, graph, marks, map, ears }: Around): Promise<void> {
  walks += 1;
  const wrong: string[] = [];
  const judge = (who: EyeName | 'everybody', { surface, text }: Seen, may: boolean) => {
    const nodes = nodesIn(text, marks);
    if (!may && nodes.size > 0) wrong.push(`${who}, ${surface}: tells of ${[...nodes].slice(0, 3).join(', ')}`);
    const flags = flagsIn(text, marks);
    if (flags.length > 0) wrong.push(`${who}, ${surface}: tells the flags ${flags.slice(0, 3).join(', ')}`);
    return nodes.size;
  };
  // On a busy machine a race may start while it is looked at.
  const now = async (): Promise<Phase> => (phase === 'countdown' ? (await scene.raceOf(race.id)).phase.status : phase);
  for (const one of ears) {
    const name = earName(one);
    const surface = `the socket ${one.path}`;
    const text = await one.ear.heard();
    const may = mayKnowMap(name, await now(), map);
    const told = judge(one.name, { surface, text }, may);
    if (mayKnowMap(name, phase, map) && told < marks.nodes.size)
      wrong.push(`${one.name}, ${surface}: tells of ${told} of ${marks.nodes.size} nodes`);
    if (!may) wrong.push(...mapIn(text, graph, race.id).map((what) => `${one.name}, ${surface}: tells ${what}`));
  }
  const [player] = (await scene.raceOf(race.id)).participants;
  const addresses = new Set(
    [STREAMER, scene.guild.id].flatMap((place) => addressesOf(race, place, player?.id ?? 'nobody')),
  );
  for (const [name, eye] of eyes) {
    const moved = { ...eye, address: `10.${walks + 1}.0.${[...eyes.keys()].indexOf(name)}` };
    const pages = await Promise.all([...addresses].map((path) => look(moved, path)));
    for (const { surface, status } of pages) answered.set(surface, answered.get(surface) === true || status < 400);
    const may = mayKnowMap(name, await now(), map);
    for (const page of pages) judge(name, page, may);
  }
  for (const seen of await saidOf(race)) judge('everybody', seen, false);
  expect(wrong).toEqual([]);
}

/** Chat answers as a racing player may know them, whoever asked (COMMANDS.md, Sight in chat); and nothing in logs. */
async function saidOf({ code }: Made): Promise<readonly Seen[]> {
  const answers: Seen[] = [];
  for (const [name, command] of [
    ['mallory', 'race status'],
    ['mallory', 'leaderboard'],
    ['mallory', 'progress'],
    ['kim', 'race overlay'],
    ['olga', 'race check'],
    ['olga', 'judge review'],
    ['ann', 'progress'],
  ] as const) {
    answers.push({ surface: `/${command} by ${name}`, text: await scene.ask(name, command, { race: code }) });
  }
  const { discord, twitch } = scene.stand;
  for (const word of ['!lb', '!progress', '!race']) scene.type('eve', word);
  for (const name of DISCORD_EYES) {
    const user = scene.users[name].id;
    const text = JSON.stringify([discord.messagesSeenBy(user, scene.channel.id), discord.dmsOf(user)]);
    answers.push({ surface: `Discord as ${name}`, text });
  }
  answers.push({ surface: 'the Twitch chat', text: JSON.stringify(twitch.chatLog(STREAMER)) });
  answers.push({ surface: 'the log', text: scene.lines.join('') }, await readMetrics(scene.stand.publicUrl));
  return answers;
}

/** A mod knows the flags to watch, and the names of what its own player has reached (PROTOCOL.md). */
function hearMod(
  name: string,
  heard: readonly object[],
  marks: Marks,
  graph: Graph,
  flags: readonly (number | undefined)[],
): void {
  const reached = new Set<string>([graph.start]);
  for (const flag of flags) {
    const edge = flag === undefined ? undefined : edgeOfFlag(graph, flag);
    if (edge !== undefined) reached.add(edge.to);
  }
  const text = JSON.stringify(heard);
  const told = [...nodesIn(text, marks)].filter((node) => !reached.has(node) && !leadsFrom(graph, reached, node));
  expect(told, `the mod of ${name}`).toEqual([]);
}

/** The words of a gate stand at both its ends. */
const leadsFrom = (graph: Graph, reached: ReadonlySet<string>, node: string): boolean =>
  graph.edges.some((edge) => edge.to === node && reached.has(edge.from));

const othersThan = (graph: Graph): readonly string[] =>
  graphs.filter((text) => !text.includes(`"seed": ${graph.seed},`) && !text.includes(`"seed":${graph.seed},`));
