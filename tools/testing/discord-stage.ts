// A Discord with a server, a house with everything in memory, and the real bot between them, all on one clock that tests pass.
// What people read can be printed: DISCORD_SHOW=1 writes every message of a test to the terminal.

import { pino } from 'pino';
import { type DiscordBot, startDiscordBot } from '../../bot/discord/bot.ts';
import type { Ask } from '../../server/commands/ask.ts';
import type { Command } from '../../server/commands/command.ts';
import type { Reply } from '../../server/commands/reply.ts';
import { COMMANDS } from '../../server/commands/table.ts';
import { type Later, makeLater, toldAtOnce } from '../../server/later/later.ts';
import type { Keepsakes, Mouth } from '../../server/play/ports/index.ts';
import type { RaceId } from '../../server/race/ids.ts';
import type { Intent } from '../../server/race/intents.ts';
import type { SeenMessage } from '../simulators/discord/sight.ts';
import { type DiscordSimulator, startDiscordSimulator } from '../simulators/discord/simulator.ts';
import type { Channel, Guild, User } from '../simulators/discord/world.ts';
import { type CommandHouse, openCommandHouse } from './command-house.ts';
import { type ManualTime, manualTime } from './manual-time.ts';

export type Stage = {
  readonly sim: DiscordSimulator;
  readonly time: ManualTime;
  readonly house: CommandHouse;
  readonly guild: Guild;
  readonly channel: Channel;
  /** Owner of the server, so organizer; a member; one who takes no direct messages. */
  readonly olga: User;
  readonly ann: User;
  readonly shy: User;
  readonly keepsakes: Keepsakes;
  bot(): DiscordBot;
  /** Everything that was logged, as JSON lines. */
  logged(): string;
  /** Replaces what commands answer with; undefined: the house again. */
  answerWith(answer: ((ask: Ask) => Promise<Reply>) | undefined): void;
  /** Starts another bot, as a new process would: nothing but the keepsakes is left. Resolves when its commands are there. */
  start(with_?: {
    readonly commands?: readonly Command[];
    readonly token?: string;
  }): Promise<{ readonly changed: boolean }>;
  stopBot(): Promise<void>;
  /** Starts a bot that may not get anywhere; resolves at once. */
  launch(with_?: { readonly token?: string }): Promise<DiscordBot>;
  submit(race: RaceId, intent: Intent): Promise<void>;
  /** Messages in the channel that everybody sees. */
  posts(): readonly SeenMessage[];
  /** The newest private message for that person in the channel. */
  whisper(user: User): SeenMessage | undefined;
  close(): Promise<void>;
};

export async function openStage(): Promise<Stage> {
  const time = manualTime(Date.UTC(2026, 5, 1, 18));
  const sim = await startDiscordSimulator({ check: 'collect', time });
  const olga = sim.addUser({ name: 'Olga' });
  const ann = sim.addUser({ name: 'Ann' });
  const shy = sim.addUser({ name: 'Shy', dmsOpen: false });
  const guild = sim.addGuild({ name: 'Fog', owner: olga });
  for (const user of [ann, shy]) sim.setMember(guild, user);
  const channel = sim.addChannel(guild, { name: 'races' });
  const house = openCommandHouse({ time });
  const { keepsakes } = house.store;
  const lines: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  let answering: ((ask: Ask) => Promise<Reply>) | undefined;
  let bot: DiscordBot | undefined;

  const current = () => {
    if (bot === undefined) throw new Error('no bot was started');
    return bot;
  };
  const launch = async (
    { commands = COMMANDS, token = sim.botToken }: { commands?: readonly Command[]; token?: string } = {},
    onRegistered: (changed: boolean) => void = () => undefined,
  ) => {
    bot = await startDiscordBot({
      token,
      apiBase: sim.restBase,
      commands,
      answer: (ask) => (answering ?? house.answer)(ask),
      complete: house.complete,
      accounts: house.store.accounts,
      keepsakes,
      time,
      log,
      onRegistered,
    });
    return bot;
  };

  // Whoever keeps mouths gets that of the bot that is there now.
  const mouth: Mouth = {
    platform: 'discord',
    post: (post) => current().mouth.post(post),
    edit: (post, message) => current().mouth.edit(post, message),
    abilities: async (server, where) => current().mouth.abilities?.(server, where),
  };
  const later: Later = makeLater({
    ...house.house,
    log: house.store.log,
    notices: house.store.notices,
    changes: house.live,
    mouths: [mouth],
    logger: log,
  });
  (house.house.mouths as Mouth[]).push(mouth);
  Object.assign(house.house, { notices: toldAtOnce(house.store.notices, () => later.poke()) });
  later.start();

  const seenBy = (user: User) => sim.messagesSeenBy(user, channel);
  return {
    sim,
    time,
    house,
    guild,
    channel,
    olga,
    ann,
    shy,
    keepsakes,
    bot: current,
    logged: () => lines.join(''),
    answerWith(answer) {
      answering = answer;
    },
    async start(with_ = {}) {
      const registered = new Promise<boolean>((resolve) => void launch(with_, resolve));
      return { changed: await registered };
    },
    stopBot: async () => {
      await bot?.stop();
      bot = undefined;
    },
    launch,
    async submit(race, intent) {
      const outcome = await house.submitter.submit(race, intent);
      if ('refused' in outcome) throw new Error(`refused: ${outcome.refused.code}`);
    },
    posts: () => seenBy(olga).filter((message) => !message.ephemeral),
    whisper: (user) => seenBy(user).findLast((message) => message.ephemeral),
    async close() {
      if (process.env.DISCORD_SHOW !== undefined) show(sim, channel, [olga, ann, shy]);
      if (process.env.DISCORD_LOG !== undefined)
        process.stderr.write(lines.filter((l) => /"level":[45]0/.test(l)).join(''));
      await later.stop();
      await bot?.stop();
      await house.close();
      await sim.close();
    },
  };
}

export const buttonsOf = (
  message: SeenMessage | undefined,
): readonly { label: string; id: string; url: string; disabled: boolean }[] =>
  (message?.components ?? [])
    .flatMap((row) => row.components)
    .map((button) => ({
      label: button.label ?? '',
      id: button.custom_id ?? '',
      url: button.url ?? '',
      disabled: button.disabled === true,
    }));

/** The id of the button with that label. */
export function idOf(message: SeenMessage | undefined, label: string): string {
  const found = buttonsOf(message).find((button) => button.label === label);
  if (found === undefined) {
    const there = buttonsOf(message).map((button) => button.label);
    throw new Error(`no button "${label}", but: ${there.join(', ')} under ${textOf(message)}`);
  }
  return found.id;
}

/** All that a person reads of it. */
export const textOf = (message: SeenMessage | undefined): string =>
  [message?.content, ...(message?.embeds ?? []).flatMap((embed) => [embed.title, embed.description])]
    .filter((part) => part !== undefined && part !== '')
    .join('\n');

function show(sim: DiscordSimulator, channel: Channel, people: readonly User[]): void {
  const lines = people.flatMap((user) => [
    `===== ${user.name}`,
    ...[...sim.messagesSeenBy(user, channel), ...sim.dmsOf(user)].map((message) =>
      [
        `--- ${message.ephemeral ? 'private' : message.channelId === channel.id ? 'channel' : 'DM'}`,
        textOf(message),
        ...(message.pings.users.length > 0 ? [`(pings ${message.pings.users.length})`] : []),
        ...buttonsOf(message).map(({ label, id, url }) => `[${label}] ${id}${url}`),
      ].join('\n'),
    ),
  ]);
  process.stderr.write(`${lines.join('\n')}\n`);
}
