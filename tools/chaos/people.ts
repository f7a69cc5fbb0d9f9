// People who want to race while things break: they create, join, take their packs, start and give up as people do, who look
// whether it worked and try again. Nobody here waits without an end.

import { setTimeout as pause } from 'node:timers/promises';
import { parseRaceCode, type RaceCode, type RaceId } from '../../server/race/ids.ts';
import type { Participant, Race } from '../../server/race/race.ts';
import type { Interaction, SeenMessage } from '../simulators/discord/simulator.ts';
import { packLinkIn, twitchPackLink } from '../stand/people.ts';
import type { Player } from './plan.ts';
import type { World } from './world.ts';

export const CHANNEL = 'streamer';
export const RACE_NAME = 'Stormy Sunday';
const POOL = 'sprint';

export type Scene = {
  readonly organizer: string;
  readonly channel: string;
  /** Discord ids by name. */
  readonly users: ReadonlyMap<string, string>;
};

export type Known = { readonly id: RaceId; readonly code: RaceCode; readonly card: SeenMessage };

/** How long anybody goes on trying, wall ms; and how long they wait for one try to show. */
const PATIENCE_MS = 300_000;
const LOOK_MS = 1_500;
const GLANCE_MS = 60;

export async function until(
  holds: () => unknown,
  what: string | (() => string),
  ms: number = PATIENCE_MS,
): Promise<void> {
  const end = performance.now() + ms;
  for (;;) {
    if (await looks(holds)) return;
    if (performance.now() > end)
      throw new Error(`waited ${ms / 1000} s for ${typeof what === 'string' ? what : what()}`);
    await pause(GLANCE_MS);
  }
}

/** What a look shows, once it shows something. */
export async function sooner<T>(look: () => Promise<T | undefined>, what: string): Promise<T> {
  let found: T | undefined;
  await until(async () => {
    found = await look();
    return found !== undefined;
  }, what);
  if (found === undefined) throw new Error(`there is no ${what}`);
  return found;
}

/** What cannot be seen does not hold yet. */
const looks = async (holds: () => unknown): Promise<boolean> => {
  try {
    return Boolean(await holds());
  } catch {
    return false;
  }
};

/** Tries, looks for a while, tries again. What a try answers with is what came of it, for whoever looks into a failure. */
async function insist(holds: () => unknown, attempt: () => unknown, what: string): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  let last = '';
  for (let tries = 0; ; tries += 1) {
    if (await looks(holds)) return;
    if (performance.now() > end) {
      throw new Error(
        `tried ${tries} times in ${PATIENCE_MS / 1000} s: ${what}${last === '' ? '' : `; at last ${last}`}`,
      );
    }
    await Promise.resolve()
      .then(attempt)
      .then(
        (came) => {
          last = typeof came === 'string' ? came : '';
        },
        (error: unknown) => {
          last = String(error);
        },
      );
    await until(holds, what, LOOK_MS).catch(() => {});
  }
}

export function setScene({ discord, twitch }: World, players: readonly Player[]): Scene {
  const olga = discord.addUser({ name: 'olga' });
  const guild = discord.addGuild({ name: 'Stormy Shores', owner: olga });
  const channel = discord.addChannel(guild, { name: 'races' });
  const users = new Map<string, string>();
  for (const { name, platform, closed } of players) {
    if (platform === 'twitch') twitch.addUser({ login: name });
    if (platform === 'twitch') continue;
    const user = discord.addUser({ name, dmsOpen: !closed });
    discord.setMember(guild, user, {});
    users.set(name, user.id);
  }
  twitch.addChannel(CHANNEL);
  return { organizer: olga.id, channel: channel.id, users };
}

export const wordsOf = (message: SeenMessage): string => `${message.content} ${JSON.stringify(message.embeds)}`;

export const participantNamed = (race: Race | undefined, name: string): Participant | undefined =>
  race?.participants.find((one) => one.name.toLowerCase() === name);

/** By `/race create` in Discord; its Twitch channel confirms. */
export async function createRace(world: World, { organizer, channel }: Scene): Promise<Known> {
  const { discord, twitch } = world;
  await until(() => discord.commandsFor(organizer, channel).some((one) => one.body.name === 'race'), 'commands');
  const card = () =>
    discord.messagesSeenBy(organizer, channel).find((one) => !one.ephemeral && wordsOf(one).includes(RACE_NAME));
  await insist(
    card,
    () =>
      told(world, discord.slash(organizer, channel, 'race create', { pool: POOL, name: RACE_NAME, twitch: CHANNEL })),
    'create the race',
  );
  const seen = card();
  const code = parseRaceCode(/\/r\/([A-Z0-9]{5})/.exec(seen === undefined ? '' : wordsOf(seen))?.[1] ?? '');
  if (seen === undefined || code === undefined) throw new Error('the card leads to no race');
  const id = await sooner(async () => (await world.store()).log.byCode(code), 'the race of the card');
  await insist(
    async () => (await world.state(id))?.channels.some((one) => one.platform === 'twitch' && one.kind === 'home'),
    () => twitch.say(CHANNEL, CHANNEL, `!race home ${code}`, { limits: false }),
    'make the Twitch channel a home',
  );
  return { id, code, card: seen };
}

/** In, and the personal link at hand. `onCookies`: of the browser of who came by chat. */
export async function enter(
  world: World,
  scene: Scene,
  race: Known,
  player: Player,
  onCookies: (values: readonly string[]) => void,
): Promise<string> {
  const { discord, twitch, publicUrl } = world;
  const { name } = player;
  const isIn = async () => participantNamed(await world.state(race.id), name) !== undefined;
  const user = scene.users.get(name);
  if (user === undefined) {
    await insist(isIn, () => twitch.say(name, CHANNEL, '!join', { limits: false }), `${name} joins by chat`);
    let link: string | undefined;
    const fetchLink = async () => {
      const found = await twitchPackLink(twitch, { publicUrl, login: name, code: race.code, onCookies });
      if (!/\/pack\/[^/]+$/.test(found)) throw new Error('the button leads to no pack');
      link = found;
    };
    await insist(() => link !== undefined, fetchLink, `${name} gets the pack's link`);
    return link ?? '';
  }
  const join = race.card.components.flatMap((row) => row.components).find((part) => part.label === 'Join')?.custom_id;
  if (join === undefined) throw new Error('the card has no Join button');
  await insist(isIn, () => told(world, discord.click(user, race.card.id, join)), `${name} joins by the button`);
  const link = () => packLinkIn([...discord.dmsOf(user), ...discord.messagesSeenBy(user, scene.channel)]);
  if (player.closed) {
    await insist(link, () => told(world, discord.slash(user, scene.channel, 'pack')), `${name} asks for the pack`);
  } else await until(link, `${name}'s direct message`);
  return link() ?? '';
}

/** Nobody looks at one try for ever. */
const soon = (happening: Promise<unknown>): Promise<unknown> => Promise.race([happening, pause(LOOK_MS)]);

/** What its person sees of it by then. */
async function told({ discord }: World, asked: Interaction): Promise<string> {
  await soon(asked.settled());
  const seen = discord.messagesSeenBy(asked.userId, asked.channelId).findLast((one) => one.interactionId === asked.id);
  return [asked.first ?? 'no answer yet', ...(seen === undefined ? [] : [`“${seen.content}”`])].join(': ');
}

export const startRace = (world: World, scene: Scene, race: Known): Promise<void> =>
  insist(
    async () => ['countdown', 'running', 'finished'].includes((await world.state(race.id))?.phase.status ?? ''),
    () => told(world, world.discord.slash(scene.organizer, scene.channel, 'race start', { race: race.code })),
    'start the race',
  );

/** In the chat of their platform, with the confirmation. */
export const giveUp = (world: World, scene: Scene, race: Known, { name }: Player): Promise<void> =>
  insist(
    async () => participantNamed(await world.state(race.id), name)?.standing.status === 'abandoned',
    async () => {
      const user = scene.users.get(name);
      if (user !== undefined) return await forfeitInDiscord(world, scene, race, user);
      world.twitch.say(name, CHANNEL, '!forfeit', { limits: false });
      world.twitch.say(name, CHANNEL, '!forfeit yes', { limits: false });
    },
    `${name} gives up`,
  );

async function forfeitInDiscord({ discord }: World, scene: Scene, race: Known, user: string): Promise<void> {
  const asked = discord.slash(user, scene.channel, 'forfeit', { race: race.code });
  await soon(asked.settled());
  const question = discord.messagesSeenBy(user, scene.channel).findLast((one) => one.interactionId === asked.id);
  const yes = question?.components.flatMap((row) => row.components).find((part) => part.custom_id !== undefined);
  if (question !== undefined && yes?.custom_id !== undefined) {
    await soon(discord.click(user, question.id, yes.custom_id).settled());
  }
}
