// The Discord bot: hears slash commands, buttons and typing, asks the commands, shows what they answer, and says unasked what
// notices carry. Nothing of it stops the service: without Discord it goes on trying. Deliberately absent: rules, rows, sentences.

import { Events, RESTEvents } from 'discord.js';
import type { Logger } from 'pino';
import type { Ask } from '../../server/commands/ask.ts';
import type { Command } from '../../server/commands/command.ts';
import type { Choice, Reply } from '../../server/commands/reply.ts';
import type { Accounts, Keepsakes, Mouth, Time } from '../../server/play/ports/index.ts';
import type { CommandIds } from '../../server/present/words/index.ts';
import { abilitiesIn } from './abilities.ts';
import { connect, type DiscordBotState } from './connection.ts';
import { makeEars } from './ears.ts';
import { describe } from './faults.ts';
import { inviteUrl } from './invite.ts';
import { REGISTER_RETRY_MS } from './limits.ts';
import { makeMouth } from './mouth.ts';
import { makeParking } from './parking.ts';
import { registerCommands } from './register.ts';
import { makeSharing } from './sharing.ts';

export type { DiscordBotState } from './connection.ts';
export { inviteUrl } from './invite.ts';

export type DiscordBotOptions = {
  readonly token: string;
  /** `https://discord.com/api`, or a simulator's; no slash at the end. */
  readonly apiBase: string;
  readonly commands: readonly Command[];
  /** Faults reject. */
  answer(ask: Ask): Promise<Reply>;
  /** Faults reject. */
  complete(ask: Ask, argument: string, typed: string): Promise<readonly Choice[]>;
  readonly accounts: Pick<Accounts, 'ofIdentity' | 'byDiscordId'>;
  readonly keepsakes: Keepsakes;
  readonly time: Time;
  readonly log: Logger;
  /** Logged in, for the first time or again. */
  onReady?(who: { readonly name: string; readonly inviteUrl: string }): void;
  /** Discord has the commands as they are in the table. */
  onRegistered?(changed: boolean): void;
  /** Somebody has let it into a server. */
  onGuild?(guild: { readonly id: string; readonly name: string }): void;
};

export type DiscordBot = {
  readonly mouth: Mouth;
  state(): DiscordBotState;
  /** For whoever wants the bot on their server; null before the first login. */
  inviteUrl(): string | null;
  stop(): Promise<void>;
};

/** Resolves at once: logging in goes on by itself. */
export async function startDiscordBot(options: DiscordBotOptions): Promise<DiscordBot> {
  const { token, apiBase, commands, keepsakes, time, log } = options;
  const parking = makeParking(time.now());
  let ids: CommandIds = {};
  let callOff: () => void = () => {};
  const ears = makeEars({ ...options, parking, sharing: makeSharing(time), ids: () => ids });

  const register = async (): Promise<void> => {
    callOff();
    const rest = connection.rest();
    const { applicationId } = connection.state();
    if (rest === undefined || applicationId === null) return;
    try {
      const registered = await registerCommands({ rest, applicationId, apiBase, commands, keepsakes });
      ids = registered.ids;
      if (registered.changed) log.info({ commands: Object.keys(ids) }, 'registered the Discord commands');
      options.onRegistered?.(registered.changed);
    } catch (fault) {
      log.error(describe(fault), 'the Discord commands could not be registered; another try follows');
      callOff = time.after(REGISTER_RETRY_MS, () => void register());
    }
  };

  const connection = connect({
    token,
    apiBase,
    time,
    log,
    follow(client) {
      client.on(Events.InteractionCreate, (interaction) => void ears.hear(interaction));
      client.rest.on(RESTEvents.Response, ({ path, retries }) => {
        if (retries > 0) ears.repeated(path);
      });
      client.on(Events.GuildCreate, ({ id, name }) => options.onGuild?.({ id, name }));
    },
    onReady(client) {
      void register();
      options.onReady?.({ name: client.user.username, inviteUrl: inviteUrl(client.application.id) });
    },
  });

  const mouth = makeMouth({
    rest: connection.rest,
    abilities: (server, channel) => abilitiesIn(connection.client(), server, channel),
    ids: () => ids,
    parking,
    time,
    log,
  });

  return {
    mouth,
    state: connection.state,
    inviteUrl() {
      const { applicationId } = connection.state();
      return applicationId === null ? null : inviteUrl(applicationId);
    },
    async stop() {
      callOff();
      ears.stop();
      await connection.stop();
    },
  };
}
