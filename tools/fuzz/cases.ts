// What fuzzing has found, smallest form, replayed before anything new is tried. A finding is added here together with its mend.

export type FuzzCase = { readonly target: string; readonly input: string; readonly was: string };

export const CASES: readonly FuzzCase[] = [
  { target: 'from-mod', input: `{"type":"${'\u{10000}'.repeat(120)}"}`, was: 'half a character in the answer' },
  { target: 'from-mod', input: '{"type":"a\\u0000\\u202E"}', was: 'what no screen can show in the answer' },
  { target: 'from-mod', input: '{"type":"dance","seq":-1}', was: 'an answer that is not of the protocol' },
  {
    target: 'from-mod',
    input: '{"type":"auth","mod_token":"x","outbox":"a\\u0000"}',
    was: 'a name that the database changes',
  },
  {
    target: 'pool-toml',
    input: '[sprint]\ndescription = "\\u0000Fast"',
    was: 'a control character for people to read',
  },
  { target: 'pool-toml', input: `[s${'.a.b'.repeat(2_500)}]`, was: 'RangeError: the stack, and no pools at all' },
  {
    target: 'pool-toml',
    input: '[[sprint]]',
    was: 'TypeError: a table that cannot be made a text, and no pools at all',
  },
  {
    target: 'pool-toml',
    input: `[sprint]\ndisplay_name = "${'S'.repeat(80)}"\nduration = "~30min"`,
    was: 'a name too long to be one',
  },
  {
    target: 'twitch-line',
    input: '@id=a;user-id=7;room-id=1 :ann!a@b PRIVMSG @#streamer :!join',
    was: 'no name of a channel',
  },
  {
    target: 'chat',
    input: '!race create sprint \uD800',
    was: 'half a character in a name, and no database takes it as it is',
  },
  { target: 'chat', input: '!race create sprint \u3164', was: 'a name that nobody can see' },
  { target: 'place', input: 'discord:200/', was: 'a place without a name' },
  { target: 'place', input: 'console:l/obby', was: 'a place with two names' },
  { target: 'name', input: 'a\uD800b', was: 'half a character on the way to a platform' },
  { target: 'login-next', input: `/race/${'<'.repeat(490)}`, was: 'longer than what may be asked for' },
  {
    target: 'http-request',
    input: 'GET / HTTP/1.1\r\nHost: a\r\n\r\n 127.0.0.1\r\nConnection: close\r\n\r\n',
    was: 'an alarm in the log for what is no HTTP',
  },
];
