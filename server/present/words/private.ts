// Answers to questions may be shown to everybody; whatever concerns one person is theirs alone.

import type { Reply, ReplyKind } from '../../commands/reply.ts';

const FOR_ALL: readonly ReplyKind[] = ['leaderboard', 'progress', 'status', 'races', 'pools', 'help', 'overlay'];

/** Whatever is not known to be for everybody. */
export const isPrivate = ({ kind }: Reply): boolean => !FOR_ALL.includes(kind);
