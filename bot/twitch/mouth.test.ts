import { expect, it } from 'vitest';
import type { NoticeKind, Post } from '../../server/play/ports/index.ts';
import { CHANNEL, openChat } from './chat.test-kit.ts';
import { LineRefused } from './receipts.ts';

type Chat = ReturnType<typeof openChat>;

/** What is posted of the channel's race as it stands now. */
async function makePost(chat: Chat, kind: NoticeKind, target: Partial<Post['notice']> = {}): Promise<Post> {
  const race = chat.rooms.changes.at(-1)?.race;
  const view = race === undefined ? undefined : await chat.rooms.live.view(race.id, 'player');
  if (race === undefined || view === undefined) throw new Error('no race');
  return {
    notice: {
      id: `notice ${kind}`,
      kind,
      race: race.id,
      seq: view.seq,
      nonce: kind,
      state: 'pending',
      messageId: null,
      attempts: 0,
      participant: null,
      target: { to: 'channel', platform: 'twitch', channel: CHANNEL, server: null },
      ...target,
    },
    race,
    recipient: null,
    mentions: {},
    view,
    cause: null,
    now: chat.time.now(),
    pool: 'Sprint (~30 min)',
    page: 'https://races.example/r/CDFGH',
    pack: null,
  };
}

it('says a notice in the channel, once, before anything else that waits', async () => {
  const chat = openChat();
  await chat.withRace();
  const post = await makePost(chat, 'started');
  chat.type('Streamer', '!race', 'broadcaster');
  await chat.time.pass(10);
  chat.type('Streamer', '!lb', 'broadcaster');
  await chat.time.pass(10);
  const twice = Promise.all([chat.mouth.post(post), chat.mouth.post(post)]);
  await chat.time.pass(5_000);
  expect(await twice).toEqual([
    { outcome: 'sent', messageId: null },
    { outcome: 'sent', messageId: null },
  ]);
  expect(await chat.mouth.post(post)).toEqual({ outcome: 'sent', messageId: null });
  expect(chat.lines()[1]).toBe('GO! Sunday is on, 0 players · races.example/r/CDFGH');
  expect(chat.said.filter(({ text }) => text.startsWith('GO!'))).toHaveLength(1);
});

it('says what it cannot do', async () => {
  const chat = openChat();
  await chat.withRace();
  const post = await makePost(chat, 'started');
  chat.state.ready = false;
  expect(await chat.mouth.post(post)).toEqual({ outcome: 'failed' });
  expect(chat.visits).toEqual([CHANNEL]);
  chat.state.refusal = 'no_access';
  expect(await chat.mouth.post(post)).toEqual({ outcome: 'refused', why: 'no_access' });
  const discord = { to: 'channel', platform: 'discord', channel: '1', server: '2' } as const;
  expect(await chat.mouth.post(await makePost(chat, 'started', { target: discord }))).toEqual({
    outcome: 'refused',
    why: 'unknown_target',
  });
  expect(await chat.mouth.edit(post, 'x')).toBe('gone');
});

it('says what got no receipt again, in the same words', async () => {
  const chat = openChat();
  await chat.withRace();
  const post = await makePost(chat, 'started');
  chat.state.sends = new Error('no answer');
  const first = chat.mouth.post(post);
  await chat.time.pass(1);
  expect(await first).toEqual({ outcome: 'failed' });
  chat.state.sends = undefined;
  const again = chat.mouth.post({ ...post, race: { ...post.race, name: 'Monday' } });
  await chat.time.pass(5_000);
  expect(await again).toEqual({ outcome: 'sent', messageId: null });
  expect(chat.lines().filter((line) => line.startsWith('GO!'))).toEqual([
    'GO! Sunday is on, 0 players · races.example/r/CDFGH',
  ]);
});

it('says what Twitch will not take there, and tries again what passes', async () => {
  const chat = openChat();
  await chat.withRace();
  const post = await makePost(chat, 'started');
  chat.state.sends = new LineRefused('msg_followersonly');
  const refused = chat.mouth.post(post);
  await chat.time.pass(5_000);
  expect(await refused).toEqual({ outcome: 'refused', why: 'no_access' });
  chat.state.sends = new LineRefused('msg_timedout');
  const later = chat.mouth.post(post);
  await chat.time.pass(5_000);
  expect(await later).toEqual({ outcome: 'failed' });
});
