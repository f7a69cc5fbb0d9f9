// What the event log promises (server/play/ports/log.ts), whoever implements it.
import { expect, test } from 'vitest';
import type { Store } from '../store.ts';
import { aCode, aPerson, aStory, joined, participantId, raceId, SYSTEM, T0 } from './world.test-kit.ts';

const opened = (at: number) => ({ type: 'race_opened', v: 1, at, by: SYSTEM }) as const;
const locked = (at: number) => ({ type: 'race_locked', v: 1, at, by: SYSTEM }) as const;

export function logContract(store: () => Store): void {
  test('facts come back as they were written, in order, from where one asks', async () => {
    const { log } = store();
    const story = await aStory(store());
    const participant = participantId();
    const facts = [
      opened(T0 + 1),
      joined(participant, await aPerson(store()), T0 + 2),
      {
        type: 'gate_passed',
        v: 1,
        at: T0 + 3,
        participant,
        place: { outbox: 'o', seq: 4 },
        subject: { kind: 'flag', flag: 1_040_292_800 },
        igtMs: 3_599_999_000,
        deaths: 2,
        happenedAt: T0 + 2,
        marks: ['no_path'],
        node: story.seed.startNode,
        layer: 0,
        from: null,
      },
    ] as const;
    expect(await story.append(...facts)).toBe('ok');
    expect(await log.read(story.id, 1)).toEqual(facts.map((fact, index) => ({ seq: index + 2, fact })));
    expect((await log.read(story.id)).map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect(await log.read(story.id, 4)).toEqual([]);
    expect(await log.read(raceId())).toEqual([]);
  });

  test('of writers at once one wins, the others are told, and nothing of theirs is kept', async () => {
    const story = await aStory(store());
    const append = story.next([opened(T0 + 1)]);
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => store().log.append(append)));
    expect(outcomes.toSorted()).toEqual([...Array<string>(9).fill('conflict'), 'ok']);
    expect(await store().log.read(story.id)).toHaveLength(2);
  });

  test('a log has no holes, and a race is made once', async () => {
    const story = await aStory(store());
    expect(await store().log.append({ ...story.next([opened(T0 + 1)]), after: 2 })).toBe('conflict');
    const again = await store().log.read(story.id);
    const facts = again.map(({ fact }) => fact);
    expect(await store().log.append({ race: story.id, after: 0, facts, state: story.state(), notices: [] })).toBe(
      'conflict',
    );
    expect(await store().log.read(story.id)).toEqual(again);
  });

  test('a code belongs to one race; the second is told and leaves nothing behind', async () => {
    const code = aCode();
    const first = await aStory(store(), { code });
    const second = await aStory(store());
    const [created] = await store().log.read(second.id);
    if (created?.fact.type !== 'race_created') throw new Error('A log begins with race_created.');
    const race = raceId();
    const outcome = await store().log.append({
      race,
      after: 0,
      facts: [{ ...created.fact, race, code }],
      state: { ...second.state(), id: race, code },
      notices: [],
    });
    expect(outcome).toBe('code_taken');
    expect(await store().log.byCode(code)).toBe(first.id);
    expect(await store().log.read(race)).toEqual([]);
    expect(await store().log.byCode(aCode())).toBeUndefined();
  });

  test('the list follows the facts: status, players, times, newest first', async () => {
    const { log } = store();
    const older = await aStory(store(), { at: T0 });
    const story = await aStory(store(), { at: T0 + 60_000 });
    const player = await aPerson(store(), 'player');
    const participant = participantId();
    await story.append(opened(T0 + 61_000), joined(participant, player, T0 + 62_000));
    const summary = async () => (await log.list({ user: story.organizer.user, limit: 5 }))[0];
    expect(await summary()).toEqual({
      id: story.id,
      code: story.state().code,
      name: 'Friday race',
      status: 'open',
      pool: story.seed.pool,
      organizerName: 'ORGANIZER',
      players: 1,
      maxPlayers: 16,
      scheduledStart: null,
      startedAt: null,
      finishedAt: null,
      createdAt: T0 + 60_000,
    });
    await story.append(
      { type: 'countdown_started', v: 1, at: T0 + 70_000, by: SYSTEM, startsAt: T0 + 80_000, seconds: 10 },
      { type: 'race_started', v: 1, at: T0 + 80_000, startedAt: T0 + 80_000, clockBoundsMs: {} },
    );
    expect(await summary()).toMatchObject({ status: 'running', startedAt: T0 + 80_000 });
    await story.append({ type: 'race_finished', v: 1, at: T0 + 90_000, by: SYSTEM, why: 'ended' });
    expect(await summary()).toMatchObject({ status: 'finished', finishedAt: T0 + 90_000 });
    expect(await log.unfinished()).toEqual(expect.arrayContaining([story.id, older.id]));
    await story.append({ type: 'results_became_final', v: 1, at: T0 + 99_000 });
    expect(await log.unfinished()).not.toContain(story.id);
    expect((await log.list({ user: player.user, limit: 5 })).map(({ id }) => id)).toEqual([story.id]);
    expect(await log.list({ user: player.user, statuses: ['open'], limit: 5 })).toEqual([]);
    const all = (await log.list({ limit: 500 })).map(({ id }) => id);
    expect(all.indexOf(story.id)).toBeLessThan(all.indexOf(older.id));
    expect(await log.list({ limit: 1 })).toHaveLength(1);
  });

  test('of those that are settled it knows which a spectator delay still holds back', async () => {
    const { log } = store();
    const late = await aStory(store(), { options: { spectatorDelaySeconds: 60 } });
    const live = await aStory(store());
    const at = T0 + 1_000_000;
    expect(await log.heldBack(at)).not.toContain(late.id);
    for (const story of [late, live]) {
      await story.append({ type: 'race_cancelled', v: 1, at, by: SYSTEM, reason: null, fate: 'released' });
    }
    expect(await log.heldBack(at + 59_999)).toContain(late.id);
    expect(await log.heldBack(at + 60_000)).not.toContain(late.id);
    expect(await log.heldBack(at)).not.toContain(live.id);
  });

  test('the list goes on after any of its races, also after several of one instant', async () => {
    const { log } = store();
    const statuses = ['draft'] as const;
    const story = await aStory(store(), { at: T0 + 200_000 });
    const { user } = story.organizer;
    const same = await Promise.all([1, 2, 3, 4].map(() => aStory(store(), { at: T0 + 200_000 })));
    const whole = (await log.list({ statuses, limit: 500 })).map(({ id }) => id);
    const walked: string[] = [];
    for (let page = await log.list({ statuses, limit: 2 }); page.length > 0; ) {
      walked.push(...page.map(({ id }) => id));
      const last = page.at(-1);
      page = last === undefined ? [] : await log.list({ statuses, limit: 2, after: last });
    }
    expect(walked).toEqual(whole);
    expect(walked).toEqual(expect.arrayContaining([story, ...same].map(({ id }) => id)));
    expect(await log.list({ user, limit: 5, after: { createdAt: T0 + 200_000, id: story.id } })).toEqual([]);
  });

  test('who left is no longer counted nor listed', async () => {
    const story = await aStory(store());
    const player = await aPerson(store(), 'leaver');
    const participant = participantId();
    await story.append(opened(T0 + 1), joined(participant, player));
    await story.append({ type: 'player_left', v: 1, at: T0 + 5, participant });
    expect(await store().log.list({ user: player.user, limit: 5 })).toEqual([]);
    const back = participantId();
    expect(await story.append(joined(back, player), locked(T0 + 6))).toBe('ok');
    expect((await store().log.list({ user: player.user, limit: 5 }))[0]?.players).toBe(1);
  });

  test('a chat channel and a server know their races until the channel is taken away', async () => {
    const { log } = store();
    const channel = aCode().toLowerCase();
    const server = `server-${channel}`;
    const discord = { platform: 'discord', channel, server, kind: 'home' } as const;
    const first = await aStory(store(), { at: T0, channels: [discord] });
    const second = await aStory(store(), { at: T0 + 1, channels: [discord] });
    const ids = (found: readonly { readonly id: string }[]) => found.map(({ id }) => id);
    expect(ids(await log.byChannel('discord', channel))).toEqual([second.id, first.id]);
    expect(ids(await log.byServer('discord', server))).toEqual([second.id, first.id]);
    expect(await log.byChannel('twitch', channel)).toEqual([]);
    const twitch = { platform: 'twitch', channel, server: null, kind: 'shown' } as const;
    await first.append({ type: 'channel_added', v: 1, at: T0 + 2, by: SYSTEM, channel: twitch });
    expect(await log.channels('twitch')).toContain(channel);
    await second.append({ type: 'channel_removed', v: 1, at: T0 + 3, by: SYSTEM, platform: 'discord', channel });
    expect(ids(await log.byServer('discord', server))).toEqual([first.id]);
    await first.append({ type: 'race_cancelled', v: 1, at: T0 + 4, by: SYSTEM, reason: null, fate: 'released' });
    expect(await log.channels('twitch')).not.toContain(channel);
    expect(await log.unfinished()).not.toContain(first.id);
    expect(ids(await log.byChannel('twitch', channel))).toEqual([first.id]);
  });

  test('who got a pack of a seed is remembered, also after leaving', async () => {
    const story = await aStory(store());
    const [taker, other] = [await aPerson(store(), 'taker'), await aPerson(store(), 'other')];
    const participant = participantId();
    await story.append(opened(T0 + 1), joined(participant, taker), joined(participantId(), other));
    await story.append({ type: 'pack_downloaded', v: 1, at: T0 + 2, participant, generation: 1 });
    await story.append({ type: 'player_left', v: 1, at: T0 + 3, participant });
    const users = [other.user, taker.user];
    expect(await store().log.playedSeed(story.seed.id, users, raceId())).toEqual([taker.user]);
    expect(await store().log.playedSeed(story.seed.id, users, story.id)).toEqual([]);
    expect(await store().log.playedSeed(story.seed.id, [other.user], raceId())).toEqual([]);
  });

  test('text that a database cannot hold fails no write', async () => {
    const story = await aStory(store());
    const participant = participantId();
    await story.append(joined(participant, await aPerson(store())));
    const text = 'zero \0 half \uD800 whole \u{1F5E1}';
    expect(await story.append({ type: 'note_reported', v: 1, at: T0 + 2, participant, code: 'panic', text })).toBe(
      'ok',
    );
    expect((await store().log.read(story.id, 2))[0]?.fact).toMatchObject({
      text: 'zero \uFFFD half \uFFFD whole \u{1F5E1}',
    });
  });
}
