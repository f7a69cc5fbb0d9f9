// What stands around a race on Discord, through the real discord.js: its thread, and the server's scheduled event that follows it.

import { beforeEach, describe, expect, test } from 'vitest';
import type { Intent } from '../../server/race/intents.ts';
import { idOf, textOf } from '../../tools/testing/discord-stage.ts';
import { stage } from './stage.test-kit.ts';

beforeEach(async () => {
  await stage.start();
});

const BY = { kind: 'system' } as const;

async function create(args: Record<string, string> = {}) {
  const { sim, olga, channel } = stage;
  await sim.slash(olga, channel, 'race create', { pool: 'sprint', name: 'Cup', ...args }).settled();
  const question = stage.whisper(olga);
  if (question !== undefined && args.start !== undefined) sim.click(olga, question, idOf(question, 'Yes, do it'));
  const card = await sim.waitFor(() => stage.posts()[0], { what: 'the card' });
  const race = stage.house.changes[0]?.race.id;
  if (race === undefined) throw new Error('there is no race');
  const submit = (intent: Intent) => stage.submit(race, intent);
  const seen = (where: string) => (sim.world.channels.has(where) ? sim.messagesSeenBy(olga, where) : []);
  const said = (what: RegExp, where = card.id) =>
    sim.waitFor(() => seen(where).find((one) => what.test(textOf(one))), { what: String(what) });
  return { card, race, submit, said };
}

describe('a thread', () => {
  test('stands under the card, and is archived when all is over', async () => {
    const { card, submit, said } = await create();
    await submit({ type: 'announce', by: BY, text: 'Five minutes, @everyone' });
    expect((await said(/Five minutes/)).pings).toMatchObject({ everyone: false });
    await submit({ type: 'lock', by: BY });
    await said(/was locked/);
    const thread = () => stage.sim.world.channels.get(card.id);
    expect(thread()?.name).toMatch(/^Cup \(\w{5}\)$/);
    await submit({ type: 'cancel', by: BY, reason: null, broken: false });
    await said(/was cancelled/, stage.channel.id);
    await stage.sim.waitFor(() => thread()?.thread?.archived === true, { what: 'the thread to be archived' });
  });

  test('is the channel where the bot may not open one', async () => {
    const { sim, channel } = stage;
    sim.setBotPermissions(channel, ['ViewChannel', 'SendMessages', 'EmbedLinks', 'ReadMessageHistory']);
    const { submit, said } = await create();
    await submit({ type: 'announce', by: BY, text: 'Five minutes' });
    await said(/Five minutes/, channel.id);
    await submit({ type: 'cancel', by: BY, reason: null, broken: false });
    await said(/was cancelled/, channel.id);
  });
});

describe('a thread in which the bot may not write', () => {
  test('leaves all that is said to the channel, not the first alone', async () => {
    const { sim, channel } = stage;
    sim.setBotPermissions(channel, ['ViewChannel', 'SendMessages', 'EmbedLinks', 'CreatePublicThreads']);
    const { submit, said } = await create();
    for (const text of ['Five minutes', 'Four minutes']) await submit({ type: 'announce', by: BY, text });
    await said(/Five minutes/, channel.id);
    await said(/Four minutes/, channel.id);
  });
});

test('a channel in which the bot may not write: the organizer reads privately where and what to do, once', async () => {
  const { sim, olga, channel, time } = stage;
  sim.setBotPermissions(channel, ['ViewChannel', 'ReadMessageHistory']);
  await sim.slash(olga, channel, 'race create', { pool: 'sprint', name: 'Cup' }).settled();
  const [told] = await sim.waitFor(() => (sim.dmsOf(olga).length > 0 ? sim.dmsOf(olga) : undefined));
  expect(textOf(told)).toContain(`I cannot post in <#${channel.id}>, so **Cup** has no card there`);
  await sim.slash(olga, channel, 'race cancel').settled();
  const question = stage.whisper(olga);
  if (question === undefined) throw new Error('no question');
  await sim.click(olga, question, idOf(question, 'Yes, do it')).settled();
  await time.pass(1_000);
  await sim.slash(olga, sim.dm(olga), 'pools').settled();
  expect(sim.dmsOf(olga).filter((one) => /I cannot post/.test(textOf(one)))).toHaveLength(1);
  expect(stage.posts()).toEqual([]);
});

describe('a scheduled event', () => {
  const events = () => [...stage.sim.world.events.values()];
  const HOUR = 3_600_000;
  const when = (ms: number) => new Date(stage.time.now() + ms).toISOString();
  const event = (is: (one: ReturnType<typeof events>[number]) => boolean, what: string) =>
    stage.sim.waitFor(() => events().find(is), { what });

  test('is made with the race, moved, started and ended with it', async () => {
    const { submit, race } = await create({ start: when(HOUR) });
    const made = await event(() => true, 'the event');
    expect(made).toMatchObject({ name: 'Cup', status: 1, startMs: stage.time.now() + HOUR });
    expect(made.location).toMatch(/\/r\/\w{5}$/);
    const at = stage.time.now() + 2 * HOUR;
    await submit({ type: 'edit', by: BY, changes: { scheduledStart: at, name: 'Final' } });
    await event((one) => one.startMs === at && one.name === 'Final', 'the event to move');
    const join = stage.house.changes.at(-1)?.race.organizers[0];
    if (join === undefined) throw new Error('no organizer');
    await submit({ type: 'join', person: join, newParticipant: '00000000-0000-4000-8000-000000000001' as never });
    await submit({ type: 'ready', participant: '00000000-0000-4000-8000-000000000001' as never });
    await submit({ type: 'start', by: BY, missing: 'strict' });
    await stage.time.pass(10_000);
    await event((one) => one.status === 2, 'the event to start');
    await submit({ type: 'end', by: BY });
    await event((one) => one.status === 3, 'the event to end');
    expect(events()).toHaveLength(1);
    expect(race).toBeTruthy();
  });

  test('goes with the announcement and comes again', async () => {
    const { submit } = await create({ start: when(HOUR) });
    await event(() => true, 'the event');
    await submit({ type: 'edit', by: BY, changes: { scheduledStart: null } });
    await stage.sim.waitFor(() => events().length === 0, { what: 'the event to go' });
    await submit({ type: 'edit', by: BY, changes: { scheduledStart: stage.time.now() + HOUR } });
    await event((one) => one.status === 1, 'another event');
    await submit({ type: 'cancel', by: BY, reason: null, broken: false });
    await stage.sim.waitFor(() => events().length === 0, { what: 'the event to go' });
  });

  test('is not missed where the bot may not make one', async () => {
    const { sim, guild } = stage;
    sim.setBotPermissions(guild, [
      'ViewChannel',
      'SendMessages',
      'EmbedLinks',
      'CreatePublicThreads',
      'SendMessagesInThreads',
    ]);
    const { submit, said } = await create({ start: when(HOUR) });
    await submit({ type: 'announce', by: BY, text: 'No event, and still here' });
    await said(/still here/);
    expect(events()).toEqual([]);
    await sim.waitFor(() => sim.dmsOf(stage.olga).some((one) => /“Create Events”/.test(textOf(one))), {
      what: 'the organizer to be told',
    });
  });
});
