// Interactions from the moment a person acts: waiting 3 s for the first answer, then 15 minutes of edits and follow-ups, and what came of
// them for the person. Who may act stands in people.ts, the JSON that the bot gets in interaction-payload.ts, the bot's calls in routes/.
import { randomBytes } from 'node:crypto';
import type { Modal } from './component-rules.ts';
import { NO_PINGS } from './mentions.ts';
import { FLAG } from './message-rules.ts';
import { put } from './messages.ts';
import type { Choice, Message, World } from './world.ts';

export const FIRST_ANSWER_MS = 3_000;
export const TOKEN_LIFE_MS = 15 * 60_000;
export const NOT_ANSWERED = 'The application did not respond';

export const INTERACTION_TYPE = { command: 2, component: 3, autocomplete: 4, modal: 5 } as const;
export type InteractionKind = keyof typeof INTERACTION_TYPE;

/** The first answer, as the bot gave it. `unanswered`: 3 s went by. */
export type FirstAnswer = 'reply' | 'defer' | 'defer-update' | 'update' | 'choices' | 'modal' | 'unanswered';

export type Interaction = {
  readonly id: string;
  readonly token: string;
  readonly kind: InteractionKind;
  readonly userId: string;
  readonly channelId: string;
  readonly guildId: string | undefined;
  readonly createdAtMs: number;
  /** The message whose component was used (for a form: which opened it). */
  readonly sourceMessageId: string | undefined;
  /** Type of the option being completed. */
  readonly focusedType: number | undefined;
  state: 'waiting' | 'answered' | 'failed';
  first: FirstAnswer | undefined;
  /** Milliseconds from the act to the first answer. */
  answeredAfterMs: number | undefined;
  choices: readonly Choice[] | undefined;
  modal: Modal | undefined;
  /** The reply, or the message updated in place; gone when deleted. */
  original: Message | undefined;
  followUps: Message[];
  /** Resolves with the first answer, also when it never came. Never rejects. */
  readonly answered: Promise<FirstAnswer>;
  /** Resolves when the person sees the result: a deferred reply was filled, any other answer came, or it failed. */
  readonly settled: () => Promise<Interaction>;
};

type Begin = Pick<Interaction, 'kind' | 'userId' | 'channelId' | 'guildId' | 'sourceMessageId' | 'focusedType'>;

export type Interactions = {
  readonly byId: Map<string, Interaction>;
  readonly byToken: Map<string, Interaction>;
  readonly begin: (begin: Begin) => Interaction;
  /** Notes the first answer; the caller has already made what it brings. */
  readonly answer: (interaction: Interaction, first: Exclude<FirstAnswer, 'unanswered'>) => void;
  /** The reply is there for good (or was deleted while thinking). */
  readonly settle: (interaction: Interaction) => void;
};

export function createInteractions(world: World): Interactions {
  const byId = new Map<string, Interaction>();
  const byToken = new Map<string, Interaction>();
  const resolvers = new Map<
    string,
    { answered: (first: FirstAnswer) => void; settled: () => void; cancel: () => void }
  >();

  const tell = (interaction: Interaction, now: 'created' | 'answered' | 'settled' | 'failed') =>
    world.changed({ type: 'interaction', interactionId: interaction.id, now });
  const settle = (interaction: Interaction) => {
    resolvers.get(interaction.id)?.settled();
    tell(interaction, 'settled');
  };
  const fail = (interaction: Interaction) => {
    interaction.state = 'failed';
    interaction.first ??= 'unanswered';
    resolvers.get(interaction.id)?.answered(interaction.first);
    if (interaction.kind !== 'autocomplete') showFailure(world, interaction);
    tell(interaction, 'failed');
    resolvers.get(interaction.id)?.settled();
  };

  return {
    byId,
    byToken,
    settle,
    begin: (begin) => {
      let answered: (first: FirstAnswer) => void = () => {};
      let done: () => void = () => {};
      const whenAnswered = new Promise<FirstAnswer>((resolve) => {
        answered = resolve;
      });
      const whenSettled = new Promise<void>((resolve) => {
        done = resolve;
      });
      const interaction: Interaction = {
        ...begin,
        id: world.newId(),
        token: randomBytes(48).toString('base64url'),
        createdAtMs: world.time.now(),
        state: 'waiting',
        first: undefined,
        answeredAfterMs: undefined,
        choices: undefined,
        modal: undefined,
        original: undefined,
        followUps: [],
        answered: whenAnswered,
        settled: async () => {
          await whenSettled;
          return interaction;
        },
      };
      byId.set(interaction.id, interaction);
      byToken.set(interaction.token, interaction);
      const cancel = world.time.after(FIRST_ANSWER_MS, () => {
        if (interaction.state === 'waiting') fail(interaction);
      });
      resolvers.set(interaction.id, { answered, settled: done, cancel });
      tell(interaction, 'created');
      return interaction;
    },
    answer: (interaction, first) => {
      const resolver = resolvers.get(interaction.id);
      resolver?.cancel();
      interaction.state = 'answered';
      interaction.first = first;
      interaction.answeredAfterMs = world.time.now() - interaction.createdAtMs;
      resolver?.answered(first);
      tell(interaction, 'answered');
      if (first !== 'defer') settle(interaction);
      else {
        world.time.after(TOKEN_LIFE_MS, () => {
          if (interaction.original && (interaction.original.flags & FLAG.loading) !== 0) fail(interaction);
        });
      }
    },
  };
}

/** The app's own line, seen by the person alone; a reply that hung in "thinking" turns into it. */
function showFailure(world: World, interaction: Interaction): void {
  if (interaction.original) {
    world.messages.delete(interaction.original.id);
    world.changed({ type: 'message-deleted', message: interaction.original });
    interaction.original = undefined;
  }
  put(world, {
    id: world.newId(),
    channelId: interaction.channelId,
    authorId: world.bot.id,
    type: 0,
    createdAtMs: world.time.now(),
    content: NOT_ANSWERED,
    embeds: [],
    components: [],
    attachments: [],
    flags: FLAG.ephemeral,
    pings: NO_PINGS,
    interactionId: interaction.id,
    ephemeralFor: interaction.userId,
    failed: true,
  });
}
