// The step where a person agrees that an application may act for them: checks the address that sent them, and says where they
// are sent back to. Deliberately absent: HTML (pages.ts), sessions of a browser (everybody is asked each time).
import type { Application, Applications } from './applications.ts';
import type { Codes } from './codes.ts';
import { answerTo, type RuleIdBy } from './rules.ts';
import type { User } from './world.ts';

/** A request that may be shown to a person. */
export type AuthorizeRequest = {
  readonly application: Application;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly state: string | null;
};

export type AuthorizeCheck =
  | { readonly request: AuthorizeRequest }
  /** Shown as a plain page: the redirect address cannot be trusted. */
  | { readonly refused: RuleIdBy<'json'> }
  /** Sent back with an error. */
  | { readonly sentBack: string };

const SCOPE = /^[a-z]+(?::[a-z_]+)*$/;

/** `query` is that of /oauth2/authorize. */
export function checkAuthorize(query: URLSearchParams, applications: Applications): AuthorizeCheck {
  const application = applications.find(query.get('client_id') ?? '');
  const redirectUri = query.get('redirect_uri') ?? '';
  const responseType = query.get('response_type');
  if (!application) return { refused: 'authorize.client' };
  if (!application.redirectUris.has(redirectUri)) return { refused: 'authorize.redirect' };
  if (responseType === null) return { refused: 'authorize.response-type' };
  if (responseType !== 'code') return { refused: 'authorize.code-only' };

  const scopes = (query.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
  const request = { application, redirectUri, scopes, state: query.get('state') };
  return scopes.every((scope) => SCOPE.test(scope)) ? { request } : { sentBack: sendBack(request, 'authorize.scope') };
}

/** The address with `code`, `scope` and `state` for the one who agreed. */
export function agree(request: AuthorizeRequest, user: User, codes: Codes): string {
  const { application, redirectUri, scopes, state } = request;
  const code = codes.issue({ clientId: application.clientId, redirectUri, userId: user.id, scopes });
  return withQuery(redirectUri, { code, scope: scopes.join(' '), state });
}

/** The address with `error` for the one who did not. */
export function deny(request: AuthorizeRequest): string {
  return sendBack(request, 'authorize.denied');
}

function sendBack(request: AuthorizeRequest, rule: RuleIdBy<'redirect'>): string {
  const answer = answerTo(rule);
  if (answer.kind !== 'redirect') throw new Error(`${rule} does not redirect`);
  const { error, description } = answer;
  return withQuery(request.redirectUri, { error, error_description: description, state: request.state });
}

function withQuery(address: string, values: Record<string, string | null>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(values)) if (value !== null) url.searchParams.set(name, value);
  return url.href;
}
