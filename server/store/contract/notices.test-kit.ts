// What notices and pulses promise (server/play/ports), whoever implements them.
import { expect, test } from 'vitest';
import { asNodeId } from '../../race/graph.ts';
import type { RaceId } from '../../race/ids.ts';
import type { Store } from '../store.ts';
import { aPerson, aStory, cardIn, linkFor, participantId, raceId, SYSTEM, T0 } from './world.test-kit.ts';

const MANY = 1000;

export function noticesContract(store: () => Store): void {
  const pendingOf = async (race: RaceId) => (await store().notices.pending(MANY)).filter((one) => one.race === race);
  const locked = { type: 'race_locked', v: 1, at: T0 + 1, by: SYSTEM } as const;

  test('a notice comes with its fact, once, and keeps its nonce', async () => {
    const { log, notices } = store();
    const story = await aStory(store());
    const [card, link] = [cardIn('123'), linkFor(story.organizer.user, participantId())];
    expect(await log.append(story.next([locked], [card, link, card]))).toBe('ok');
    const pending = await pendingOf(story.id);
    expect(pending).toMatchObject([
      { ...card, race: story.id, seq: 2, state: 'pending', messageId: null, attempts: 0 },
      { ...link, race: story.id, seq: 2, state: 'pending' },
    ]);
    for (const { nonce } of pending) expect(nonce).toMatch(/^[\w-]{24}$/);
    await notices.add(story.id, 2, card);
    expect(await pendingOf(story.id)).toEqual(pending);
    await notices.add(story.id, 2, cardIn('456'));
    await notices.add(story.id, 1, card);
    expect(await pendingOf(story.id)).toHaveLength(4);
  });

  test('a refused append leaves no notice', async () => {
    const story = await aStory(store());
    expect(await store().log.append({ ...story.next([locked], [cardIn('1')]), after: 9 })).toBe('conflict');
    expect(await pendingOf(story.id)).toEqual([]);
  });

  test('a settled notice is no longer pending; the newest sent one comes first', async () => {
    const { notices } = store();
    const story = await aStory(store());
    for (const channel of ['1', '2', '3']) await notices.add(story.id, 1, cardIn(channel));
    const [one, two, three] = await pendingOf(story.id);
    await notices.settle(one?.id ?? '', { state: 'sent', messageId: 'm1' });
    await notices.settle(two?.id ?? '', { state: 'sent', messageId: 'm2' });
    await notices.settle(three?.id ?? '', { state: 'refused', messageId: null });
    expect(await pendingOf(story.id)).toEqual([]);
    expect((await notices.sent(story.id, 'card')).map(({ messageId }) => messageId)).toEqual(['m2', 'm1']);
    expect(await notices.sent(story.id, 'final_table')).toEqual([]);
    expect(await notices.sent(raceId(), 'card')).toEqual([]);
  });

  test('whom the platform lets us write to is known by the newest private message that it took or refused', async () => {
    const { notices } = store();
    const story = await aStory(store());
    const { user } = await aPerson(store());
    const settled = async (seq: number, state: 'sent' | 'refused' | 'dropped') => {
      await notices.add(story.id, seq, linkFor(user, participantId()));
      const newest = (await pendingOf(story.id)).at(-1);
      await notices.settle(newest?.id ?? '', { state, messageId: null });
    };
    expect(await notices.unreachable(user)).toBe(false);
    await settled(1, 'refused');
    expect(await notices.unreachable(user)).toBe(true);
    await settled(2, 'dropped');
    await notices.add(story.id, 3, linkFor(user, participantId()));
    expect(await notices.unreachable(user)).toBe(true);
    expect(await notices.unreachable(story.organizer.user)).toBe(false);
    await settled(4, 'sent');
    expect(await notices.unreachable(user)).toBe(false);
  });

  test('what was tried waits behind what was not', async () => {
    const { notices } = store();
    const story = await aStory(store());
    for (const channel of ['1', '2']) await notices.add(story.id, 1, cardIn(channel));
    const [first, second] = await pendingOf(story.id);
    await notices.retry(first?.id ?? '');
    expect(await pendingOf(story.id)).toEqual([second, { ...first, attempts: 1 }]);
    expect(await notices.pending(1)).toHaveLength(1);
  });

  test('none is left out before a younger one of its target', async () => {
    const { notices } = store();
    const story = await aStory(store());
    for (const seq of [1, 2]) {
      for (const channel of ['1', '2']) await notices.add(story.id, seq, cardIn(channel));
    }
    const [first, second, third, fourth] = await pendingOf(story.id);
    expect([first, second, third, fourth].map((one) => one?.seq)).toEqual([1, 1, 2, 2]);
    await notices.retry(first?.id ?? '');
    expect((await pendingOf(story.id)).map((one) => one.id)).toEqual(
      [second, first, third, fourth].map((one) => one?.id),
    );
  });

  test('pulses: the last of each player is kept', async () => {
    const { pulses } = store();
    const story = await aStory(store());
    const [one, two] = [participantId(), participantId()];
    await aPerson(store());
    const pulse = { igtMs: 3_599_999_000, deaths: 3, node: asNodeId('start'), movedAt: T0 + 7 };
    await pulses.write([
      { race: story.id, participant: one, pulse: { ...pulse, igtMs: 1 } },
      { race: story.id, participant: two, pulse: { ...pulse, node: null } },
      { race: story.id, participant: one, pulse },
    ]);
    expect(await pulses.load(story.id)).toEqual({ [one]: pulse, [two]: { ...pulse, node: null } });
    await pulses.write([{ race: story.id, participant: two, pulse: { ...pulse, deaths: 4 } }]);
    await pulses.write([]);
    expect(await pulses.load(story.id)).toEqual({ [one]: pulse, [two]: { ...pulse, deaths: 4 } });
    expect(await pulses.load(raceId())).toEqual({});
  });
}
