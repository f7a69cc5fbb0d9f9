// When server processes ended, and what each had not noted as said by then: what it said in that instant is said again by the next one,
// and nothing else is. Read past every fault, before the next process can change it.

import { setTimeout as pause } from 'node:timers/promises';
import type { Notice, NoticeKind } from '../../server/play/ports/index.ts';
import type { Server } from './server.ts';

export type Death = {
  /** Wall ms. */
  readonly atMs: number;
  /** Kinds of lines for chat that were neither noted as said nor given up. */
  readonly unnoted: ReadonlySet<NoticeKind>;
};

const AGAIN_MS = 100;
/** A killed database takes its time to recover. */
const READ_WITHIN_MS = 60_000;

/** The same server; whoever starts it again leaves a death behind. */
export function mourned(
  server: Server,
  pending: () => Promise<readonly Notice[]>,
): { readonly server: Server; readonly deaths: readonly Death[] } {
  const deaths: Death[] = [];
  const start = async () => {
    const atMs = server.endedAt();
    if (atMs !== undefined) deaths.push({ atMs, unnoted: chatKinds(await insist(pending)) });
    await server.start();
  };
  return { server: { ...server, start }, deaths };
}

const chatKinds = (pending: readonly Notice[]): ReadonlySet<NoticeKind> =>
  new Set(
    pending.filter(({ target }) => target.to === 'channel' && target.platform === 'twitch').map(({ kind }) => kind),
  );

async function insist<T>(read: () => Promise<T>): Promise<T> {
  const end = performance.now() + READ_WITHIN_MS;
  for (;;) {
    try {
      return await read();
    } catch (fault) {
      if (performance.now() > end) throw fault;
      await pause(AGAIN_MS);
    }
  }
}
