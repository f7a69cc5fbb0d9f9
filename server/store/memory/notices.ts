// The notices' twin in memory.
import type { Notice, NoticeDraft, Notices } from '../../play/ports/index.ts';
import type { RaceId } from '../../race/ids.ts';
import { nonceOf } from '../notice-key.ts';

export type MemoryNotices = Notices & { put(race: RaceId, seq: number, drafts: readonly NoticeDraft[]): void };

export function makeMemoryNotices(): MemoryNotices {
  const kept: Notice[] = [];
  const put = (race: RaceId, seq: number, drafts: readonly NoticeDraft[]) => {
    for (const draft of drafts) {
      const nonce = nonceOf(race, seq, draft);
      if (kept.some((one) => one.nonce === nonce)) continue;
      const id = String(kept.length + 1);
      kept.push({ ...structuredClone(draft), id, race, seq, nonce, state: 'pending', messageId: null, attempts: 0 });
    }
  };
  const change = (id: string, next: (notice: Notice) => Notice) => {
    const index = kept.findIndex((one) => one.id === id);
    const notice = kept[index];
    if (notice !== undefined) kept[index] = next(notice);
  };
  return {
    put,
    async pending(limit) {
      const places = new Map<string, number>();
      return kept
        .filter((one) => one.state === 'pending')
        .map((one) => {
          const target = JSON.stringify(one.target);
          const place = (places.get(target) ?? 0) + 1;
          places.set(target, place);
          return { one, place };
        })
        .sort((a, b) => a.place - b.place || a.one.attempts - b.one.attempts)
        .slice(0, limit)
        .map(({ one }) => one);
    },
    settle: async (id, { state, messageId }) => change(id, (notice) => ({ ...notice, state, messageId })),
    retry: async (id) => change(id, (notice) => ({ ...notice, attempts: notice.attempts + 1 })),
    sent: async (race, kind) =>
      kept.filter((one) => one.race === race && one.kind === kind && one.state === 'sent').reverse(),
    unreachable: async (user) =>
      kept.findLast(
        ({ target, state }) =>
          target.to === 'user' && target.user === user && (state === 'sent' || state === 'refused'),
      )?.state === 'refused',
    add: async (race, seq, draft) => put(race, seq, [draft]),
  };
}
