// The page behind "join this race" in a chat or in an announcement: what one joins, and the one button for it.

import type { Act } from './acts.ts';
import type { RaceModel } from './race.ts';

export type JoinModel = Pick<RaceModel, 'name' | 'path' | 'note' | 'details' | 'statusWord' | 'status'> & {
  readonly says: string;
  /** Null: there is nothing to press. */
  readonly action: Act | null;
  readonly loginPath: string | null;
};

export function joinModel({ name, path, note, details, status, statusWord, you }: RaceModel): JoinModel {
  const action = you.actions.find((one) => one.path === `${path}/join`) ?? null;
  const login = you.loginPath === null ? null : `/api/auth/twitch?next=${encodeURIComponent(`${path}/join`)}`;
  const says = you.says === '' && action === null ? 'Nobody can join this race now.' : you.says;
  return { name, path, note, details, status, statusWord, says, action, loginPath: login };
}
