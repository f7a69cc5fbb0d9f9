// What the tally promises (server/play/ports/tally.ts), whoever counts.
import { expect, test } from 'vitest';
import type { Store } from '../store.ts';
import { aStory, cardIn, SYSTEM, T0 } from './world.test-kit.ts';

export function tallyContract(store: () => Store): void {
  test('races are counted by status, notices while they wait', async () => {
    const { log, notices, tallies } = store();
    const before = await tallies.count();
    const story = await aStory(store());
    await aStory(store());
    const drafts = { races: { ...before.races, draft: before.races.draft + 2 }, notices: before.notices };
    expect(await tallies.count()).toEqual(drafts);
    const opened = { type: 'race_opened', v: 1, at: T0 + 1, by: SYSTEM } as const;
    const channel = `tally ${story.id}`;
    expect(await log.append(story.next([opened], [cardIn(channel)]))).toBe('ok');
    const after = await tallies.count();
    expect(after.races).toMatchObject({ draft: before.races.draft + 1, open: before.races.open + 1 });
    const { waiting, retried } = before.notices;
    expect(after.notices).toEqual({ waiting: waiting + 1, retried });
    const [card] = (await notices.pending(1_000)).filter(({ race }) => race === story.id);
    if (card === undefined) throw new Error('The card is not pending.');
    await notices.retry(card.id);
    expect((await tallies.count()).notices).toEqual({ waiting: waiting + 1, retried: retried + 1 });
    await notices.settle(card.id, { state: 'sent', messageId: '1' });
    expect((await tallies.count()).notices).toEqual(before.notices);
  });
}
