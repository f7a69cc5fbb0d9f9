// From `/race create` in Discord to the final table, on every pool's kind of graph: real discord.js, twurple and tmi.js, real
// PostgreSQL, real packs, a browser on the page and the overlay, a restart in the middle.

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { formatDuration } from '../../server/present/pages/format.ts';
import { CHAT_PLAYERS } from '../../server/present/words/board.ts';
import type { RaceId } from '../../server/race/ids.ts';
import { makeDemoPools } from '../demo-seeds.ts';
import { findModRunner } from '../mod-runner/binary.ts';
import type { Runner } from '../runner/runner.ts';
import { fastTime } from '../stand/fast-time.ts';
import { BOT_LOGIN, isByFastTime, raiseStand, type Stand } from '../stand/stand.ts';
import { launchChromium } from '../testing/chromium.ts';
import { freshDatabase } from '../testing/database.ts';
import { findLeaks } from '../testing/leaks.ts';
import {
  CHANNEL,
  CLOSED,
  castRunners,
  createRace,
  expectedTable,
  GIVES_UP,
  joinAll,
  setScene,
  wordsOf,
} from './race-story.ts';
import { allSecretsOf, textsOf } from './secrets.ts';
import { heard, watchChat } from './viewer.ts';

const GRAPHS = join(import.meta.dirname, '../../../shared/graphs');
const FASTER = 10;
/** Race time; the wall's is a tenth. */
const RACE_MS = 180_000;
const WAIT_MS = 60_000;
const LOOK_MS = 50;
/** Looks: longer than Twitch keeps anybody from saying the same again, and the bot from being asked again. */
const ASK_AGAIN_AFTER = 70;
/** Play with the mod itself, where cargo has built its runner; the others are simulated. */
const MODS = ['ann', 'dan', 'fay'];
const modRunner = findModRunner();

let browser: Browser;
let stand: Stand | undefined;
const folders: string[] = [];

beforeAll(async () => {
  browser = await launchChromium();
});
afterEach(async () => {
  await stand?.close();
  stand = undefined;
});
afterAll(async () => {
  await browser.close();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

it('a race on an invented seed', () => race('sprint', undefined));

const real = (pool: string) => {
  const folder = join(GRAPHS, pool);
  const file = existsSync(folder) ? readdirSync(folder).find((name) => name.endsWith('.json')) : undefined;
  return file === undefined ? undefined : join(folder, file);
};

it.each(['sprint', 'standard', 'marathon'].filter((pool) => real(pool) !== undefined))(
  'a race on a real graph of %s',
  (pool) => race(pool, real(pool)),
);

async function race(pool: string, graphFile: string | undefined): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'speedfog-race-'));
  folders.push(folder);
  const seedsDir = join(folder, 'seeds');
  await makeDemoPools(seedsDir, { seedsPerPool: 1 });
  if (graphFile !== undefined) replaceGraph(join(seedsDir, pool, 'available'), graphFile);
  const database = await freshDatabase();
  const time = fastTime(FASTER);
  const lines: string[] = [];
  const logger = pino({ level: 'debug' }, { write: (line: string) => lines.push(line) });
  stand = await raiseStand({
    databaseUrl: database.url,
    dataDir: join(folder, 'data'),
    seedsDir,
    logger,
    time,
    discordCheck: 'collect',
  });
  const { discord, twitch, publicUrl } = stand;

  const scene = setScene(stand);
  await discord.waitFor(
    () => discord.commandsFor(scene.organizer, scene.channel).some((one) => one.body.name === 'race'),
    { what: 'registered commands' },
  );
  const made = await createRace(stand, scene, pool);
  const cookies = new Map<string, readonly string[]>();
  const links = await joinAll(stand, scene, made, (login, values) => cookies.set(login, values));
  const seed = await graphOf(stand, made.id);
  const participants = async () => (await stand?.service().race(made.id))?.participants ?? [];
  let hasGivenUp = false;
  const giveUp = async () => {
    await twitch.waitFor(() =>
      twitch.sessions().some((one) => one.login === BOT_LOGIN && one.channels.includes(CHANNEL)),
    );
    if ((await participants()).some(({ name, standing }) => name === GIVES_UP && standing.status === 'abandoned'))
      return;
    twitch.say(GIVES_UP, CHANNEL, '!forfeit', { limits: false });
    twitch.say(GIVES_UP, CHANNEL, '!forfeit yes', { limits: false });
  };
  const modFolder = join(folder, 'mods');
  const { runners, plans, mods, endMods } = await castRunners({
    ...(modRunner === undefined
      ? {}
      : { mod: { binary: modRunner, players: MODS, folder: modFolder, factor: FASTER } }),
    links,
    graph: seed,
    time,
    durationMs: RACE_MS,
    onGiveUp: () => {
      hasGivenUp = true;
      void giveUp();
    },
  });

  const page = await open(`${publicUrl}/race/${made.id}`);
  const overlay = await open(`${publicUrl}/overlay/${made.id}/leaderboard?lines=8`);
  const racers = [...runners.values(), ...mods.values()];
  expect(racers).toHaveLength(links.size);
  await until(() => racers.every((runner) => runner.state === 'ready'), 'everybody ready');
  await discord.slash(scene.organizer, scene.channel, 'race start', { race: made.code }).settled();
  await until(() => racers.every((runner) => runner.state === 'racing'), 'GO');

  const viewer = await watchChat(twitch);
  const answers = heard(viewer, (text) => text.includes('/'));
  // A bot whose time is ten times faster gives up what the machine does not answer in a second: whoever gets no answer asks again.
  let looked = 0;
  const answered = async () => {
    if (answers.length === 0 && looked % ASK_AGAIN_AFTER === 0) await viewer.say(`#${CHANNEL}`, '!leaderboard');
    looked += 1;
    return answers[0] ?? '';
  };
  await expect
    .poll(answered, { timeout: WAIT_MS, interval: LOOK_MS, message: 'the answer to !leaderboard' })
    .toMatch(/^(@\S+ )?\[0:0\d:\d\d\] 1 \S+ /);

  runners.get('ben')?.cutNetwork(8_000);
  runners.get('cat')?.crashGame(9_000);
  mods.get('fay')?.crashGame(9_000);
  await until(() => racers.filter((runner) => runner.state === 'finished').length >= 1, 'a first finish');
  await stand.restart();
  // Nobody heard it while the service was away; whoever gets no answer says it again.
  if (hasGivenUp) await giveUp();

  const expected = expectedTable(plans);
  const racing = async () =>
    (await participants())
      .filter(({ standing }) => standing.status !== 'finished' && standing.status !== 'abandoned')
      .map(({ name, standing }) => `${name} is ${standing.status}`);
  await expect.poll(racing, { timeout: WAIT_MS, interval: 50, message: 'the end of the race' }).toEqual([]);
  const table = (await snapshot(publicUrl, made.id)).participants;
  expect(table.map((row) => ({ name: row.name, igtMs: row.status === 'finished' ? row.igt_ms : null }))).toEqual(
    expected,
  );

  // Discord: the final table, once, in this order, with these times.
  const final = await discord.waitFor(
    () => {
      const tables = discord
        .messagesSeenBy(scene.organizer, scene.channel)
        .filter((one) => one.id !== made.card.id && isInOrder(wordsOf(one), expected));
      return tables.length === 1 ? tables[0] : undefined;
    },
    { timeoutMs: WAIT_MS, what: 'one final table in Discord' },
  );
  expect(wordsOf(final)).toContain(GIVES_UP);
  // Whom no direct message reached had the link in a private answer; the organizer knows.
  expect(discord.dmsOf(scene.users[CLOSED] ?? '')).toEqual([]);
  const isTold = () => discord.dmsOf(scene.organizer).some((one) => wordsOf(one).includes(`**${CLOSED}** takes no`));
  await discord.waitFor(isTold, { timeoutMs: WAIT_MS, what: 'word of a refused message' });
  const finishes = expected.flatMap(({ name, igtMs }) =>
    igtMs === null ? [] : [{ name, time: formatDuration(igtMs) }],
  );
  for (const [at, { name, time }] of finishes.entries())
    expect(wordsOf(final)).toContain(`${at + 1}. **${name}** ${time}`);
  // Twitch: GO once, the first finish, and the result with its first five.
  const entries = finishes.slice(0, CHAT_PLAYERS).map(({ name, time }, at) => `${at + 1} ${name} FIN ${time}`);
  const result = `Result: Sunday Showdown · ${expected[0]?.name} wins! · ${entries.join(' · ')}`;
  await twitch.waitFor(
    () =>
      said(stand, 'GO') === 1 &&
      said(stand, ' has finished: ') + said(stand, ' wins in ') > 0 &&
      said(stand, result) > 0,
    { timeoutMs: WAIT_MS },
  );
  // The page and the overlay, which reconnected by themselves.
  for (const shown of [page, overlay]) {
    const times = expected.flatMap((row) => (row.igtMs === null ? [] : [formatDuration(row.igtMs)]));
    await until(async () => {
      const text = await shown.innerText('body');
      return times.every((one) => text.includes(one));
    }, 'all times on the page');
    const names = () => shown.locator('[data-id] .name').allInnerTexts();
    await expect.poll(names, { timeout: WAIT_MS }).toEqual(expected.map((row) => row.name));
  }

  expect(discord.violations).toEqual([]);
  expect(discord.crashes).toEqual([]);
  expect(twitch.refusals().filter(({ rule }) => !isByFastTime(rule))).toEqual([]);
  const raced = {
    stand,
    scene,
    databaseUrl: database.url,
    links,
    runners: new Map<string, Pick<Runner, 'pack'>>([...runners, ...mods]),
    cookies,
  };
  const logs = [...mods.keys()].map((name) => ({
    where: `the mod's log of ${name}`,
    text: readFileSync(join(modFolder, 'runner', name, 'speedfog_race.log'), 'utf8'),
  }));
  const texts = [...(await textsOf(raced, made, lines)), ...logs];
  expect(findLeaks(allSecretsOf(raced), texts)).toEqual([]);
  // Where it may stand it does, so that it would be found elsewhere.
  const own = allSecretsOf(raced).find((one) => one.what === "ann's link")?.value ?? '';
  expect(findLeaks([{ what: 'it', value: own }], texts)).toEqual([
    expect.stringMatching(/^it stands in ann's messages/),
  ]);
  for (const runner of runners.values()) runner.stop();
  await endMods();
  viewer.disconnect().catch(() => {});
  await page.close();
  await overlay.close();
  await stand.close();
  stand = undefined;
  await database.drop();
}

function replaceGraph(available: string, graphFile: string): void {
  for (const seed of readdirSync(available))
    writeFileSync(join(available, seed, 'graph.json'), readFileSync(graphFile));
}

async function graphOf(raised: Stand, id: RaceId) {
  const view = await raised.service().race(id);
  const graph = view === undefined ? undefined : await raised.service().seeds.graph(view.seed.id);
  if (graph === undefined) throw new Error('the seed has no graph');
  return graph;
}

type Snapshot = { race: { status: string }; participants: { name: string; igt_ms: number; status: string }[] };

async function snapshot(publicUrl: string, id: string): Promise<Snapshot> {
  const response = await fetch(`${publicUrl}/api/races/${id}`);
  return (await response.json()) as Snapshot;
}

async function open(url: string): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(url);
  return page;
}

async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  await expect.poll(holds, { timeout: WAIT_MS, interval: 50, message: what }).toBe(true);
}

const isInOrder = (text: string, rows: readonly { name: string }[]): boolean => {
  const places = rows.map((row) => text.indexOf(row.name));
  return places.every((at, index) => at >= 0 && (index === 0 || at > (places[index - 1] ?? 0)));
};

const said = (raised: Stand | undefined, part: string): number =>
  raised?.twitch.chatLog(CHANNEL).filter((line) => line.author.login === 'speedfogbot' && line.text.includes(part))
    .length ?? 0;
