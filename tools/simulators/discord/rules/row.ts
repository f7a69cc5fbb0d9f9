// The shape of a rule, the four ways to write one, and the sources that many share. "docs" is discord.com/developers/docs, "spec" the
// OpenAPI document of discord/discord-api-spec.
export type Row = { readonly id: string; readonly rule: string; readonly source: string; readonly says: string } & (
  | { readonly status: number; readonly code: number; readonly field?: string }
  | { readonly status: 'close'; readonly code: number }
  | { readonly status: 'client'; readonly code: null }
);

export const SOURCE = {
  commands: 'docs: interactions/application-commands',
  components: 'docs: components/reference',
  messages: 'docs: resources/message',
  receiving: 'docs: interactions/receiving-and-responding',
  events: 'docs: resources/guild-scheduled-event',
  channels: 'docs: resources/channel',
  codes: 'docs: topics/opcodes-and-status-codes',
  app: 'behaviour of the Discord app',
} as const;

/** Codes inside `errors` that many fields share. */
export const FIELD = {
  tooLong: 'BASE_TYPE_MAX_LENGTH',
  badLength: 'BASE_TYPE_BAD_LENGTH',
  required: 'BASE_TYPE_REQUIRED',
} as const;

/** A refusal with a status and a JSON code of its own. */
export function rest<const Id extends string>(
  id: Id,
  status: number,
  code: number,
  says: string,
  rule: string,
  source: string,
) {
  return { id, status, code, says, rule, source };
}

/** A field of a form: 400 with 50035, `field` and `says` stand in `errors` at the field's path. */
export function form<const Id extends string>(id: Id, field: string, says: string, rule: string, source: string) {
  return { id, status: 400, code: 50035, field, says, rule, source };
}

export function close<const Id extends string>(id: Id, code: number, says: string, rule: string, source: string) {
  return { id, status: 'close' as const, code, says, rule, source };
}

export function client<const Id extends string>(id: Id, says: string, rule: string, source: string) {
  return { id, status: 'client' as const, code: null, says, rule, source };
}
