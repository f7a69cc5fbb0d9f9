// Everything that this simulator refuses, in one table: where it bites, what is refused, where the rule comes from, and how the refusal
// looks. The implementation names rules by id, so no refusal exists that is not listed here; rules.int.test.ts breaks each row.
// REST rows: HTTP status and Discord's JSON code; `field` is the code inside `errors` of a 50035. Gateway rows: the close
// code. Client rows have no code: they are what the Discord app does not let a person do. Measured sources stand in CHAT.md, section 1;
// "docs" is discord.com/developers/docs, "spec" the OpenAPI document of discord/discord-api-spec.

type Row = { readonly id: string; readonly rule: string; readonly source: string; readonly says: string } & (
  | { readonly status: number; readonly code: number; readonly field?: string }
  | { readonly status: 'close'; readonly code: number }
  | { readonly status: 'client'; readonly code: null }
);

const TOO_LONG = 'BASE_TYPE_MAX_LENGTH';
const BAD_LENGTH = 'BASE_TYPE_BAD_LENGTH';
const REQUIRED = 'BASE_TYPE_REQUIRED';

function rest<const Id extends string>(
  id: Id,
  status: number,
  code: number,
  says: string,
  rule: string,
  source: string,
) {
  return { id, status, code, says, rule, source };
}
function form<const Id extends string>(id: Id, field: string, says: string, rule: string, source: string) {
  return { id, status: 400, code: 50035, field, says, rule, source };
}
function close<const Id extends string>(id: Id, code: number, says: string, rule: string, source: string) {
  return { id, status: 'close' as const, code, says, rule, source };
}
function client<const Id extends string>(id: Id, says: string, rule: string, source: string) {
  return { id, status: 'client' as const, code: null, says, rule, source };
}

const COMMANDS = 'docs: interactions/application-commands';
const COMPONENTS = 'docs: components/reference';
const MESSAGES = 'docs: resources/message';
const RECEIVING = 'docs: interactions/receiving-and-responding';
const EVENTS = 'docs: resources/guild-scheduled-event';
const CHANNELS = 'docs: resources/channel';
const CODES = 'docs: topics/opcodes-and-status-codes';
const APP = 'behaviour of the Discord app';

export const DISCORD_RULES = [
  // Door
  rest('token-required', 401, 0, '401: Unauthorized', 'a bot call needs Authorization: Bot <token>', 'docs: reference'),
  rest('token-wrong', 401, 0, '401: Unauthorized', 'the token must be the one of this bot', 'docs: reference'),
  rest('route-unknown', 404, 0, '404: Not Found', 'the path must exist', CODES),
  rest('api-version', 400, 50041, 'Invalid API version provided.', 'this simulator speaks version 10', CODES),
  rest('method-unknown', 405, 0, '405: Method Not Allowed', 'the path must know the method', CODES),
  rest('json-invalid', 400, 50109, 'The request body contains invalid JSON.', 'a JSON body must parse', CODES),
  form(
    'content-type',
    'CONTENT_TYPE_INVALID',
    "Expected \"Content-Type\" header to be one of {'application/json', 'multipart/form-data'}.",
    'a body says that it is JSON or multipart',
    'docs: reference',
  ),
  rest(
    'not-simulated',
    501,
    0,
    'This simulator does not know this part of Discord',
    'polls, stickers, premium buttons and components v2 are absent here',
    'this simulator',
  ),
  form(
    'body-type',
    'BASE_TYPE_BAD_TYPE',
    'Could not interpret the value.',
    'fields have the types of the documentation',
    'spec',
  ),
  form(
    'snowflake',
    'NUMBER_TYPE_COERCE',
    'Value is not snowflake.',
    'ids in a path have 17 to 19 digits',
    'docs: reference; CHAT.md',
  ),
  form(
    'enum',
    'BASE_TYPE_CHOICES',
    'Value is not one of the allowed choices.',
    'numbers that name a kind are of the list',
    'spec',
  ),

  // Things that are not there, and rights
  rest('unknown-channel', 404, 10003, 'Unknown Channel', 'the channel must exist', CODES),
  rest('unknown-guild', 404, 10004, 'Unknown Guild', 'the guild must exist and have the bot', CODES),
  rest('unknown-member', 404, 10007, 'Unknown Member', 'the user must be in the guild', CODES),
  rest('unknown-message', 404, 10008, 'Unknown Message', 'the message must exist in that channel', CODES),
  rest('unknown-role', 404, 10011, 'Unknown Role', 'the role must exist in that guild', CODES),
  rest('unknown-user', 404, 10013, 'Unknown User', 'the user must exist', CODES),
  rest('unknown-application', 404, 10002, 'Unknown Application', "the application must be the bot's own", CODES),
  rest('unknown-command', 404, 10063, 'Unknown application command', 'the command must exist', CODES),
  rest('unknown-event', 404, 10070, 'Unknown Guild Scheduled Event', 'the scheduled event must exist', CODES),
  rest('missing-access', 403, 50001, 'Missing Access', 'the bot must be able to see the channel', CODES),
  rest(
    'missing-permission',
    403,
    50013,
    'Missing Permissions',
    'the bot must have the permission that the act needs',
    'docs: topics/permissions',
  ),
  rest(
    'foreign-message',
    403,
    50005,
    'Cannot edit a message authored by another user',
    'only own messages can be edited',
    CODES,
  ),
  rest(
    'foreign-dm-message',
    403,
    50003,
    'Cannot execute action on a DM channel',
    'in a DM only own messages can be deleted',
    CODES,
  ),
  rest(
    'wrong-channel-type',
    400,
    50024,
    'Cannot execute action on this channel type',
    'no threads in DMs or threads, no messages in categories',
    CODES,
  ),
  rest(
    'dm-refused',
    403,
    50007,
    'Cannot send messages to this user',
    'a DM needs a shared guild and an open door; refused at the message, not at opening',
    'CHAT.md, measured',
  ),
  rest('dm-recipient', 400, 50033, 'Invalid Recipient(s)', 'a DM needs an existing person', CODES),
  rest(
    'old-edits',
    429,
    30046,
    'Maximum number of edits to messages older than 1 hour reached. Try again later.',
    'messages older than an hour can be edited only so often (switched on by a fault)',
    'aikaterna/aikaterna-cogs#302 (status), discord/discord-api-docs#4381 (code)',
  ),

  // Messages
  rest('message-empty', 400, 50006, 'Cannot send an empty message', 'content, embed, component or file', CODES),
  form('content-length', TOO_LONG, 'Must be 2000 or fewer in length.', 'content up to 2000 characters', MESSAGES),
  form('nonce-length', TOO_LONG, 'Must be 25 or fewer in length.', 'nonce up to 25 characters', MESSAGES),
  form('embed-count', TOO_LONG, 'Must be 10 or fewer in length.', 'up to 10 embeds', MESSAGES),
  form('embed-title', TOO_LONG, 'Must be 256 or fewer in length.', 'embed title up to 256', MESSAGES),
  form('embed-description', TOO_LONG, 'Must be 4096 or fewer in length.', 'embed description up to 4096', MESSAGES),
  form('embed-fields', TOO_LONG, 'Must be 25 or fewer in length.', 'up to 25 fields', MESSAGES),
  form('embed-field-name', BAD_LENGTH, 'Must be between 1 and 256 in length.', 'field name 1 to 256', MESSAGES),
  form('embed-field-value', BAD_LENGTH, 'Must be between 1 and 1024 in length.', 'field value 1 to 1024', MESSAGES),
  form('embed-footer', TOO_LONG, 'Must be 2048 or fewer in length.', 'footer up to 2048', MESSAGES),
  form('embed-author', TOO_LONG, 'Must be 256 or fewer in length.', 'author name up to 256', MESSAGES),
  form(
    'embed-color',
    'NUMBER_TYPE_MAX',
    'int value should be less than or equal to 16777215.',
    'colour is 24 bits',
    MESSAGES,
  ),
  form(
    'embed-url',
    'URL_TYPE_INVALID_URL',
    'Not a well formed URL.',
    'addresses in embeds and buttons are http(s)',
    MESSAGES,
  ),
  form(
    'embed-timestamp',
    'DATE_TIME_TYPE_PARSE',
    'Could not parse. Should be ISO8601.',
    'timestamps are ISO 8601',
    MESSAGES,
  ),
  form(
    'embed-total',
    'MAX_EMBED_SIZE_EXCEEDED',
    'Embed size exceeds maximum size of 6000',
    'all text of all embeds up to 6000',
    MESSAGES,
  ),
  form(
    'mentions-exclusive',
    'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
    'parse:["users"] and users: [ids...] are mutually exclusive.',
    'allowed_mentions: parse a kind or list it',
    MESSAGES,
  ),
  form('mentions-count', TOO_LONG, 'Must be 100 or fewer in length.', 'allowed_mentions lists up to 100 ids', MESSAGES),
  form(
    'reference-unknown',
    'REPLIES_UNKNOWN_MESSAGE',
    'Unknown message',
    'a reply needs its message, unless fail_if_not_exists is false',
    MESSAGES,
  ),
  form('file-count', TOO_LONG, 'Must be 10 or fewer in length.', 'up to 10 files', MESSAGES),

  // Components
  form('row-count', BAD_LENGTH, 'Must be between 1 and 5 in length.', 'up to 5 rows', COMPONENTS),
  form('row-components', BAD_LENGTH, 'Must be between 1 and 5 in length.', '1 to 5 buttons in a row', COMPONENTS),
  form(
    'row-mixed',
    'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
    'The specified component exceeds the maximum width',
    'a select stands alone in its row',
    COMPONENTS,
  ),
  form(
    'component-type',
    'UNION_TYPE_CHOICES',
    'Value of field "type" must be one of the component types allowed here.',
    'rows hold buttons and selects',
    COMPONENTS,
  ),
  form('button-label', TOO_LONG, 'Must be 80 or fewer in length.', 'button label up to 80', COMPONENTS),
  form('button-empty', REQUIRED, 'A button must have a label or an emoji.', 'label or emoji', COMPONENTS),
  form(
    'button-style',
    'BASE_TYPE_CHOICES',
    'Value must be one of {1, 2, 3, 4, 5, 6}.',
    'button style 1 to 6',
    COMPONENTS,
  ),
  form('button-custom-id', REQUIRED, 'This field is required', 'styles 1 to 4 need a custom_id', COMPONENTS),
  form(
    'button-url',
    'BUTTON_COMPONENT_NO_URL',
    'Only link buttons can have a URL',
    'styles 1 to 4 have no url',
    COMPONENTS,
  ),
  form('link-url', REQUIRED, 'A url is required', 'a link button needs a url', COMPONENTS),
  form(
    'link-custom-id',
    'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE',
    'A custom id and url cannot both be specified',
    'a link button has no custom_id',
    COMPONENTS,
  ),
  form('custom-id-length', BAD_LENGTH, 'Must be between 1 and 100 in length.', 'custom_id 1 to 100', COMPONENTS),
  form(
    'custom-id-duplicate',
    'COMPONENT_CUSTOM_ID_DUPLICATED',
    'Component custom id cannot be duplicated',
    'custom_ids differ within a message',
    COMPONENTS,
  ),
  form('select-options', BAD_LENGTH, 'Must be between 1 and 25 in length.', 'a select has 1 to 25 options', COMPONENTS),
  form(
    'select-option-text',
    BAD_LENGTH,
    'Must be between 1 and 100 in length.',
    'option label, value, description up to 100',
    COMPONENTS,
  ),
  form(
    'select-option-duplicate',
    'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
    'The specified option value is already used',
    'option values differ',
    COMPONENTS,
  ),
  form('select-placeholder', TOO_LONG, 'Must be 150 or fewer in length.', 'placeholder up to 150', COMPONENTS),

  // Interactions
  rest(
    'interaction-unknown',
    404,
    10062,
    'Unknown interaction',
    'the first answer within 3 s, with the right id and token',
    `CHAT.md, measured; ${RECEIVING}`,
  ),
  rest(
    'interaction-answered',
    400,
    40060,
    'Interaction has already been acknowledged.',
    'one callback per interaction',
    'CHAT.md, measured',
  ),
  rest('interaction-expired', 401, 50027, 'Invalid Webhook Token', 'follow-ups and edits within 15 min', RECEIVING),
  rest('webhook-unknown', 404, 10015, 'Unknown Webhook', 'follow-ups need a known token and a first answer', CODES),
  form(
    'callback-type',
    'BASE_TYPE_CHOICES',
    'Value is not a callback type that this interaction can be answered with.',
    'choices only to autocomplete; updates only to a component or its modal',
    RECEIVING,
  ),
  form(
    'modal-to-modal',
    'BASE_TYPE_CHOICES',
    'Value must be one of {4, 5, 6, 7, 12}.',
    'a modal cannot be answered with a modal',
    RECEIVING,
  ),
  form('modal-title', BAD_LENGTH, 'Must be between 1 and 45 in length.', 'modal title 1 to 45', RECEIVING),
  form(
    'modal-components',
    BAD_LENGTH,
    'Must be between 1 and 5 in length.',
    'a modal has 1 to 5 components',
    RECEIVING,
  ),
  form('modal-label', BAD_LENGTH, 'Must be between 1 and 45 in length.', 'label of an input 1 to 45', COMPONENTS),
  form('choice-count', TOO_LONG, 'Must be 25 or fewer in length.', 'up to 25 choices', RECEIVING),
  form('choice-name', BAD_LENGTH, 'Must be between 1 and 100 in length.', 'choice name 1 to 100', COMMANDS),
  form('choice-value', TOO_LONG, 'Must be 100 or fewer in length.', 'a text value of a choice up to 100', COMMANDS),
  form(
    'choice-value-type',
    'BASE_TYPE_BAD_TYPE',
    'Choice value does not have the type of the option.',
    'choice values have the type of their option',
    COMMANDS,
  ),

  // Commands
  form(
    'command-name',
    'APPLICATION_COMMAND_INVALID_NAME',
    'Command name is invalid',
    "names: 1 to 32 lowercase letters, digits, - _ '",
    COMMANDS,
  ),
  form('command-description', BAD_LENGTH, 'Must be between 1 and 100 in length.', 'descriptions 1 to 100', COMMANDS),
  form('command-options', TOO_LONG, 'Must be 25 or fewer in length.', 'up to 25 options, subcommands too', COMMANDS),
  form(
    'command-option-order',
    'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
    'Required options must be placed before non-required options',
    'required options first',
    COMMANDS,
  ),
  form(
    'command-option-duplicate',
    'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS',
    'Option name already exists',
    'option names differ',
    COMMANDS,
  ),
  form(
    'command-option-nesting',
    'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
    'Sub-command and sub-command group option types are mutually exclusive to all other types',
    'subcommands stand alone; groups hold subcommands; no deeper',
    COMMANDS,
  ),
  form(
    'command-choices-autocomplete',
    'APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES_EXCLUSIVE',
    'autocomplete and choices are mutually exclusive',
    'choices or autocomplete, and only where the type allows',
    COMMANDS,
  ),
  form('command-choice-count', TOO_LONG, 'Must be 25 or fewer in length.', 'up to 25 choices of an option', COMMANDS),
  form(
    'command-size',
    'APPLICATION_COMMAND_TOO_LARGE',
    'Command exceeds maximum size (4000)',
    'names, descriptions and values of a whole command up to 4000 characters (8000 since 2024: kept at the older, smaller limit)',
    'docs: application-commands; discord/discord-api-docs#6668',
  ),
  form(
    'command-duplicate',
    'APPLICATION_COMMANDS_DUPLICATE_NAME',
    'Application command names must be unique',
    'names differ within a bulk overwrite',
    COMMANDS,
  ),
  rest(
    'command-count',
    400,
    30032,
    'Maximum number of application commands reached (100).',
    'up to 100 commands',
    CODES,
  ),

  // Threads and events
  form('thread-name', BAD_LENGTH, 'Must be between 1 and 100 in length.', 'thread name 1 to 100', CHANNELS),
  form(
    'thread-archive',
    'BASE_TYPE_CHOICES',
    'Value must be one of {60, 1440, 4320, 10080}.',
    'auto archive after 1 h, 1, 3 or 7 days',
    CHANNELS,
  ),
  rest(
    'thread-exists',
    400,
    160004,
    'A thread has already been created for this message',
    'one thread per message',
    CODES,
  ),
  rest('thread-archived', 400, 50083, 'Thread is archived', 'no edits in an archived thread', CODES),
  form('event-name', BAD_LENGTH, 'Must be between 1 and 100 in length.', 'event name 1 to 100', EVENTS),
  form('event-description', BAD_LENGTH, 'Must be between 1 and 1000 in length.', 'event description 1 to 1000', EVENTS),
  form(
    'event-location',
    BAD_LENGTH,
    'Must be between 1 and 100 in length.',
    'an external event has a location of 1 to 100',
    EVENTS,
  ),
  form('event-end', REQUIRED, 'This field is required', 'an external event has an end', EVENTS),
  form(
    'event-past',
    'GUILD_SCHEDULED_EVENT_SCHEDULE_PAST',
    'Cannot schedule event in the past.',
    'a start lies in the future',
    EVENTS,
  ),
  form(
    'event-order',
    'GUILD_SCHEDULED_EVENT_SCHEDULE_END_BEFORE_START',
    'Cannot schedule event to end before its start.',
    'an end lies after the start',
    EVENTS,
  ),
  rest(
    'event-status',
    400,
    180000,
    'Cannot update a finished event',
    'scheduled to active or cancelled, active to completed, then nothing',
    `${EVENTS}; ${CODES}`,
  ),

  // Gateway
  close('gateway-opcode', 4001, 'Unknown opcode.', 'opcodes 1, 2, 3, 4, 6, 8', CODES),
  close(
    'gateway-decode',
    4002,
    'Error while decoding payload.',
    'frames are JSON objects with op, up to 4096 bytes',
    CODES,
  ),
  close('gateway-first', 4003, 'Not authenticated.', 'identify or resume comes before anything but heartbeats', CODES),
  close('gateway-token', 4004, 'Authentication failed.', 'the token must be the one of this bot', 'CHAT.md, measured'),
  close('gateway-twice', 4005, 'Already authenticated.', 'one identify per connection', CODES),
  close('gateway-version', 4012, 'Invalid API version.', 'v=10 in the address', CODES),
  close('gateway-intents-invalid', 4013, 'Invalid intent(s).', 'intents are known bits', CODES),
  close(
    'gateway-intents',
    4014,
    'Disallowed intent(s).',
    'privileged intents are off unless allowed',
    'CHAT.md, measured',
  ),
  close('gateway-seq', 4007, 'Invalid seq.', 'a resume does not name a later event than was sent', CODES),
  close('gateway-silent', 4009, 'Session timed out.', 'a client beats within the interval', 'docs: events/gateway'),

  // What the app does not let a person do
  client(
    'no-such-command',
    'There is no such command here.',
    'only registered commands of this place can be used',
    APP,
  ),
  client('no-such-option', 'The command has no such option.', 'only options of the command', COMMANDS),
  client('option-missing', 'This option is required.', 'required options are filled in', COMMANDS),
  client('option-type', 'This value does not fit the option.', 'values have the type of their option', COMMANDS),
  client('option-choice', 'Choose one of the offered values.', 'an option with choices takes one of them', COMMANDS),
  client('option-length', 'The text is too short or too long.', 'min_length and max_length, at most 6000', COMMANDS),
  client('option-range', 'The number is too small or too large.', 'min_value and max_value', COMMANDS),
  client(
    'command-forbidden',
    'You do not have permission to use this command.',
    'default_member_permissions of the command',
    `CHAT.md; ${COMMANDS}`,
  ),
  client('not-autocomplete', 'This option offers nothing while typing.', 'only options with autocomplete', COMMANDS),
  client('not-in-channel', 'You cannot see this channel.', 'a person acts only where they are', APP),
  client(
    'message-gone',
    'You cannot see this message.',
    'deleted messages and private replies to others are not there',
    APP,
  ),
  client('component-gone', 'This message has no such button.', 'the component must be in the message', APP),
  client('component-disabled', 'This button is disabled.', 'disabled components do nothing', COMPONENTS),
  client('link-button', 'This button only opens a page.', 'link buttons make no interaction', COMPONENTS),
  client(
    'select-values',
    'Choose as many of the offered values as asked for.',
    'min_values and max_values, offered values',
    COMPONENTS,
  ),
  client('no-modal', 'There is no open form.', 'a form is sent only where one was shown', APP),
  client(
    'modal-value',
    'The form is not filled in as asked.',
    'required, min_length, max_length of inputs',
    COMPONENTS,
  ),
] as const satisfies readonly Row[];

export type RuleId = (typeof DISCORD_RULES)[number]['id'];
export type Rule = Row;
type RuleOf<Status> = Extract<(typeof DISCORD_RULES)[number], { status: Status }>['id'];
export type RestRuleId = RuleOf<number>;
export type GatewayRuleId = RuleOf<'close'>;
export type ClientRuleId = RuleOf<'client'>;

const byId: ReadonlyMap<string, Rule> = new Map(DISCORD_RULES.map((row) => [row.id, row]));

/** The row of a rule; ids are checked by the compiler, so a missing one is a fault. */
export function ruleOf(id: RuleId): Rule {
  const row = byId.get(id);
  if (!row) throw new Error(`no such rule: ${id}`);
  return row;
}

export function isRuleId(text: string): text is RuleId {
  return byId.has(text);
}
