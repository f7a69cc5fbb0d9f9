// Whom a post names: who caused it, and whom it is about. Deliberately absent: how names are written (voice.ts).

import type { Post } from '../../play/ports/index.ts';
import type { Actor } from '../../race/facts.ts';
import type { Participant } from '../../race/race.ts';

/** Null: nobody, it happened by itself. */
export const nameOf = (by: Actor | undefined): string | null => (by?.kind === 'user' ? by.name : null);

export const nameOfActor = ({ cause }: Post): string | null =>
  cause !== null && 'by' in cause ? nameOf(cause.by) : null;

export const playerOf = ({ race, notice }: Post): Participant | undefined =>
  race.participants.find((one) => one.id === notice.participant);

export const nameOfPlayer = (post: Post): string => playerOf(post)?.name ?? post.recipient?.name ?? '?';
