// Logs a visitor or a browser of a test in, by a sign-in link as /web gives it: no Twitch needed.

import type { User } from '../../server/play/ports/index.ts';
import type { WebHouse } from './web-house.ts';
import { makeVisitor, type Visitor } from './web-visitor.ts';

const LIVES_MS = 300_000;

/** The path of a link for one use that signs in as this user. */
export async function signInPath({ store, time }: Pick<WebHouse, 'store' | 'time'>, { id }: User): Promise<string> {
  const expiresAt = time.now() + LIVES_MS;
  return `/sign-in/${await store.tickets.issue({ purpose: 'sign_in', about: id, name: null, by: id, expiresAt })}`;
}

/** A visitor who is logged in as the person of this name. */
export async function visitorAs(house: WebHouse, name: string): Promise<Visitor> {
  const visitor = makeVisitor(house.base);
  const path = await signInPath(house, await house.user(name));
  const answer = await visitor.press(path, path);
  if (answer.status !== 303) throw new Error(`could not sign in as ${name}: ${answer.status}`);
  return visitor;
}
