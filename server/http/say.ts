// What a button of a page or a program does: it says the same word as everybody, as who is logged in (commands).

import { answer } from '../commands/answer.ts';
import { type ArgValue, type Asker, NO_RIGHTS } from '../commands/ask.ts';
import type { House } from '../commands/command.ts';
import type { Reply } from '../commands/reply.ts';
import type { User } from '../play/ports/index.ts';
import type { Site } from './site.ts';

export type Saying = {
  readonly command: string;
  readonly args: Readonly<Record<string, ArgValue>>;
  /** The asker has answered "are you sure". */
  readonly confirmed: boolean;
};

/** As commands know who speaks through the site. */
export const askerOf = (user: User): Asker => ({ user, place: { platform: 'web' }, rights: NO_RIGHTS });

export const say = (site: Site, user: User, saying: Saying): Promise<Reply> =>
  site.inTurn(user.id, () => sayNow(site.deps.house, user, saying));

/** For who has the turn already. */
export const sayNow = (house: House, user: User, { command, args, confirmed }: Saying): Promise<Reply> =>
  answer({ command, args, asker: askerOf(user), confirmed }, house);
