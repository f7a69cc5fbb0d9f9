// make-admin: gives an account that has been here the rights of an administrator, takes them back, or lists who has them.
import { type AdminName, findAdmin } from '../play/admins.ts';
import type { Accounts, User } from '../play/ports/index.ts';
import type { Print } from './print.ts';

export type MakeAdminWish = { readonly who: AdminName | undefined; readonly revoke: boolean };
type Deps = {
  readonly accounts: Pick<Accounts, 'admins' | 'setAdmin' | 'byTwitchName' | 'byDiscordId'>;
  /** By configuration. */
  readonly configured: readonly AdminName[];
  readonly print: Print;
};

/** Answers the exit code. */
export async function makeAdmin(
  { who, revoke }: MakeAdminWish,
  { accounts, configured, print }: Deps,
): Promise<number> {
  if (who === undefined) {
    const admins = await accounts.admins();
    for (const user of admins) print(describe(user));
    if (admins.length === 0) print('There is no administrator yet: speedfog-racing make-admin twitch:LOGIN');
    return 0;
  }
  const user = await findAdmin(accounts, who);
  if (user === undefined) {
    print(
      `Nobody with the account ${who} has been here yet. Log in once or say any command, then try again; or set ADMINS=${who}.`,
    );
    return 1;
  }
  await accounts.setAdmin(user.id, !revoke);
  if (revoke && configured.includes(who)) {
    print(`${describe(user)} stays an administrator as long as ADMINS says so.`);
    return 1;
  }
  print(revoke ? `${describe(user)} is no administrator any more.` : `${describe(user)} is an administrator now.`);
  return 0;
}

function describe({ name, twitchName, discordId }: User): string {
  const accounts = [
    ...(twitchName === null ? [] : [`twitch:${twitchName}`]),
    ...(discordId === null ? [] : [`discord:${discordId}`]),
  ];
  return `${name} (${accounts.join(', ') || 'console'})`;
}
