// Every interaction enters here: parsed, deferred before anything touches the database, asked, worded, shown. One error boundary.
// Deliberately absent: rules, collectors, anything remembered about a race: a button carries what its press needs.

import {
  type AutocompleteInteraction,
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  type Interaction,
  MessageFlags,
} from 'discord.js';
import type { Logger } from 'pino';
import type { ArgValue, Ask, Asker } from '../../server/commands/ask.ts';
import type { Command } from '../../server/commands/command.ts';
import { type Choice, leavesQuestion, type Reply, tryAgain } from '../../server/commands/reply.ts';
import type { Accounts, Time } from '../../server/play/ports/index.ts';
import { NOT_SHARED, OLD_BUTTON, OVER, TOO_LATE } from '../../server/present/sentences/en/discord.ts';
import { type CommandIds, type Words, wordChoice, wordReply } from '../../server/present/words/index.ts';
import { type PressedAsk, parseCustomId } from './custom-id.ts';
import { makeFading } from './fading.ts';
import { describe, isAnsweredAlready, isGone, isTooLate, isUncertain } from './faults.ts';
import { identityOf, placeOf, readCommand, rightsOf, type Said } from './heard.ts';
import { CHOICE_VALUE_LENGTH, CHOICES_TIMEOUT_MS, MAX_CHOICES } from './limits.ts';
import type { Parking } from './parking.ts';
import { makeFaded, makeMessage, makeNote } from './render.ts';
import type { Sharing } from './sharing.ts';

export type EarsOptions = {
  readonly commands: readonly Command[];
  /** Faults reject. */
  answer(ask: Ask): Promise<Reply>;
  complete(ask: Ask, argument: string, typed: string): Promise<readonly Choice[]>;
  readonly accounts: Pick<Accounts, 'ofIdentity' | 'byDiscordId'>;
  readonly parking: Parking;
  readonly sharing: Sharing;
  readonly time: Time;
  readonly log: Logger;
  ids(): CommandIds;
};

export type Ears = {
  /** Never rejects. */
  hear(interaction: Interaction): Promise<void>;
  /** The library has sent a request to this path more than once, and has an answer to the last one. */
  repeated(path: string): void;
  /** Nothing is edited any more. */
  stop(): void;
};

type Deferrable = ChatInputCommandInteraction | ButtonInteraction;
const PRIVATE = { flags: MessageFlags.Ephemeral } as const;

export function makeEars(options: EarsOptions): Ears {
  const { answer, complete, accounts, parking, sharing, time, log } = options;

  const fading = makeFading(time);
  /**
   * Buttons of private messages whose press is being answered: a double click makes no second race. Not the whole message: the answer may
   * be a question in its place, and somebody may press Yes before Discord has told us that it stands there.
   */
  const pressed = new Set<string>();
  /** Ids of interactions under way whose first answer was sent more than once: that it is there already is then good news. */
  const sentAgain = new Set<string>();

  const hear = async (interaction: Interaction): Promise<void> => {
    const heard = time.now();
    try {
      if (interaction.isChatInputCommand()) await onCommand(interaction);
      else if (interaction.isButton()) await onPress(interaction);
      else if (interaction.isAutocomplete()) await onTyping(interaction);
    } catch (fault) {
      // Somebody who types asks again with the next key.
      if (isTooLate(fault) && !interaction.isAutocomplete()) {
        const afterMs = time.now() - heard;
        log.warn(
          { ...describe(fault), afterMs },
          'an answer came too late for Discord: who asked reads that it failed',
        );
      } else if (isGone(fault)) log.debug(describe(fault), 'somebody on Discord did not wait for the answer');
      else log.error(describe(fault), 'an answer did not get to Discord');
    } finally {
      sentAgain.delete(interaction.id);
    }
  };

  const onCommand = async (interaction: ChatInputCommandInteraction): Promise<void> => {
    const said = readCommand(interaction, options.commands);
    const wanted = wantsShare(said);
    const shared = wanted && sharing.take(interaction.channelId);
    await defer(interaction, () => interaction.deferReply(shared ? {} : PRIVATE));
    const words = wordReply(await ask(interaction, askOf(said), said.people), 'discord', options.ids());
    if (shared && words.private) {
      sharing.giveBack(interaction.channelId);
      await interaction.deleteReply();
      await surely(() => interaction.followUp({ ...show(words), ...PRIVATE }));
      return;
    }
    await put(interaction, wanted && !shared && !words.private ? withNote(words, NOT_SHARED) : words);
  };

  const onPress = async (interaction: ButtonInteraction): Promise<void> => {
    const wanted = parseCustomId(interaction.customId, parking);
    const { id, flags } = interaction.message;
    fading.forget(id);
    // A private message is the presser's own: the answer takes the question's place.
    const own = flags.has(MessageFlags.Ephemeral);
    const note = (text: string) =>
      own ? interaction.update(makeNote(text)) : interaction.reply({ content: text, ...PRIVATE });
    if (wanted === undefined) return void (await note(OLD_BUTTON));
    if (wanted.kind === 'forgotten') return void (await note(TOO_LATE));
    const button = `${id} ${interaction.customId}`;
    if (own && pressed.has(button)) return void (await interaction.deferUpdate());
    if (wanted.kind === 'dismiss') {
      await interaction.deferUpdate();
      if (own) await interaction.deleteReply();
      return;
    }
    if (wanted.expiresAt !== null && wanted.expiresAt < time.now()) return void (await note(TOO_LATE));
    if (own) pressed.add(button);
    try {
      await defer(interaction, () => (own ? interaction.deferUpdate() : interaction.deferReply(PRIVATE)));
      const reply = await ask(interaction, wanted.ask);
      const words = wordReply(reply, 'discord', options.ids());
      if (own && leavesQuestion(reply)) await surely(() => interaction.followUp({ ...show(words), ...PRIVATE }));
      else await put(interaction, words);
    } finally {
      pressed.delete(button);
    }
  };

  /** The answer; a question looks dead once nobody can answer it any more. */
  const put = async (interaction: Deferrable, words: Words): Promise<void> => {
    const message = show(words);
    const { id } = await surely(() => interaction.editReply(message));
    fading.watch(id, words.buttons, () => interaction.editReply(makeFaded(words, message, OVER)));
  };

  const onTyping = async (interaction: AutocompleteInteraction): Promise<void> => {
    const said = readCommand(interaction, options.commands);
    const choices = await inTime(choicesFor(interaction, said));
    await interaction.respond(
      choices
        .filter((choice) => choice.value.length <= CHOICE_VALUE_LENGTH)
        .slice(0, MAX_CHOICES)
        .map((choice) => ({ name: wordChoice(choice), value: choice.value })),
    );
  };

  /** Reads only: an account is made for somebody new, and for nobody else anything is written at every key. */
  const choicesFor = async (interaction: AutocompleteInteraction, said: Said): Promise<readonly Choice[]> => {
    if (said.focused === undefined) return [];
    const user =
      (await accounts.byDiscordId(interaction.user.id)) ?? (await accounts.ofIdentity(identityOf(interaction.user)));
    const asker: Asker = { user, place: placeOf(interaction), rights: rightsOf(interaction) };
    return complete({ ...askOf(said), asker }, said.focused.name, said.focused.value);
  };

  /** Choices that come too late or not at all are none. */
  const inTime = async (choices: Promise<readonly Choice[]>): Promise<readonly Choice[]> => {
    let callOff: () => void = () => {};
    const late = new Promise<readonly Choice[]>((resolve) => {
      callOff = time.after(CHOICES_TIMEOUT_MS, () => resolve([]));
    });
    const made = choices.catch((fault: unknown) => {
      log.warn({ err: fault }, 'choices could not be made');
      return [];
    });
    const first = await Promise.race([made, late]);
    callOff();
    return first;
  };

  /** A fault becomes a sentence here. */
  const ask = async (
    interaction: Deferrable,
    asked: PressedAsk | Omit<Ask, 'asker'>,
    people: Said['people'] = [],
  ): Promise<Reply> => {
    try {
      // Somebody may be named who has never said anything here.
      for (const person of people) await accounts.ofIdentity(person);
      const user = await accounts.ofIdentity(identityOf(interaction.user));
      const asker: Asker = { user, place: placeOf(interaction), rights: rightsOf(interaction) };
      return await answer({ ...asked, asker });
    } catch (fault) {
      log.error({ err: fault, command: asked.command }, 'a command failed');
      return tryAgain(asked.command);
    }
  };

  /**
   * The first answer, within 3 s. Rejects where the person is gone or was answered by another process. Where the connection broke
   * nobody knows whether it arrived: it is sent again, here or by the library, and "answered already" is then good news.
   */
  const defer = async (interaction: Deferrable, send: () => Promise<unknown>, before = false): Promise<void> => {
    try {
      await send();
    } catch (fault) {
      if (isUncertain(fault) && !before) return defer(interaction, send, true);
      if (!isAnsweredAlready(fault) || !(before || sentAgain.has(interaction.id))) throw fault;
      interaction.deferred = true;
    }
  };

  const show = (words: Words) => makeMessage(words, parking);

  return {
    hear,
    repeated(path) {
      const [, interaction] = /^\/interactions\/(\d+)\//.exec(path) ?? [];
      if (interaction !== undefined) sentAgain.add(interaction);
    },
    stop: fading.stop,
  };
}

const wantsShare = ({ command, args }: Said): boolean => command?.public === true && args.share === true;

const askOf = ({
  command,
  name,
  args,
}: Said): { command: string; args: Readonly<Record<string, ArgValue>>; confirmed: false } => ({
  command: command?.name ?? name,
  args,
  confirmed: false,
});

/** Sends what may be sent twice, and again where nobody knows whether it arrived: the question would stay without its answer. */
const surely = <T>(send: () => Promise<T>): Promise<T> =>
  send().catch((fault: unknown) => (isUncertain(fault) ? send() : Promise.reject(fault)));

const withNote = (words: Words, note: string): Words => ({
  ...words,
  text: words.text === '' ? note : `${words.text}\n${note}`,
});
