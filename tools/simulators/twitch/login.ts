// May this NICK log in to chat with this PASS? Deliberately absent: justinfan, who needs no PASS (session.ts).
import type { RuleId } from './rules.ts';
import type { Tokens } from './tokens.ts';
import type { User, World } from './world.ts';

const PASS = /^oauth:(\S+)$/;

/** `pass` is null when none was sent before NICK. `canTalk`: the token has the scope chat:edit. */
export function checkLogin(
  nick: string,
  pass: string | null,
  tokens: Tokens,
  world: World,
): { user: User; canTalk: boolean } | { refused: RuleId } {
  if (pass === null) return { refused: 'irc.pass-first' };
  const secret = PASS.exec(pass)?.[1];
  if (secret === undefined) return { refused: 'irc.pass-format' };
  const token = tokens.find(secret);
  if (!token) return { refused: 'irc.token' };
  const user = token.userId === null ? null : world.userById(token.userId);
  if (!user) return { refused: 'irc.user-token' };
  if (user.login !== nick) return { refused: 'irc.nick' };
  if (!token.scopes.includes('chat:read')) return { refused: 'irc.read-scope' };
  return { user, canTalk: token.scopes.includes('chat:edit') };
}
