// The bot's answers to interactions: the one callback within 3 s, then edits, deletions and follow-ups through the interaction's webhook.
// No bot token here: the interaction's own token is the key.
import { z } from 'zod';
import { choiceSchema, fits } from '../command-rules.ts';
import { modalSchema } from '../component-rules.ts';
import { FIRST_ANSWER_MS, INTERACTION_TYPE, type Interaction, TOKEN_LIFE_MS } from '../interactions.ts';
import { FLAG, parseMessage } from '../message-rules.ts';
import { addThinking, createMessage, deleteMessage, editMessage, MESSAGE_TYPE } from '../messages.ts';
import { isThinking, presentMessage } from '../present-message.ts';
import { broke, parseBody, refuse } from '../refusal.ts';
import { type Answer, type Call, param, type Route } from '../route.ts';
import type { Channel, Message } from '../world.ts';

export const CALLBACK = { pong: 1, reply: 4, defer: 5, deferUpdate: 6, update: 7, choices: 8, modal: 9 } as const;
const CHOICES = 25;
const ORIGINAL = '@original';

const callbackSchema = z.object({ type: z.int(), data: z.unknown().optional() });
const flagsSchema = z.object({ flags: z.int().nullish() }).nullish();
const choicesSchema = z.object({ choices: z.array(choiceSchema).max(CHOICES, broke('choice-count')) });

export const interactionRoutes: readonly Route[] = [
  { method: 'POST', path: '/interactions/:interaction/:token/callback', open: true, run: callback },
  { method: 'POST', path: '/webhooks/:app/:token', open: true, run: followUp },
  {
    method: 'GET',
    path: '/webhooks/:app/:token/messages/:message',
    open: true,
    run: (call) => ok(call, target(call, entered(call))),
  },
  { method: 'PATCH', path: '/webhooks/:app/:token/messages/:message', open: true, run: editReply },
  { method: 'DELETE', path: '/webhooks/:app/:token/messages/:message', open: true, run: deleteReply },
];

function ok(call: Call, message: Message): Answer {
  return { status: 200, body: presentMessage(call.world, message, call.urls.cdn()) };
}

function callback(call: Call): Answer {
  const interaction = call.interactions.byId.get(param(call, 'interaction'));
  if (interaction?.token !== param(call, 'token')) return refuse('interaction-unknown');
  const age = call.world.time.now() - interaction.createdAtMs;
  if (interaction.state === 'failed' || (interaction.state === 'waiting' && age >= FIRST_ANSWER_MS))
    refuse('interaction-unknown');
  if (interaction.state === 'answered') refuse('interaction-answered');
  const { type, data } = parseBody(callbackSchema, call.body);
  if (interaction.kind === 'modal' && type === CALLBACK.modal) refuse('modal-to-modal', ['type']);
  if (!answersTo(interaction).includes(type)) refuse('callback-type', ['type']);
  const message = firstAnswer(call, interaction, type, data);
  return call.query.get('with_response') === 'true' ? withResponse(call, interaction, type, message) : { status: 204 };
}

/** Which callbacks fit: an autocomplete only takes choices, updates need a message whose component was used. */
function answersTo(interaction: Interaction): readonly number[] {
  const updates = interaction.sourceMessageId ? [CALLBACK.deferUpdate, CALLBACK.update] : [];
  switch (interaction.kind) {
    case 'autocomplete':
      return [CALLBACK.choices];
    case 'command':
      return [CALLBACK.reply, CALLBACK.defer, CALLBACK.modal];
    case 'component':
      return [CALLBACK.reply, CALLBACK.defer, CALLBACK.modal, ...updates];
    case 'modal':
      return [CALLBACK.reply, CALLBACK.defer, ...updates];
  }
}

function firstAnswer(call: Call, interaction: Interaction, type: number, data: unknown): Message | undefined {
  const { world, interactions } = call;
  if (type === CALLBACK.reply) {
    interaction.original = reply(call, interaction, data, ['data']);
    interactions.answer(interaction, 'reply');
  } else if (type === CALLBACK.defer) {
    const flags = parseBody(flagsSchema, data, ['data'])?.flags ?? 0;
    interaction.original = addThinking(world, {
      ...draftFor(call, interaction),
      ephemeralFor: privateTo(interaction, flags),
    });
    interactions.answer(interaction, 'defer');
  } else if (type === CALLBACK.deferUpdate) {
    interaction.original = source(call, interaction);
    interactions.answer(interaction, 'defer-update');
  } else if (type === CALLBACK.update) {
    interaction.original = editMessage(world, source(call, interaction), parseMessage(data, ['data']), call.files);
    interactions.answer(interaction, 'update');
  } else if (type === CALLBACK.choices) {
    const { choices } = parseBody(choicesSchema, data, ['data']);
    const misfit = choices.findIndex((choice) => !fits(interaction.focusedType ?? 0, choice.value));
    if (misfit >= 0) refuse('choice-value-type', ['data', 'choices', misfit, 'value']);
    interaction.choices = choices;
    interactions.answer(interaction, 'choices');
  } else {
    interaction.modal = parseBody(modalSchema, data, ['data']);
    interactions.answer(interaction, 'modal');
  }
  return interaction.original;
}

function withResponse(call: Call, interaction: Interaction, type: number, message: Message | undefined): Answer {
  const resource =
    message && (type === CALLBACK.reply || type === CALLBACK.update)
      ? { resource: { type, message: presentMessage(call.world, message, call.urls.cdn()) } }
      : {};
  const about = message
    ? {
        response_message_id: message.id,
        response_message_loading: isThinking(message),
        response_message_ephemeral: message.ephemeralFor !== undefined,
      }
    : {};
  return {
    status: 200,
    body: { interaction: { id: interaction.id, type: INTERACTION_TYPE[interaction.kind], ...about }, ...resource },
  };
}

function channelOf(call: Call, interaction: Interaction): Channel {
  return call.world.channels.get(interaction.channelId) ?? refuse('unknown-channel');
}

function source(call: Call, interaction: Interaction): Message {
  return call.world.messages.get(interaction.sourceMessageId ?? '') ?? refuse('unknown-message');
}

function privateTo(interaction: Interaction, flags: number): string | undefined {
  return (flags & FLAG.ephemeral) !== 0 ? interaction.userId : undefined;
}

function draftFor(call: Call, interaction: Interaction) {
  const type = interaction.kind === 'command' ? MESSAGE_TYPE.commandReply : MESSAGE_TYPE.plain;
  return { channel: channelOf(call, interaction), authorId: call.world.bot.id, interactionId: interaction.id, type };
}

function reply(call: Call, interaction: Interaction, data: unknown, at: readonly string[]): Message {
  const body = parseMessage(data, at);
  return createMessage(call.world, {
    ...draftFor(call, interaction),
    body,
    files: call.files,
    ephemeralFor: privateTo(interaction, body.flags ?? 0),
  });
}

/** The interaction behind a webhook address, answered already and younger than 15 minutes. */
function entered(call: Call): Interaction {
  const interaction = call.interactions.byToken.get(param(call, 'token'));
  if (!interaction || param(call, 'app') !== call.world.applicationId || interaction.state === 'waiting')
    return refuse('webhook-unknown');
  if (call.world.time.now() - interaction.createdAtMs >= TOKEN_LIFE_MS) refuse('interaction-expired');
  return interaction.first === 'unanswered' ? refuse('webhook-unknown') : interaction;
}

function target(call: Call, interaction: Interaction): Message {
  const id = param(call, 'message');
  const own =
    id === ORIGINAL
      ? interaction.original
      : [interaction.original, ...interaction.followUps].find((message) => message?.id === id);
  return own && call.world.messages.has(own.id) ? own : refuse('unknown-message');
}

/** While the reply is still "thinking", the first follow-up fills it, with the visibility chosen at deferral. */
function followUp(call: Call): Answer {
  const interaction = entered(call);
  const { original } = interaction;
  if (original && isThinking(original)) return ok(call, fill(call, interaction, original));
  const message = reply(call, interaction, call.body, []);
  interaction.followUps.push(message);
  return ok(call, message);
}

function fill(call: Call, interaction: Interaction, message: Message): Message {
  const wasThinking = isThinking(message);
  const edited = editMessage(call.world, message, parseMessage(call.body), call.files);
  if (wasThinking) call.interactions.settle(interaction);
  return edited;
}

function editReply(call: Call): Answer {
  const interaction = entered(call);
  return ok(call, fill(call, interaction, target(call, interaction)));
}

function deleteReply(call: Call): Answer {
  const interaction = entered(call);
  const message = target(call, interaction);
  const wasThinking = isThinking(message);
  deleteMessage(call.world, message);
  if (message === interaction.original) interaction.original = undefined;
  if (wasThinking) call.interactions.settle(interaction);
  return { status: 204 };
}
