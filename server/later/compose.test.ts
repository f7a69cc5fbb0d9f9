// Whom a notice is for, and when it has become pointless.

import { describe, expect, it } from 'vitest';
import { openCommandHouse } from '../../tools/testing/command-house.ts';
import { manualTime } from '../../tools/testing/manual-time.ts';
import type { Notice, NoticeKind, NoticeTarget } from '../play/ports/index.ts';
import { wordPost } from '../present/words/index.ts';
import type { RaceChannel } from '../race/facts.ts';
import type { ParticipantId, RaceCode, RaceId } from '../race/ids.ts';
import { START, T0 } from '../race/story.test-kit.ts';
import { compose } from './compose.ts';

const HOME: RaceChannel = { platform: 'discord', channel: '10', server: '1', kind: 'home' };
const CHAT: RaceChannel = { platform: 'twitch', channel: 'dan', server: null, kind: 'home' };
const CHANNEL: NoticeTarget = { to: 'channel', platform: 'discord', channel: '10', server: '1' };
const CHATTERS: NoticeTarget = { to: 'channel', platform: 'twitch', channel: 'dan', server: null };

async function setting(codes: readonly string[] = ['CDFGH']) {
  const time = manualTime(T0);
  const house = openCommandHouse({ time });
  const { store, submitter } = house;
  const person = async (platform: 'discord' | 'twitch', name: string) => {
    const account = { platform, id: `id of ${name}`, login: name, displayName: name, avatarUrl: null } as const;
    const { id } = await store.accounts.ofIdentity(account);
    return { user: id, name };
  };
  const dan = await person('discord', 'dan');
  const races: RaceId[] = [];
  for (const [index, code] of codes.entries()) {
    const race = `00000001-0000-4000-8000-00000000000${index}` as RaceId;
    const drawn = await house.house.seeds.draw('sprint', race, 0);
    if ('refused' in drawn) throw new Error('no seed');
    await submitter.create({
      ...{ race, code: code as RaceCode, name: 'Cup', note: null, seed: drawn.seed, options: { packs: 'manual' } },
      ...{ organizer: dan, channels: [HOME, CHAT], scheduledStart: null, draft: false },
      ...(races[0] === undefined ? {} : { again: races[0] }),
    });
    races.push(race);
  }
  const raceOf = async (id: RaceId) => {
    const known = await submitter.load(id);
    if (known === undefined) throw new Error('no race');
    return known;
  };
  const join = async (race: RaceId, platform: 'discord' | 'twitch', name: string) => {
    const newParticipant = `00000002-0000-4000-8000-${name.padStart(12, '0')}` as ParticipantId;
    const who = await person(platform, name);
    await submitter.submit(race, { type: 'join', person: who, newParticipant });
    return { ...who, id: newParticipant };
  };
  /** What it would say now; undefined: nothing. */
  const of = async (race: RaceId, kind: NoticeKind, target: NoticeTarget, participant: ParticipantId | null = null) => {
    const { race: state, seq } = await raceOf(race);
    const rest = { id: '1', nonce: 'n', state: 'pending', messageId: null, attempts: 0 } as const;
    const notice: Notice = { kind, target, participant, race, seq, ...rest };
    const view = { race: state, seq, pulses: {}, liveness: {}, asOf: time.now() };
    return compose(notice, state, view, time.now(), { ...house.house, log: store.log, notices: store.notices });
  };
  const mentioned = async (...asked: Parameters<typeof of>) => Object.values((await of(...asked))?.mentions ?? {});
  return { house, time, store, submitter, dan, races, join, of, mentioned, raceOf };
}

const first = (races: readonly RaceId[]): RaceId => races[0] ?? expect.fail('no race');

describe('another round', () => {
  it('calls the players of the one before who are not in yet', async () => {
    const { races, join, mentioned, of } = await setting(['CDFGH', 'CDFGJ']);
    const [before, next] = [first(races), races[1] ?? expect.fail('one race')];
    expect(await of(next, 'again', CHANNEL)).toBeUndefined();
    await join(before, 'discord', 'aa');
    await join(before, 'discord', 'bb');
    await join(before, 'twitch', 'cc');
    expect((await mentioned(next, 'again', CHANNEL)).sort()).toEqual(['id of aa', 'id of bb']);
    await join(next, 'discord', 'aa');
    expect(await mentioned(next, 'again', CHANNEL)).toEqual(['id of bb']);
  });
});

describe('a reminder', () => {
  it('mentions the players on Discord; chat hears it only for who is not reached otherwise', async () => {
    const { races, join, mentioned, of } = await setting();
    const race = first(races);
    await join(race, 'discord', 'aa');
    expect(await mentioned(race, 'reminder', CHANNEL)).toEqual(['id of aa']);
    expect(await of(race, 'reminder', CHATTERS)).toBeUndefined();
    await join(race, 'twitch', 'bb');
    const inChat = await of(race, 'reminder', CHATTERS);
    expect(inChat?.names).toEqual(['bb']);
    expect(inChat && wordPost(inChat, 'twitch').text).toMatch(/Not ready yet: @bb\. Pack and what to do: /);
  });

  it('of what is missing ends when nothing is', async () => {
    const { races, join, of, submitter } = await setting();
    const race = first(races);
    const aa = await join(race, 'discord', 'aa');
    const target = { to: 'user', user: aa.user } as const;
    expect(await of(race, 'missing', target, aa.id)).toBeDefined();
    await submitter.submit(race, { type: 'ready', participant: aa.id });
    expect(await of(race, 'missing', target, aa.id)).toBeUndefined();
  });
});

describe('what has passed', () => {
  it('is not said: the call for a start that counts down, who asked and was answered', async () => {
    const { races, join, of, submitter, dan } = await setting();
    const race = first(races);
    const target = { to: 'user', user: dan.user } as const;
    expect(await of(race, 'call_start', target)).toBeDefined();
    const aa = await join(race, 'discord', 'aa');
    await submitter.submit(race, { type: 'ready', participant: aa.id });
    await submitter.submit(race, START);
    expect(await of(race, 'call_start', target)).toBeUndefined();
  });

  it('or packs and another round of a race that was cancelled', async () => {
    const { races, join, of, submitter, dan } = await setting(['CDFGH', 'CDFGJ']);
    const [before, next] = [first(races), races[1] ?? expect.fail('one race')];
    await join(before, 'discord', 'aa');
    for (const kind of ['packs_out', 'again'] as const) expect(await of(next, kind, CHANNEL), kind).toBeDefined();
    const by = { kind: 'user', ...dan } as const;
    await submitter.submit(next, { type: 'cancel', reason: null, broken: false, by });
    for (const kind of ['packs_out', 'again'] as const) expect(await of(next, kind, CHANNEL), kind).toBeUndefined();
    expect(await of(next, 'cancelled', CHANNEL)).toBeDefined();
  });

  it('or the reminder of a start that has come, or was moved', async () => {
    const { races, time, join, of, submitter, dan } = await setting();
    const race = first(races);
    const by = { kind: 'user', ...dan } as const;
    await join(race, 'discord', 'aa');
    const announce = (scheduledStart: number | null) =>
      submitter.submit(race, { type: 'edit', by, changes: { scheduledStart } });
    const start = time.now() + 3_600_000;
    await announce(start);
    await time.pass(3_599_000);
    await submitter.submit(race, { type: 'tick' });
    expect((await of(race, 'reminder', CHANNEL))?.cause).toMatchObject({ type: 'start_approached' });
    await announce(start + 3_600_000);
    expect(await of(race, 'reminder', CHANNEL)).toBeUndefined();
    await announce(start);
    expect(await of(race, 'reminder', CHANNEL)).toBeDefined();
    await time.pass(1_000);
    expect(await of(race, 'reminder', CHANNEL)).toBeUndefined();
  });

  it('or a finish that was taken back', async () => {
    const { races, time, join, of, submitter, dan } = await setting();
    const race = first(races);
    const by = { kind: 'user', ...dan } as const;
    const aa = await join(race, 'discord', 'aa');
    await join(race, 'discord', 'bb');
    await submitter.submit(race, { type: 'ready', participant: aa.id });
    await submitter.submit(race, { ...START, missing: 'late' });
    await time.pass(10_000);
    await submitter.submit(race, { type: 'set_result', participant: aa.id, igtMs: 60_000, reason: 'seen', by });
    const said = await of(race, 'first_finish', CHANNEL, aa.id);
    expect(said && wordPost(said, 'discord').text).toContain('finished: 1:00');
    await submitter.submit(race, { type: 'disqualify', participant: aa.id, reason: 'seen', by });
    for (const kind of ['first_finish', 'finished_player'] as const)
      expect(await of(race, kind, CHANNEL, aa.id), kind).toBeUndefined();
  });

  it('or who asked and was let in', async () => {
    const { races, join, of, submitter, dan } = await setting();
    const race = first(races);
    const by = { kind: 'user', ...dan } as const;
    await submitter.submit(race, { type: 'edit', by, changes: { options: { join: 'ask' } } });
    const [aa, target] = [await join(race, 'discord', 'aa'), { to: 'user', user: dan.user } as const];
    expect((await of(race, 'asked', target))?.cause).toMatchObject({ person: { name: 'aa' } });
    await join(race, 'discord', 'bb');
    await submitter.submit(race, { type: 'remove', by, user: aa.user });
    expect((await of(race, 'asked', target))?.cause).toMatchObject({ person: { name: 'bb' } });
    const bb = await submitter.load(race);
    for (const one of bb?.race.asked ?? []) await submitter.submit(race, { type: 'remove', by, user: one.user });
    expect(await of(race, 'asked', target)).toBeUndefined();
    const answered = await of(race, 'you_are_out', { to: 'user', user: aa.user }, aa.id);
    expect(answered?.cause).toMatchObject({ type: 'join_declined', user: aa.user, by: { name: 'dan' } });
  });
});

describe('what an organizer did', () => {
  it('is told as that, whoever comes in by the place that it frees', async () => {
    const { races, join, of, submitter, dan } = await setting();
    const race = first(races);
    const by = { kind: 'user', ...dan } as const;
    await submitter.submit(race, { type: 'edit', by, changes: { options: { maxPlayers: 2 } } });
    for (const name of ['aa', 'bb', 'cc']) await join(race, 'discord', name);
    await submitter.submit(race, { type: 'edit', by, changes: { options: { maxPlayers: 3 } } });
    expect((await submitter.load(race))?.race.participants).toHaveLength(3);
    expect((await of(race, 'act', CHANNEL))?.cause).toMatchObject({ type: 'race_edited', by: { name: 'dan' } });
  });
});

describe('the thread', () => {
  it('is under the first card of the channel', async () => {
    const { races, of, store } = await setting();
    const race = first(races);
    expect((await of(race, 'act', CHANNEL))?.thread).toBeNull();
    const [card] = (await store.notices.pending(10)).filter((notice) => notice.kind === 'card');
    await store.notices.settle(card?.id ?? '', { state: 'sent', messageId: '77' });
    await store.notices.add(race, 99, { kind: 'card', target: CHANNEL, participant: null });
    const [later] = (await store.notices.pending(10)).filter((notice) => notice.kind === 'card');
    await store.notices.settle(later?.id ?? '', { state: 'sent', messageId: '88' });
    expect((await of(race, 'act', CHANNEL))?.thread).toBe('77');
    expect((await of(race, 'final_table', CHANNEL))?.thread).toBeNull();
    expect((await of(race, 'act', CHATTERS))?.thread).toBeNull();
  });
});
