// What a button of a page does: it says the same word as everybody, as who is logged in (commands).

import { answer } from '../commands/answer.ts';
import { type ArgValue, NO_RIGHTS } from '../commands/ask.ts';
import type { Reply } from '../commands/reply.ts';
import type { User } from '../play/ports/index.ts';
import type { Site } from './site.ts';

export type Saying = {
  readonly command: string;
  readonly args: Readonly<Record<string, ArgValue>>;
  /** The asker has answered "are you sure". */
  readonly confirmed: boolean;
};

export function say(site: Site, user: User, { command, args, confirmed }: Saying): Promise<Reply> {
  const asker = { user, place: { platform: 'web' }, rights: NO_RIGHTS } as const;
  return answer({ command, args, asker, confirmed }, site.deps.house);
}
