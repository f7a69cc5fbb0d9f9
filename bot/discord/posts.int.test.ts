// What is said unasked, and what Discord does not take of it: told apart, said once, kept from who must not read it.

import { describe, expect, test } from 'vitest';
import { textOf } from '../../tools/testing/discord-stage.ts';
import { alarms, create, postOf, stage, toChannel, toUser } from './stage.test-kit.ts';

test('what a check tells a player comes at once, not with the next step of some race', async () => {
  await stage.start();
  const { sim, ann, olga, channel } = stage;
  await create();
  await sim.slash(ann, channel, 'join').settled();
  await sim.waitFor(() => sim.dmsOf(ann).length === 1, { what: 'the pack' });
  await sim.slash(olga, channel, 'race check').settled();
  await sim.waitFor(() => sim.dmsOf(ann).some((one) => /not downloaded your pack/.test(textOf(one))), {
    what: 'what is missing',
  });
});

describe('what Discord does not take', () => {
  test.each([
    ['its rights are gone', ['ViewChannel'] as const, 'no_access'],
    ['it cannot see the channel', [] as const, 'no_access'],
  ])('a post where %s', async (_, permissions, why) => {
    await stage.start();
    stage.sim.setBotPermissions(stage.channel, permissions);
    expect(await stage.bot().mouth.post(await postOf('started', toChannel()))).toEqual({ outcome: 'refused', why });
  });

  test('a post to a channel that is no more, to somebody who is not here, to closed ears', async () => {
    await stage.start();
    const { mouth } = stage.bot();
    const gone = { ...toChannel(), channel: '999999999999999999' };
    expect(await mouth.post(await postOf('started', gone))).toEqual({ outcome: 'refused', why: 'unknown_target' });
    const twitcher = await stage.house.store.accounts.ofIdentity({
      ...{ platform: 'twitch', id: '1', login: 'tim', displayName: 'Tim', avatarUrl: null },
    });
    expect(await mouth.post(await postOf('pack_link', toUser(twitcher), twitcher))).toEqual({
      outcome: 'refused',
      why: 'unknown_target',
    });
    const shy = await stage.house.store.accounts.ofIdentity({
      ...{ platform: 'discord', id: stage.shy.id, login: 'shy', displayName: 'Shy', avatarUrl: null },
    });
    expect(await mouth.post(await postOf('pack_link', toUser(shy), shy))).toEqual({
      outcome: 'refused',
      why: 'dms_closed',
    });
  });

  test('what Discord read and does not like holds up nothing behind it, and somebody is told to look', async () => {
    await stage.start();
    stage.sim.faults.next({ method: 'POST', route: /channels\/\d+\/messages/ }, { kind: 'status', status: 400 });
    const refused = { outcome: 'refused', why: 'unknown_target' };
    expect(await stage.bot().mouth.post(await postOf('started', toChannel()))).toEqual(refused);
    expect(alarms().join()).toContain('Discord did not take a post');
  });

  test('a personal notice is never said in a channel', async () => {
    await stage.start();
    const post = await postOf('pack_link', toChannel());
    expect(await stage.bot().mouth.post({ ...post, pack: { url: 'https://x.example/secret', bytes: null } })).toEqual({
      outcome: 'refused',
      why: 'unknown_target',
    });
    expect(stage.posts()).toEqual([]);
  });

  test('a short rate limit is waited for; a long one, a sick Discord and a broken connection come again, said once', async () => {
    const { sim } = stage;
    await stage.start();
    const { mouth } = stage.bot();
    const sending = { method: 'POST', route: /channels\/\d+\/messages/ };
    sim.faults.next(sending, { kind: 'limit', retryAfterMs: 50 });
    expect(await mouth.post(await postOf('started', toChannel(), null, 'n1'))).toMatchObject({ outcome: 'sent' });
    sim.faults.next(sending, { kind: 'limit', retryAfterMs: 60_000 });
    expect(await mouth.post(await postOf('started', toChannel(), null, 'n2'))).toEqual({ outcome: 'failed' });
  });

  test('the same notice after an answer that was lost is one message', async () => {
    const { sim } = stage;
    await stage.start();
    const { mouth } = stage.bot();
    const sending = { method: 'POST', route: /channels\/\d+\/messages/ };
    const post = await postOf('started', toChannel());
    sim.faults.next(sending, { kind: 'drop', when: 'after' });
    expect(await mouth.post(post)).toEqual({ outcome: 'failed' });
    expect(await mouth.post(post)).toEqual({ outcome: 'sent', messageId: stage.posts()[0]?.id });
    expect(stage.posts()).toHaveLength(1);
    sim.faults.next({ ...sending, times: 3 }, { kind: 'status', status: 502 });
    expect(await mouth.post(await postOf('started', toChannel(), null, 'other'))).toEqual({ outcome: 'failed' });
  });

  test('cards: edited, too old, gone', async () => {
    const { sim, time } = stage;
    await stage.start();
    const { mouth } = stage.bot();
    const post = await postOf('card', toChannel());
    const sent = await mouth.post(post);
    const id = sent.outcome === 'sent' ? (sent.messageId ?? '') : '';
    expect(await mouth.edit(post, id)).toBe('edited');
    sim.faults.next({ method: 'PATCH', route: /channels/ }, { kind: 'limit', retryAfterMs: 60_000 });
    expect(await mouth.edit(post, id)).toBe('failed');
    await time.pass(2 * 3_600_000);
    sim.faults.limitOldEdits(60_000);
    expect(await mouth.edit(post, id)).toBe('too_old');
    sim.faults.limitOldEdits(undefined);
    sim.setBotPermissions(stage.channel, []);
    expect(await mouth.edit(post, id)).toBe('gone');
    sim.setBotPermissions(stage.channel, ['ViewChannel', 'SendMessages', 'EmbedLinks']);
    expect(await mouth.edit(post, id)).toBe('edited');
    sim.world.messages.delete(id);
    expect(await mouth.edit(post, id)).toBe('gone');
  });
});
