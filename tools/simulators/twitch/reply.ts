// An answer over HTTP as data, so that every endpoint of the identity service is a plain function. Deliberately absent: sockets.
import { answerTo, type RuleIdBy } from './rules.ts';

export type HttpReply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

export function jsonReply(value: unknown, status = 200): HttpReply {
  return {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: JSON.stringify(value),
  };
}

export function htmlReply(body: string): HttpReply {
  return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }, body };
}

export function redirectReply(location: string): HttpReply {
  return { status: 302, headers: { location, 'cache-control': 'no-store' }, body: '' };
}

/** The JSON answer to a broken rule: `{status, message}`. */
export function refusalReply(rule: RuleIdBy<'json'>): HttpReply {
  const answer = answerTo(rule);
  if (answer.kind !== 'json') throw new Error(`${rule} is not answered by JSON`);
  return jsonReply({ status: answer.status, message: answer.message }, answer.status);
}
