// The real discord.js while connections drop, the platform restarts, answers get lost and limits are met.

import { Events, RateLimitError, REST, Routes } from 'discord.js';
import { expect, test } from 'vitest';
import {
  ann,
  channel,
  client,
  login,
  onInteraction,
  register,
  sim,
  startWith,
  textChannel,
  time,
} from './discord-js.test-kit.ts';
import { FIRST_ANSWER_MS } from './interactions.ts';

const answering = () =>
  onInteraction(async (interaction) => {
    if (interaction.isChatInputCommand()) await interaction.reply('here');
  });

test('an interaction of the outage is replayed after a drop', async () => {
  await login();
  await register();
  answering();
  const dropped = sim.waitFor(() => sim.gateway.online() === 0, { what: 'the drop' });
  sim.gateway.drop();
  await dropped;
  const interaction = sim.slash(ann, channel, 'race create', { name: 'Cup' });
  expect(await interaction.answered).toBe('reply');
});

test('reconnect on request, a new session after an invalid one, and a silent server', async () => {
  await startWith({ heartbeatIntervalMs: 1_000 });
  await login();
  const seen: string[] = [];
  sim.onChange((change) => change.type === 'gateway' && seen.push(change.now));
  // The client must have taken in RESUMED: an op 9 hard on its heels throws inside discord.js.
  const resumed = new Promise((resolve) => client.once(Events.ShardResume, resolve));
  sim.gateway.askReconnect();
  await resumed;
  sim.gateway.invalidate();
  await sim.waitFor(() => seen.includes('identified'), { what: 'the new session after op 9' });
  seen.length = 0;
  sim.gateway.muteAcks(true);
  await sim.waitFor(() => seen.includes('dropped'), { what: 'the client giving up on a zombie' });
  sim.gateway.muteAcks(false);
  await sim.waitFor(() => seen.includes('resumed'), { what: 'the resume after a zombie' });
});

test('a restart of the platform', async () => {
  await login();
  await register();
  answering();
  await sim.restart({ keepSessions: true });
  await sim.waitFor(() => sim.gateway.online() === 1, { what: 'the client coming back' });
  expect(await sim.slash(ann, channel, 'race create', { name: 'Cup' }).answered).toBe('reply');
});

test('a rate limit is waited for, a broken answer is not repeated, a 502 is', async () => {
  await login();
  const to = await textChannel();
  const route = /^\/channels\/\d+\/messages$/;
  sim.faults.next({ method: 'POST', route }, { kind: 'limit', retryAfterMs: 200 });
  const startedMs = performance.now();
  await to.send('one');
  expect(performance.now() - startedMs).toBeGreaterThanOrEqual(195);
  sim.faults.next({ method: 'POST', route }, { kind: 'status', status: 502 });
  await to.send('two');
  sim.faults.next({ method: 'POST', route }, { kind: 'drop', when: 'after' });
  await expect(to.send('three')).rejects.toThrow();
  expect(sim.messagesSeenBy(ann, channel).map((message) => message.content)).toEqual(['one', 'two', 'three']);
});

test('edits of old messages answer 429 with 30046, which the library sits out silently', async () => {
  await login();
  const sent = await (await textChannel()).send('card');
  sim.faults.limitOldEdits(50);
  await sent.edit('young enough');
  time.advance(61 * 60_000);
  const edited = sent.edit('too old');
  await sim.waitFor(() => sim.exchanges.filter(({ status }) => status === 429).length >= 2, { what: 'a second try' });
  sim.faults.limitOldEdits(undefined);
  await edited;
  expect(sim.messagesSeenBy(ann, channel)).toMatchObject([{ content: 'too old' }]);
  // Only a client that rejects on rate limits hears of it, and without the code.
  sim.faults.limitOldEdits(50);
  const impatient = new REST({ api: sim.restBase, rejectOnRateLimit: ({ method }) => method === 'PATCH' }).setToken(
    sim.botToken,
  );
  const refused = impatient.patch(Routes.channelMessage(channel.id, sent.id), { body: { content: 'still too old' } });
  await expect(refused).rejects.toBeInstanceOf(RateLimitError);
});

test('after refused connections the library starts a new session: what happened meanwhile is lost', async () => {
  await login();
  await register();
  answering();
  const seen: string[] = [];
  sim.onChange((change) => {
    if (change.type === 'gateway') seen.push(change.now);
    if (change.type === 'gateway-refused') seen.push('refused');
  });
  sim.gateway.refuse(true);
  sim.gateway.drop();
  const lost = sim.slash(ann, channel, 'race create', { name: 'Cup' });
  await sim.waitFor(() => seen.includes('refused'), { what: 'the first try' });
  sim.gateway.refuse(false);
  await sim.waitFor(() => seen.includes('identified'), { what: 'a new session' });
  expect(seen).not.toContain('resumed');
  time.advance(FIRST_ANSWER_MS);
  expect(await lost.answered).toBe('unanswered');
  expect(await sim.slash(ann, channel, 'race create', { name: 'Cup' }).answered).toBe('reply');
});
