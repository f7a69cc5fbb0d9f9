// One whole service on simulated platforms with people who ask for the wrong things, and a note of everything that they were
// answered: BAD_INPUT_SHOW=1 prints it, to be read as its readers would.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect } from 'vitest';
import WebSocket from 'ws';
import { parseToMod, type ToMod, type ToModOf } from '../../server/present/wire/to-mod.ts';
import type { Graph } from '../../server/race/graph.ts';
import type { RaceId } from '../../server/race/ids.ts';
import type { Race } from '../../server/race/race.ts';
import { makeDemoPools } from '../demo-seeds.ts';
import { downloadPack, type ModConfiguration } from '../runner/pack.ts';
import { ClientRefusal } from '../simulators/discord/refusal.ts';
import type { SeenMessage } from '../simulators/discord/simulator.ts';
import { fastTime } from '../stand/fast-time.ts';
import { packLinkIn } from '../stand/people.ts';
import { raiseStand, type Stand } from '../stand/stand.ts';
import { freshDatabase } from '../testing/database.ts';

const FASTER = 10;
const WAIT_MS = 60_000;
export const STREAMER = 'streamer';
const BOT = 'speedfogbot';
const NAMES = ['olga', 'ann', 'ben', 'cat', 'dan', 'kim', 'mallory', 'rex'] as const;
export type Name = (typeof NAMES)[number];

export type Made = { readonly id: RaceId; readonly code: string };
type Options = Readonly<Record<string, string | number | boolean>>;

/** `databaseUrl` undefined: the built-in database in the scene's own folder. */
export async function openScene(
  databaseUrl: string | undefined,
  before: (stand: Stand) => void = () => {},
  settings: Readonly<Record<string, string>> = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'speedfog-bad-'));
  const seedsDir = join(folder, 'seeds');
  await makeDemoPools(seedsDir, { seedsPerPool: 30 });
  mkdirSync(join(seedsDir, 'empty', 'available'), { recursive: true });
  const pools = join(seedsDir, 'pools.toml');
  writeFileSync(pools, `${readFileSync(pools, 'utf8')}\n[empty]\ndisplay_name = "Empty"\n`);
  const lines: string[] = [];
  const logger = pino({ level: 'debug' }, { write: (line: string) => lines.push(line) });
  const time = fastTime(FASTER);
  const stand = await raiseStand({
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    ...{ dataDir: join(folder, 'data'), seedsDir, logger, time, discordCheck: 'collect' as const, settings },
  });
  before(stand);
  const { discord, twitch, publicUrl } = stand;
  const users = Object.fromEntries(NAMES.map((name) => [name, discord.addUser({ name })])) as Record<
    Name,
    ReturnType<typeof discord.addUser>
  >;
  const guild = discord.addGuild({ name: 'Fog', owner: users.olga });
  for (const name of NAMES) if (name !== 'olga') discord.setMember(guild, users[name], {});
  const channel = discord.addChannel(guild, { name: 'races' });
  twitch.addChannel(STREAMER);
  twitch.addUser({ login: 'eve' });
  const sockets: WebSocket[] = [];
  const notes: string[] = [];
  const note = (who: string, what: string, answer: string) => {
    notes.push(`${who}: ${what}\n    -> ${answer.replaceAll('\n', '\n       ')}`);
    return answer;
  };
  const registered = () =>
    discord.waitFor(() => discord.commandsFor(users.olga, channel).some((one) => one.body.name === 'race'), {
      timeoutMs: WAIT_MS,
      what: 'the registered commands',
    });

  /** The text and the buttons of the private answer; or what the app itself says. */
  const ask = async (name: Name, command: string, options: Options = {}): Promise<string> => {
    const said = `/${command} ${JSON.stringify(options)}`;
    try {
      const { original } = await discord.slash(users[name], channel, command, options).settled();
      return note(name, said, shown(original));
    } catch (error) {
      if (error instanceof ClientRefusal) return note(name, said, `(the app does not send it: ${error.message})`);
      throw error;
    }
  };
  const press = async (name: Name, message: { readonly id: string }, customId: string): Promise<string> => {
    const { original } = await discord.click(users[name], message.id, customId).settled();
    return note(name, `presses ${customId}`, shown(original));
  };
  const posts = (): readonly SeenMessage[] =>
    discord.messagesSeenBy(users.mallory, channel).filter((one) => !one.ephemeral);
  const botLines = () => twitch.chatLog(STREAMER).filter((line) => line.author.login === BOT);
  const type = (login: string, text: string) => twitch.say(login, STREAMER, text, { limits: false });
  /** What the bot says next in chat. */
  const chat = async (login: string, text: string): Promise<string> => {
    // Nobody hears what is said before they are there.
    await twitch.waitFor(() => twitch.sessions().some((one) => one.login === BOT && one.channels.includes(STREAMER)), {
      timeoutMs: WAIT_MS,
    });
    const { length } = botLines();
    type(login, text);
    const answer = await twitch.waitFor(() => botLines()[length]?.text, { timeoutMs: WAIT_MS });
    return note(`${login} in chat`, text, answer);
  };

  const service = () => stand.service();
  const raceOf = async (id: RaceId): Promise<Race> => {
    const race = await service().race(id);
    if (race === undefined) throw new Error('the race is lost');
    return race;
  };
  const create = async (options: Options = {}): Promise<Made> => {
    const changed = new Map<string, RaceId>();
    const off = service().changes.subscribe(({ race }) => void changed.set(race.code, race.id));
    const answer = await ask('olga', 'race create', { pool: 'sprint', ...options });
    off();
    const code = /\*\*([A-Z0-9]{5})\*\*/.exec(answer)?.[1];
    const id = changed.get(code ?? '');
    if (code === undefined || id === undefined) throw new Error(`no race: ${answer}`);
    return { id, code };
  };
  /** Joined and with their pack's configuration. */
  const join_ = async (name: Name, { code }: Made): Promise<{ link: string; pack: ModConfiguration }> => {
    const { original } = await discord.slash(users[name], channel, 'join', { race: code }).settled();
    const link = packLinkIn(original === undefined ? [] : [original as unknown as SeenMessage]);
    if (link === undefined) throw new Error(`no link for ${name}: ${shown(original)}`);
    return { link, pack: await downloadPack(link) };
  };
  const mod = (race: RaceId) => {
    const socket = new WebSocket(`${publicUrl.replace('http', 'ws')}/ws/mod/${race}`);
    sockets.push(socket);
    return modClient(socket);
  };
  /** Connected, and the board was heard. */
  const seated = async ({ raceId, modToken }: ModConfiguration, outbox = 'box') => {
    const client = mod(raceId as RaceId);
    await client.opened;
    client.say({ type: 'auth', mod_token: modToken, protocol: 1, outbox });
    await client.hears('auth_ok');
    return client;
  };
  const graphOf = async (id: RaceId): Promise<Graph> => {
    const graph = await service().seeds.graph((await raceOf(id)).seed.id);
    if (graph === undefined) throw new Error('no graph');
    return graph;
  };
  const status = async (id: RaceId, wanted: string) => {
    await expect.poll(async () => (await raceOf(id)).phase.status, { timeout: WAIT_MS, interval: 20 }).toBe(wanted);
  };
  /** A running race of those who are named, with their mods. */
  const running = async (names: readonly Name[]) => {
    const race = await create();
    const seats = [];
    for (const name of names) {
      const { link, pack } = await join_(name, race);
      const client = await seated(pack, `box-of-${name}`);
      client.say({ type: 'ready' });
      await client.hears('player_status');
      seats.push({ name, link, pack, mod: client });
    }
    await ask('olga', 'race start', { race: race.code });
    await status(race.id, 'running');
    return { ...race, seats, graph: await graphOf(race.id) };
  };

  return {
    stand,
    folder,
    seedsDir,
    time,
    users,
    guild,
    channel,
    lines,
    notes,
    note,
    ask,
    press,
    posts,
    chat,
    type,
    botLines,
    create,
    join: join_,
    mod,
    seated,
    running,
    graphOf,
    raceOf,
    status,
    registered,
    alarms: () => lines.filter((line) => /"level":[56]0/.test(line)),
    async close() {
      for (const socket of sockets) socket.terminate();
      await stand.close();
      rmSync(folder, { recursive: true, force: true });
      if (process.env.BAD_INPUT_SHOW === '1') console.log(notes.join('\n'));
    },
  };
}

export type Scene = Awaited<ReturnType<typeof openScene>>;

/** On a database of its own, which goes with it; the bot has told Discord its commands. */
export async function openFreshScene(): Promise<Scene> {
  const database = await freshDatabase();
  const scene = await openScene(database.url);
  await scene.registered();
  const close = async () => {
    await scene.close();
    await database.drop();
  };
  return { ...scene, close };
}

type Shown = { readonly content: string; readonly embeds: readonly object[]; readonly components: readonly object[] };

function shown(message: object | undefined): string {
  if (message === undefined) return '(nothing)';
  const { content, embeds, components } = message as Shown;
  const drawn = embeds.flatMap((embed) => {
    const { title, description } = embed as { title?: string; description?: string };
    return [title, description].filter((part) => part !== undefined);
  });
  const buttons = components.flatMap((row) =>
    (row as { components: readonly { label?: string }[] }).components.map((part) => `[${part.label ?? '?'}]`),
  );
  return [content, ...drawn, buttons.join(' ')].filter((part) => part !== '').join('\n');
}

function modClient(socket: WebSocket) {
  const heard: ToMod[] = [];
  let next = 0;
  let wake = () => {};
  socket.on('message', (data) => {
    const read = parseToMod(String(data));
    if ('message' in read) {
      heard.push(read.message);
      // As every mod does: by the service's faster time six seconds of silence end a connection, and a slow test takes longer.
      if (read.message.type === 'ping') socket.send('{"type":"pong"}');
    }
    wake();
  });
  socket.on('error', () => {});
  const opened = new Promise<void>((resolve) => socket.on('open', () => resolve()));
  const closed = new Promise<number>((resolve) => socket.on('close', (code) => resolve(code)));
  return {
    socket,
    heard,
    opened,
    closed,
    say: (message: object) => socket.send(JSON.stringify(message)),
    raw: (text: string) => socket.send(text),
    /** The next of this type after the last one that was waited for. */
    async hears<T extends ToMod['type']>(type: T): Promise<ToModOf<T>> {
      for (;;) {
        const at = heard.findIndex((message, index) => index >= next && message.type === type);
        const found = heard[at];
        if (found !== undefined) {
          next = at + 1;
          return found as ToModOf<T>;
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
