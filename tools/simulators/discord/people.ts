// What a person does in the Discord app: slash commands, typing into an autocompleted option, buttons, selects, forms, plain text. What the app
// would not let them do is refused here (ClientRefusal); everything else becomes an interaction that the bot gets and that can be awaited.
import { idOf, must, type Ref } from './build.ts';
import { commandData, focusedData, type TypedOptions } from './command-input.ts';
import { COMPONENT } from './component-rules.ts';
import type { Gateway } from './gateway.ts';
import { interactionPayload } from './interaction-payload.ts';
import type { Interaction, InteractionKind, Interactions } from './interactions.ts';
import { personSays } from './messages.ts';
import type { Json } from './present.ts';
import { ClientRefusal } from './refusal.ts';
import { type Channel, type Choice, type Component, canSee, type Message, openDm, type World } from './world.ts';

const LINK_BUTTON = 5;
const INPUT_CHARS = 4000;

export type People = {
  /** `slash(ann, channel, 'race create', { name: 'x', player: bob })`; values by their option's type, files as { filename, data }. */
  readonly slash: (user: Ref, channel: Ref, command: string, options?: TypedOptions) => Interaction;
  /** The choices offered while typing. @throws Error when the bot offers none in time ("Loading options failed"). */
  readonly autocomplete: (
    user: Ref,
    channel: Ref,
    command: string,
    option: string,
    typed: string,
    others?: TypedOptions,
  ) => Promise<readonly Choice[]>;
  readonly click: (user: Ref, message: Ref, customId: string) => Interaction;
  /** Picks values in a select. */
  readonly choose: (user: Ref, message: Ref, customId: string, values: readonly string[]) => Interaction;
  /** Sends the form that an interaction of this person was answered with; values by custom_id of the inputs. */
  readonly submitModal: (user: Ref, opened: Interaction, values: Readonly<Record<string, string>>) => Interaction;
  readonly say: (user: Ref, channel: Ref, text: string) => Message;
  /** The person's direct-message channel with the bot, opened if need be. */
  readonly dm: (user: Ref) => Channel;
};

export type PeopleNeeds = { world: World; interactions: Interactions; gateway: Gateway; cdn: () => string };

export function createPeople({ world, interactions, gateway, cdn }: PeopleNeeds): People {
  const enter = (user: Ref, channelRef: Ref) => {
    const channel = must(world.channels.get(idOf(channelRef)), 'channel');
    const userId = must(world.users.get(idOf(user)), 'user').id;
    if (!canSee(world, userId, channel)) throw new ClientRefusal('not-in-channel');
    return { world, channel, userId, cdn: cdn() };
  };
  const act = (
    kind: InteractionKind,
    place: { channel: Channel; userId: string },
    data: Json,
    more: { source?: string | undefined; focusedType?: number } = {},
  ) => {
    const { channel, userId } = place;
    const interaction = interactions.begin({
      kind,
      userId,
      channelId: channel.id,
      guildId: channel.guildId,
      sourceMessageId: more.source,
      focusedType: more.focusedType,
    });
    const payload = interactionPayload(world, interaction, data, cdn());
    gateway.dispatch('INTERACTION_CREATE', () => payload);
    return interaction;
  };
  const use = (user: Ref, messageRef: Ref, customId: string) => {
    const message = world.messages.get(idOf(messageRef));
    if (!message) throw new ClientRefusal('message-gone');
    const place = enter(user, message.channelId);
    if (message.ephemeralFor && message.ephemeralFor !== place.userId) throw new ClientRefusal('message-gone');
    const component = findComponent(message, customId);
    if (component.disabled) throw new ClientRefusal('component-disabled', component.label);
    return { place, message, component };
  };

  return {
    slash: (user, channel, command, options = {}) => {
      const place = enter(user, channel);
      return act('command', place, commandData(place, command, options));
    },
    autocomplete: async (user, channel, command, focused, typed, others = {}) => {
      const place = enter(user, channel);
      const { data, option } = focusedData(place, command, focused, typed, others);
      const interaction = act('autocomplete', place, data, { focusedType: option.type });
      await interaction.answered;
      if (!interaction.choices) throw new Error('Loading options failed');
      return interaction.choices;
    },
    click: (user, messageRef, customId) => {
      const { place, message, component } = use(user, messageRef, customId);
      if (component.type !== COMPONENT.button) throw new ClientRefusal('component-gone', customId);
      return act(
        'component',
        place,
        { component_type: component.type, custom_id: customId, id: 1 },
        { source: message.id },
      );
    },
    choose: (user, messageRef, customId, values) => {
      const { place, message, component } = use(user, messageRef, customId);
      const offered = component.options?.map((option) => option.value);
      const fitting = values.every((value) => offered?.includes(value)) && new Set(values).size === values.length;
      const enough = values.length >= (component.min_values ?? 1) && values.length <= (component.max_values ?? 1);
      if (component.type !== COMPONENT.stringSelect || !fitting || !enough)
        throw new ClientRefusal('select-values', values.join(', '));
      return act(
        'component',
        place,
        { component_type: component.type, custom_id: customId, id: 1, values },
        { source: message.id },
      );
    },
    submitModal: (user, opened, values) => {
      const place = enter(user, opened.channelId);
      const { modal } = opened;
      if (!modal || opened.userId !== place.userId) throw new ClientRefusal('no-modal');
      const components = modal.components.map(({ wrapper, input }) => {
        const value = values[input.custom_id] ?? input.value ?? '';
        if ((input.required ?? true) && value === '') throw new ClientRefusal('modal-value', input.custom_id);
        if (
          value !== '' &&
          (value.length < (input.min_length ?? 0) || value.length > (input.max_length ?? INPUT_CHARS))
        )
          throw new ClientRefusal('modal-value', input.custom_id);
        const filled = { type: input.type, custom_id: input.custom_id, value, id: 2 };
        return wrapper === COMPONENT.label
          ? { type: wrapper, id: 1, component: filled }
          : { type: wrapper, id: 1, components: [filled] };
      });
      const unknown = Object.keys(values).find((id) => !modal.components.some(({ input }) => input.custom_id === id));
      if (unknown) throw new ClientRefusal('modal-value', unknown);
      opened.modal = undefined;
      return act('modal', place, { custom_id: modal.custom_id, components }, { source: opened.sourceMessageId });
    },
    say: (user, channelRef, text) => {
      const { channel, userId } = enter(user, channelRef);
      return personSays(world, channel, userId, text);
    },
    dm: (user) => openDm(world, idOf(user)),
  };
}

function findComponent(message: Message, customId: string): Component {
  const parts = message.components.flatMap((row) => row.components);
  const found = parts.find((part) => part.custom_id === customId);
  if (found) return found;
  const link = parts.find((part) => part.style === LINK_BUTTON && (part.url === customId || part.label === customId));
  throw new ClientRefusal(link ? 'link-button' : 'component-gone', customId);
}
