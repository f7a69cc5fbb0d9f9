// A whole race as people play it: created by a slash command, joined from Discord and from Twitch, packs downloaded, raced by
// runners with one cut network and one restart of the service in the middle. Every expectation is computed from the script.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Time } from '../../server/play/ports/index.ts';
import type { Graph } from '../../server/race/graph.ts';
import { parseRaceCode, parseRaceId, type RaceId } from '../../server/race/ids.ts';
import { type ModProcess, type ModRunner, startModRunners } from '../mod-runner/mod-runner.ts';
import { downloadZip, readConfiguration } from '../runner/pack.ts';
import { igtAt, type Plan, planRace } from '../runner/plan.ts';
import { Runner } from '../runner/runner.ts';
import type { SeenMessage } from '../simulators/discord/simulator.ts';
import { discordPackLink, packLinkIn, twitchPackLink } from '../stand/people.ts';
import type { Stand } from '../stand/stand.ts';

export const DISCORD_PLAYERS = ['ann', 'ben', 'cat', 'dan'] as const;
export const TWITCH_PLAYERS = ['eve', 'fay', 'gus', 'hal'] as const;
/** Whose direct messages are closed: gets the link by asking for it. */
export const CLOSED = 'dan';
export const GIVES_UP = 'hal';
export const CHANNEL = 'streamer';

export type Scene = {
  readonly guild: string;
  readonly organizer: string;
  readonly channel: string;
  readonly users: Readonly<Record<string, string>>;
};

/** A server with an organizer and four players, a channel with four viewers. */
export function setScene({ discord, twitch }: Stand): Scene {
  const olga = discord.addUser({ name: 'olga' });
  const guild = discord.addGuild({ name: 'SpeedFog Community', owner: olga });
  const channel = discord.addChannel(guild, { name: 'races' });
  const users: Record<string, string> = {};
  for (const name of DISCORD_PLAYERS) {
    const user = discord.addUser({ name, dmsOpen: name !== CLOSED });
    discord.setMember(guild, user, {});
    users[name] = user.id;
  }
  twitch.addChannel(CHANNEL);
  for (const login of TWITCH_PLAYERS) twitch.addUser({ login });
  return { guild: guild.id, organizer: olga.id, channel: channel.id, users };
}

/** All words of a message, embeds included. */
export const wordsOf = (message: SeenMessage): string => `${message.content} ${JSON.stringify(message.embeds)}`;

export async function createRace(
  stand: Stand,
  scene: Scene,
  pool: string,
): Promise<{ code: string; id: RaceId; card: SeenMessage }> {
  const { discord } = stand;
  const name = 'Sunday Showdown';
  const created = discord.slash(scene.organizer, scene.channel, 'race create', { pool, name, twitch: CHANNEL });
  await created.settled();
  const card = await discord.waitFor(
    () =>
      discord
        .messagesSeenBy(scene.organizer, scene.channel)
        .find((one) => !one.ephemeral && wordsOf(one).includes(name)),
    { what: 'the card' },
  );
  const code = /\/r\/([A-Z0-9]{5})/.exec(wordsOf(card))?.[1];
  if (code === undefined || parseRaceCode(code) === undefined) throw new Error(`no code on the card: ${wordsOf(card)}`);
  const page = await fetch(`${stand.publicUrl}/r/${code}`);
  const id = parseRaceId(/\/race\/([0-9a-f-]{36})/.exec(`${page.url} ${await page.text()}`)?.[1] ?? '');
  if (id === undefined) throw new Error('the short address leads to no race');
  return { code, id, card };
}

/** Each joins where they are; answers the link of each. */
export async function joinAll(
  stand: Stand,
  scene: Scene,
  race: { code: string; card: SeenMessage },
  onCookies: (login: string, values: readonly string[]) => void = () => {},
): Promise<Map<string, string>> {
  const { discord, twitch, publicUrl } = stand;
  twitch.say(CHANNEL, CHANNEL, `!race home ${race.code}`);
  await twitch.waitFor(() => twitch.chatLog(CHANNEL).some((line) => line.author.login === 'speedfogbot'));
  const links = new Map<string, string>();
  const [joinButton] = race.card.components.flatMap((row) => row.components).filter((part) => part.label === 'Join');
  if (joinButton?.custom_id === undefined) throw new Error('the card has no Join button');
  for (const name of DISCORD_PLAYERS)
    await discord.click(scene.users[name] ?? '', race.card.id, joinButton.custom_id).settled();
  for (const login of TWITCH_PLAYERS) twitch.say(login, CHANNEL, '!join');
  for (const name of DISCORD_PLAYERS) {
    const user = scene.users[name] ?? '';
    links.set(name, name === CLOSED ? await askForPack(stand, scene, user) : await discordPackLink(discord, user));
  }
  await twitch.waitFor(() => twitch.chatLog(CHANNEL).some((line) => line.text.includes('8/')));
  for (const login of TWITCH_PLAYERS)
    links.set(
      login,
      await twitchPackLink(twitch, {
        publicUrl,
        login,
        code: race.code,
        onCookies: (values) => onCookies(login, values),
      }),
    );
  return links;
}

async function askForPack({ discord }: Stand, scene: Scene, user: string): Promise<string> {
  const asked = discord.slash(user, scene.channel, 'pack');
  await asked.settled();
  return await discord.waitFor(() => packLinkIn(discord.messagesSeenBy(user, scene.channel)), {
    what: 'the private link',
  });
}

export type Cast = { readonly runners: ReadonlyMap<string, Runner>; readonly plans: ReadonlyMap<string, Plan> };

/** The real mod, for some of the players. `factor`: of the race's time. */
export type ModWish = {
  readonly binary: string;
  readonly players: readonly string[];
  readonly folder: string;
  readonly factor: number;
};

/** Everybody's runner, connected and ready. `durationMs`: about how long the race takes. */
export async function castRunners({
  links,
  graph,
  time,
  durationMs,
  onGiveUp,
  mod,
}: {
  links: ReadonlyMap<string, string>;
  graph: Graph;
  time: Time;
  durationMs: number;
  onGiveUp: (name: string) => void;
  mod?: ModWish;
}): Promise<Cast & { readonly mods: ReadonlyMap<string, ModRunner>; readonly endMods: () => Promise<void> }> {
  const runners = new Map<string, Runner>();
  const plans = new Map<string, Plan>();
  let made = 0;
  for (const [name, link] of links) {
    made += 1;
    const roll = dice(made * 7919);
    const plan = planRace(graph, {
      durationMs: Math.round(durationMs * (0.7 + made * 0.035)),
      roll,
      givesUp: name === GIVES_UP,
    });
    plans.set(name, plan);
    if (mod?.players.includes(name) === true) continue;
    const runner = new Runner({ name, link, plan, time, onGiveUp: () => onGiveUp(name) });
    runners.set(name, runner);
  }
  await Promise.all([...runners.values()].map((runner) => runner.start()));
  const process = mod === undefined ? undefined : await castMods(mod, links, plans);
  return { runners, plans, mods: process?.runners ?? new Map(), endMods: async () => process?.close() };
}

/** They get their zips as everybody does. */
async function castMods(
  { binary, players, folder, factor }: ModWish,
  links: ReadonlyMap<string, string>,
  plans: ReadonlyMap<string, Plan>,
): Promise<ModProcess> {
  mkdirSync(folder, { recursive: true });
  const configurations = new Map<string, ReturnType<typeof readConfiguration>>();
  const cast = await Promise.all(
    players.map(async (name) => {
      const zip = await downloadZip(links.get(name) ?? '');
      const packPath = join(folder, `${name}.zip`);
      writeFileSync(packPath, zip);
      configurations.set(name, readConfiguration(zip));
      return { name, packPath, plan: plans.get(name) ?? { steps: [], givesUpAtMs: null } };
    }),
  );
  return startModRunners({ binary, players: cast, folder, speed: factor, packOf: (name) => configurations.get(name) });
}

/** The final order and times that the script must lead to. */
export function expectedTable(plans: ReadonlyMap<string, Plan>): readonly { name: string; igtMs: number | null }[] {
  const finished = [...plans]
    .filter(([, plan]) => plan.givesUpAtMs === null)
    .map(([name, plan]) => ({ name, igtMs: igtAt(plan.steps.at(-1)?.atMs ?? 0) }))
    .toSorted((a, b) => a.igtMs - b.igtMs);
  const out = [...plans].filter(([, plan]) => plan.givesUpAtMs !== null).map(([name]) => ({ name, igtMs: null }));
  return [...finished, ...out];
}

/** Reproducible dice (a linear congruential generator is good enough for a script). */
function dice(seed: number): (sides: number) => number {
  let state = seed >>> 0;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return sides <= 0 ? 0 : Math.floor((state / 2 ** 32) * sides);
  };
}
