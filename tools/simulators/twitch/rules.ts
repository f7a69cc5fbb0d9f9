// The one table of what Twitch refuses, and how. The implementation reads its answers from here; the tests break each rule once.
// `source` names Twitch's documentation, or "observed" (seen with the real service, by us or by others), or "assumed" where neither
// settles it and the stricter reading was taken. Deliberately absent: any decision; this says only what the answer looks like.

/** How a refusal looks on the wire. `{channel}` in a text is the channel's login, `{word}` the word concerned. */
export type Answer =
  | { readonly kind: 'notice'; readonly msgId: string | null; readonly text: string }
  | { readonly kind: 'numeric'; readonly code: string; readonly text: string }
  | { readonly kind: 'nak' }
  | { readonly kind: 'silence' }
  | { readonly kind: 'close' }
  | { readonly kind: 'json'; readonly status: number; readonly message: string }
  | { readonly kind: 'redirect'; readonly error: string; readonly description: string };

export type Rule = { readonly id: string; readonly rule: string; readonly source: string; readonly answer: Answer };

const IRC = 'dev.twitch.tv/docs/chat/irc';
const MSG_ID = 'dev.twitch.tv/docs/irc/msg-id';
const FLOWS = 'dev.twitch.tv/docs/authentication/getting-tokens-oauth';
const VALIDATE = 'dev.twitch.tv/docs/authentication/validate-tokens';
const REFRESH = 'dev.twitch.tv/docs/authentication/refresh-tokens';
const REVOKE = 'dev.twitch.tv/docs/authentication/revoke-tokens';
const HELIX = 'dev.twitch.tv/docs/api/reference#get-users';

const SILENCE = { kind: 'silence' } as const;
const LOGIN_FAILED = { kind: 'notice', msgId: null, text: 'Login authentication failed' } as const;
const BAD_AUTH = { kind: 'notice', msgId: null, text: 'Improperly formatted auth' } as const;
const BANNED = {
  kind: 'notice',
  msgId: 'msg_banned',
  text: 'You are permanently banned from talking in {channel}.',
} as const;
const json = <S extends number, M extends string>(status: S, message: M) =>
  ({ kind: 'json', status, message }) as const;

export const TWITCH_RULES = [
  // Connecting and logging in
  { id: 'irc.pass-first', rule: 'PASS comes before NICK', source: IRC, answer: BAD_AUTH },
  { id: 'irc.pass-format', rule: 'PASS is oauth:<token>', source: IRC, answer: BAD_AUTH },
  { id: 'irc.token', rule: 'the token is known and not expired or revoked', source: IRC, answer: LOGIN_FAILED },
  { id: 'irc.user-token', rule: 'an app token does not log in', source: IRC, answer: LOGIN_FAILED },
  { id: 'irc.nick', rule: 'NICK is the login of the token, in lower case', source: IRC, answer: LOGIN_FAILED },
  { id: 'irc.read-scope', rule: 'logging in needs the scope chat:read', source: IRC, answer: LOGIN_FAILED },
  {
    id: 'irc.failed-login-close',
    rule: 'a connection whose login failed is closed by the server',
    source: 'observed',
    answer: { kind: 'close' },
  },
  { id: 'irc.capability', rule: 'only known capabilities are granted', source: IRC, answer: { kind: 'nak' } },
  { id: 'irc.login-first', rule: 'JOIN, PART and PRIVMSG need a login', source: 'assumed', answer: SILENCE },
  {
    id: 'irc.command',
    rule: 'other IRC commands do not exist',
    source: IRC,
    answer: { kind: 'numeric', code: '421', text: 'Unknown command' },
  },
  { id: 'irc.pong', rule: 'PING is answered with PONG in time', source: IRC, answer: { kind: 'close' } },
  // Channels
  { id: 'irc.channel', rule: 'a channel is #login in lower case and exists', source: 'observed', answer: SILENCE },
  { id: 'irc.join-limit', rule: '20 joins in 10 s and account', source: IRC, answer: SILENCE },
  { id: 'irc.join-banned', rule: 'who is banned does not join', source: MSG_ID, answer: BANNED },
  // Talking
  { id: 'chat.anonymous', rule: 'justinfan only reads', source: 'observed', answer: SILENCE },
  {
    id: 'chat.edit-scope',
    rule: 'talking needs the scope chat:edit',
    source: `${IRC} (the scope); assumed (the notice)`,
    answer: { kind: 'notice', msgId: 'no_permission', text: 'You don’t have permission to perform that action.' },
  },
  { id: 'chat.banned', rule: 'who is banned does not talk', source: MSG_ID, answer: BANNED },
  { id: 'chat.account-limit', rule: '20 messages in 30 s and account', source: IRC, answer: SILENCE },
  { id: 'chat.account-limit-mod', rule: '100 in 30 s where moderator or broadcaster', source: IRC, answer: SILENCE },
  { id: 'chat.muted', rule: 'who exceeded the limit is ignored for 30 min', source: IRC, answer: SILENCE },
  { id: 'chat.empty', rule: 'a message has text', source: 'observed', answer: SILENCE },
  {
    id: 'chat.command',
    rule: 'a message that starts with / or . is a command (only /me is left)',
    source: MSG_ID,
    answer: { kind: 'notice', msgId: 'unrecognized_cmd', text: 'Unrecognized command: {word}' },
  },
  {
    id: 'chat.parent',
    rule: 'a reply names a message of this channel',
    source: 'assumed (refused; the notice is ours)',
    answer: { kind: 'notice', msgId: 'invalid_parent', text: 'The message you are replying to does not exist.' },
  },
  { id: 'chat.length', rule: 'at most 500 characters', source: 'observed; with "@Name " assumed', answer: SILENCE },
  {
    id: 'chat.pace',
    rule: 'one message a second and channel, unless moderator or broadcaster',
    source: MSG_ID,
    answer: {
      kind: 'notice',
      msgId: 'msg_ratelimit',
      text: 'Your message was not sent because you are sending messages too quickly.',
    },
  },
  {
    id: 'chat.duplicate',
    rule: 'not the text of 30 s ago again, unless moderator or broadcaster',
    source: MSG_ID,
    answer: {
      kind: 'notice',
      msgId: 'msg_duplicate',
      text: 'Your message was not sent because it is identical to the previous one you sent, less than 30 seconds ago.',
    },
  },
  // Authorize page
  { id: 'authorize.client', rule: 'the client is registered', source: FLOWS, answer: json(400, 'invalid client') },
  {
    id: 'authorize.redirect',
    rule: 'the redirect address is registered, letter by letter; nobody is sent elsewhere',
    source: FLOWS,
    answer: json(400, 'Parameter redirect_uri does not match registered URI'),
  },
  {
    id: 'authorize.response-type',
    rule: 'response_type is there',
    source: FLOWS,
    answer: json(400, 'missing response type'),
  },
  {
    id: 'authorize.code-only',
    rule: 'response_type is code (other flows are not simulated)',
    source: 'assumed',
    answer: json(400, 'invalid response type'),
  },
  {
    id: 'authorize.scope',
    rule: 'scopes look like scopes, with spaces between',
    source: FLOWS,
    answer: { kind: 'redirect', error: 'invalid_scope', description: 'invalid scope requested' },
  },
  {
    id: 'authorize.denied',
    rule: 'the user may say no',
    source: FLOWS,
    answer: { kind: 'redirect', error: 'access_denied', description: 'The user denied you access' },
  },
  // Token endpoint
  { id: 'id.method', rule: 'token, revoke and device take POST only', source: FLOWS, answer: json(404, 'not found') },
  { id: 'token.client-missing', rule: 'client_id is there', source: FLOWS, answer: json(400, 'missing client id') },
  { id: 'token.client', rule: 'the client is registered', source: FLOWS, answer: json(400, 'invalid client') },
  {
    id: 'token.secret-missing',
    rule: 'client_secret is there (not for device codes)',
    source: FLOWS,
    answer: json(400, 'missing client secret'),
  },
  {
    id: 'token.secret',
    rule: 'client_secret is the right one',
    source: 'observed',
    answer: json(403, 'invalid client secret'),
  },
  { id: 'token.grant', rule: 'grant_type is known', source: FLOWS, answer: json(400, 'invalid grant type') },
  { id: 'token.code-missing', rule: 'code is there', source: FLOWS, answer: json(400, 'missing code') },
  {
    id: 'token.code',
    rule: 'the code is known, fresh and this client’s',
    source: FLOWS,
    answer: json(400, 'Invalid authorization code'),
  },
  {
    id: 'token.code-once',
    rule: 'a code serves once',
    source: FLOWS,
    answer: json(400, 'Invalid authorization code'),
  },
  {
    id: 'token.redirect',
    rule: 'redirect_uri is that of the code',
    source: FLOWS,
    answer: json(400, 'Parameter redirect_uri does not match registered URI'),
  },
  {
    id: 'token.refresh',
    rule: 'the refresh token is the latest one and this client’s',
    source: `${REFRESH}; that the older one dies is assumed`,
    answer: json(400, 'Invalid refresh token'),
  },
  {
    id: 'device.pending',
    rule: 'no token before the user agrees',
    source: FLOWS,
    answer: json(400, 'authorization_pending'),
  },
  {
    id: 'device.code',
    rule: 'the device code is known, fresh, unused and this client’s',
    source: FLOWS,
    answer: json(400, 'invalid device code'),
  },
  // Validate, revoke, Helix
  {
    id: 'validate.header',
    rule: 'validate wants Authorization: OAuth <token>',
    source: VALIDATE,
    answer: json(401, 'missing authorization token'),
  },
  {
    id: 'validate.token',
    rule: 'the token is known and not expired or revoked',
    source: VALIDATE,
    answer: json(401, 'invalid access token'),
  },
  { id: 'revoke.client', rule: 'the client exists', source: REVOKE, answer: json(404, 'client does not exist') },
  {
    id: 'revoke.token',
    rule: 'the token is this client’s and valid',
    source: REVOKE,
    answer: json(400, 'Invalid token'),
  },
  { id: 'helix.token', rule: 'Helix wants a Bearer token', source: HELIX, answer: json(401, 'Invalid OAuth token') },
  {
    id: 'helix.client',
    rule: 'the header Client-Id is the token’s client',
    source: HELIX,
    answer: json(401, 'Client ID and OAuth token do not match'),
  },
  {
    id: 'helix.users',
    rule: '1 to 100 ids and logins, or none and a user’s token',
    source: HELIX,
    answer: json(400, 'Invalid login names, emails or IDs in request'),
  },
] as const satisfies readonly Rule[];

type TwitchRule = (typeof TWITCH_RULES)[number];
export type RuleId = TwitchRule['id'];
/** The ids of the rules that are answered in one way, so that a JSON door cannot be asked for a chat notice. */
export type RuleIdBy<K extends Answer['kind']> = Extract<TwitchRule, { answer: { kind: K } }>['id'];

const byId = new Map<string, Rule>(TWITCH_RULES.map((rule) => [rule.id, rule]));

/** The answer to a broken rule. */
export function answerTo(id: RuleId): Answer {
  const rule = byId.get(id);
  if (!rule) throw new Error(`no such rule: ${id}`);
  return rule.answer;
}

/** Fills `{channel}` and `{word}` of an answer's text. */
export function fillText(text: string, slots: { channel?: string; word?: string }): string {
  return text.replace('{channel}', slots.channel ?? '').replace('{word}', slots.word ?? '');
}
