// What the Discord app does not let a person do; the bot never hears of it.
import { client, type Row, SOURCE } from './row.ts';

export const CLIENT_RULES = [
  client(
    'no-such-command',
    'There is no such command here.',
    'only registered commands of this place can be used',
    SOURCE.app,
  ),
  client('no-such-option', 'The command has no such option.', 'only options of the command', SOURCE.commands),
  client('option-missing', 'This option is required.', 'required options are filled in', SOURCE.commands),
  client('option-type', 'This value does not fit the option.', 'values have the type of their option', SOURCE.commands),
  client(
    'option-choice',
    'Choose one of the offered values.',
    'an option with choices takes one of them',
    SOURCE.commands,
  ),
  client(
    'option-length',
    'The text is too short or too long.',
    'min_length and max_length, at most 6000',
    SOURCE.commands,
  ),
  client('option-range', 'The number is too small or too large.', 'min_value and max_value', SOURCE.commands),
  client(
    'command-forbidden',
    'You do not have permission to use this command.',
    'default_member_permissions of the command',
    SOURCE.commands,
  ),
  client(
    'not-autocomplete',
    'This option offers nothing while typing.',
    'only options with autocomplete',
    SOURCE.commands,
  ),
  client('not-in-channel', 'You cannot see this channel.', 'a person acts only where they are', SOURCE.app),
  client(
    'message-gone',
    'You cannot see this message.',
    'deleted messages and private replies to others are not there',
    SOURCE.app,
  ),
  client('component-gone', 'This message has no such button.', 'the component must be in the message', SOURCE.app),
  client('component-disabled', 'This button is disabled.', 'disabled components do nothing', SOURCE.components),
  client('link-button', 'This button only opens a page.', 'link buttons make no interaction', SOURCE.components),
  client(
    'select-values',
    'Choose as many of the offered values as asked for.',
    'min_values and max_values, offered values',
    SOURCE.components,
  ),
  client('no-modal', 'There is no open form.', 'a form is sent only where one was shown', SOURCE.app),
  client(
    'modal-value',
    'The form is not filled in as asked.',
    'required, min_length, max_length of inputs',
    SOURCE.components,
  ),
] as const satisfies readonly Row[];
