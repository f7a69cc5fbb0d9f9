// Two accounts become one while a race runs: what its watchers see of it at once, and what is left where no answer came.

import { describe, expect, test } from 'vitest';
import { openCommandHouse } from '../../tools/testing/command-house.ts';
import { manualTime } from '../../tools/testing/manual-time.ts';
import { type ToPage, toPage } from '../present/wire/to-page.ts';
import type { ParticipantId, RaceCode, RaceId } from '../race/ids.ts';
import type { Viewer } from '../race/sight.ts';
import { T0 } from '../race/story.test-kit.ts';
import { type Merge, type MergePorts, makeMerge } from './make-merge.ts';

const RACE = '00000001-0000-4000-8000-000000000001' as RaceId;
const SYSTEM = { kind: 'system' } as const;

async function aRunningRace(changes: Partial<MergePorts> = {}) {
  const time = manualTime(T0);
  const rooms = openCommandHouse({ time });
  const { submitter, store, live } = rooms;
  const person = async (platform: 'discord' | 'twitch', name: string) => {
    const account = { platform, id: `id of ${name}`, login: name, displayName: name, avatarUrl: null } as const;
    return store.accounts.ofIdentity(account);
  };
  const [olga, ann, eve] = [
    await person('discord', 'olga'),
    await person('discord', 'ann'),
    await person('twitch', 'eve'),
  ];
  const drawn = await rooms.house.seeds.draw('sprint', RACE, 0);
  if ('refused' in drawn) throw new Error('no seed');
  await submitter.create({
    ...{ race: RACE, code: 'CDFGH' as RaceCode, name: 'Sunday', note: null, seed: drawn.seed, options: {} },
    ...{ organizer: { user: olga.id, name: 'olga' }, channels: [], scheduledStart: null, draft: false },
  });
  const participant = '00000002-0000-4000-8000-000000000001' as ParticipantId;
  await submitter.submit(RACE, { type: 'join', person: { user: eve.id, name: 'eve' }, newParticipant: participant });
  await live.connectMod(RACE, participant, { send() {}, busy: () => false, close() {} }, undefined);
  await submitter.submit(RACE, { type: 'ready', participant });
  await submitter.submit(RACE, { type: 'start', by: SYSTEM, missing: 'strict' });
  await time.pass(11_000);
  await submitter.submit(RACE, { type: 'tick' });
  const told: string[] = [];
  const merge: Merge = makeMerge({
    submitter,
    log: store.log,
    accounts: store.accounts,
    publish: (change) => {
      told.push(`told of ${change.race.code}`);
      live.publish(change);
    },
    onMerged: () => told.push('pages come back'),
    ...changes,
  });
  const watch = async (viewer: Viewer) => {
    const heard: ToPage[] = [];
    const send = (frame: Buffer) => void heard.push(toPage.parse(JSON.parse(String(frame))));
    await live.watch(RACE, viewer, { send, busy: () => false, close() {} });
    /** Whether the map is hidden in the newest picture. */
    return () => heard.flatMap((one) => (one.type === 'race_state' ? [one.seed.blurred] : [])).at(-1);
  };
  const players = async () => (await submitter.load(RACE))?.race.participants.map((one) => one.user);
  return { rooms, time, ann, eve, merge, told, watch, players, submitter };
}

describe('while a race runs', () => {
  test('who becomes a player of it sees no map from that moment on, on pages that were open and on those that come', async () => {
    const { rooms, time, ann, eve, merge, told, watch, players } = await aRunningRace();
    const blurred = await watch({ kind: 'user', user: ann.id, admin: false });
    expect(blurred()).toBe(false);
    expect(await merge(eve.id, ann.id)).toEqual({ merged: true });
    expect(told).toEqual(['pages come back', 'told of CDFGH']);
    await time.pass(1_000);
    expect(blurred()).toBe(true);
    expect((await watch({ kind: 'user', user: ann.id, admin: false }))()).toBe(true);
    expect(await players()).toEqual([ann.id]);
    await rooms.close();
  });

  test('what is asked as the account that is no more is asked as the one that is', async () => {
    const { rooms, ann, eve, merge, submitter, players } = await aRunningRace();
    const join = {
      type: 'join',
      person: { user: eve.id, name: 'eve' },
      newParticipant: RACE as string as ParticipantId,
    } as const;
    const [, outcome] = await Promise.all([merge(eve.id, ann.id), submitter.submit(RACE, join)]);
    expect('race' in outcome && outcome.facts).toEqual([]);
    expect(await players()).toEqual([ann.id]);
    await rooms.close();
  });

  test('who could not become one stays two: what either asks is their own', async () => {
    const { rooms, ann, eve, merge, submitter, players } = await aRunningRace({
      accounts: { merge: async () => 'taken' },
    });
    expect(await merge(eve.id, ann.id)).toEqual({ refused: { code: 'link_taken' } });
    const outcome = await submitter.submit(RACE, {
      type: 'add_organizer',
      by: SYSTEM,
      person: { user: eve.id, name: 'eve' },
    });
    expect('race' in outcome && outcome.race.organizers.map((one) => one.user)).toContain(eve.id);
    expect(await players()).toEqual([eve.id]);
    await rooms.close();
  });

  test('nothing is written meanwhile, and writing goes on where no answer came', async () => {
    let fail: () => void = () => {};
    const broken = new Promise<'ok'>((_, reject) => {
      fail = () => reject(new Error('the database is away'));
    });
    const { rooms, ann, eve, merge, submitter, players, told } = await aRunningRace({
      accounts: { merge: () => broken },
    });
    const merging = merge(eve.id, ann.id);
    let written = false;
    const writing = submitter.submit(RACE, { type: 'lock', by: SYSTEM }).then(() => {
      written = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(written).toBe(false);
    fail();
    await expect(merging).rejects.toThrow('the database is away');
    await writing;
    expect((await submitter.load(RACE))?.race.locked).toBe(true);
    const own = await submitter.submit(RACE, {
      type: 'add_organizer',
      by: SYSTEM,
      person: { user: eve.id, name: 'eve' },
    });
    expect('race' in own && own.race.organizers.map((one) => one.user)).toContain(eve.id);
    expect(await players()).toEqual([eve.id]);
    expect(told).toEqual([]);
    await rooms.close();
  });
});
