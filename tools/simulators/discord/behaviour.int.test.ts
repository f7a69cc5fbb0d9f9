// What the platform does beyond refusing: deadlines, who sees what, how deferred replies are filled, nonces, faults; and that limits are exact,
// not merely there. Time is moved by hand; nothing sleeps.
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { checkExchange, loadOpenApi } from './openapi.ts';
import { RACE_COMMAND, type RawStage, rawStage } from './raw-client.ts';

let stage: RawStage;
beforeEach(async () => {
  stage = await rawStage();
  await stage.register([RACE_COMMAND]);
});
afterEach(async () => {
  await stage.close();
  expect(stage.sim.violations).toEqual([]);
  expect(stage.sim.crashes).toEqual([]);
});

const slash = () => stage.sim.slash(stage.member, stage.channel, 'race create', { name: 'Cup' });
const webhook = (token: string, method: string, path = '', body?: unknown) =>
  stage.call(method, `/webhooks/${stage.sim.applicationId}/${token}${path}`, body, { token: null });
const seenByMember = () => stage.sim.messagesSeenBy(stage.member, stage.channel);
const seenByOwner = () => stage.sim.messagesSeenBy(stage.owner, stage.channel);
const chars = (count: number) => 'x'.repeat(count);

describe('deadlines', () => {
  test('a command unanswered for 3 s fails, for that person alone', async () => {
    const interaction = slash();
    stage.time.advance(2_999);
    expect(interaction.state).toBe('waiting');
    stage.time.advance(1);
    expect(await interaction.answered).toBe('unanswered');
    expect(seenByMember()).toMatchObject([
      { content: 'The application did not respond', failed: true, ephemeral: true },
    ]);
    expect(seenByOwner()).toEqual([]);
  });

  test('an answer just in time counts', async () => {
    const interaction = slash();
    stage.time.advance(2_999);
    expect((await stage.callback(interaction, 4, { content: 'here' })).status).toBe(204);
    expect(interaction.answeredAfterMs).toBe(2_999);
    stage.time.advance(60_000);
    expect(seenByMember()).toMatchObject([{ content: 'here', failed: false }]);
  });

  test('choices unanswered for 3 s are a failure to load', async () => {
    const offered = stage.sim.autocomplete(stage.member, stage.channel, 'race create', 'pool', 'sp');
    stage.time.advance(3_000);
    await expect(offered).rejects.toThrow('Loading options failed');
    expect(seenByMember()).toEqual([]);
  });

  test('"thinking" ends after 15 minutes', async () => {
    const interaction = slash();
    await stage.callback(interaction, 5, {});
    expect(seenByOwner()).toMatchObject([{ thinking: true }]);
    stage.time.advance(15 * 60_000);
    await interaction.settled();
    expect(interaction.state).toBe('failed');
    expect(seenByOwner()).toEqual([]);
    expect(seenByMember()).toMatchObject([{ failed: true }]);
  });
});

describe('replies', () => {
  test('what was deferred as private stays private, whatever the edit says', async () => {
    const interaction = slash();
    await stage.callback(interaction, 5, { flags: 64 });
    const { body } = await webhook(interaction.token, 'PATCH', '/messages/%40original', { content: 'done', flags: 0 });
    expect(body.flags).toBe(64);
    expect(seenByOwner()).toEqual([]);
  });

  test('the first follow-up of a deferral fills it, the second is a message of its own', async () => {
    const interaction = slash();
    await stage.callback(interaction, 5, {});
    const first = await webhook(interaction.token, 'POST', '', { content: 'public after all', flags: 64 });
    const second = await webhook(interaction.token, 'POST', '', { content: 'for you', flags: 64 });
    expect(first.body.id).toBe(interaction.original?.id);
    expect(seenByOwner().map((message) => message.content)).toEqual(['public after all']);
    expect(interaction.followUps).toMatchObject([{ id: second.body.id, ephemeralFor: stage.member.id }]);
  });

  test('a reply can be read, edited and deleted; then it is unknown', async () => {
    const interaction = slash();
    const { body } = await stage.call(
      'POST',
      `/interactions/${interaction.id}/${interaction.token}/callback?with_response=true`,
      { type: 4, data: { content: 'a' } },
      { token: null },
    );
    expect(body).toMatchObject({
      interaction: { response_message_id: interaction.original?.id },
      resource: { type: 4, message: { content: 'a' } },
    });
    await webhook(interaction.token, 'PATCH', '/messages/@original', { content: 'b' });
    expect((await webhook(interaction.token, 'GET', '/messages/@original')).body.content).toBe('b');
    expect((await webhook(interaction.token, 'DELETE', '/messages/@original')).status).toBe(204);
    expect((await webhook(interaction.token, 'GET', '/messages/@original')).body.code).toBe(10008);
    expect(seenByMember()).toEqual([]);
  });

  test('an edit that would leave nothing is refused', async () => {
    const message = await stage.post({ content: 'x' });
    const path = `/channels/${stage.channel.id}/messages/${message.id}`;
    expect((await stage.call('PATCH', path, { content: '' })).body.code).toBe(50006);
    expect((await stage.call('PATCH', path, { content: '', embeds: [{ title: 'x' }] })).status).toBe(200);
  });

  test('a private reply is no message of the channel for the bot', async () => {
    const interaction = slash();
    await stage.callback(interaction, 4, { content: 'x', flags: 64 });
    expect((await stage.call('GET', `/channels/${stage.channel.id}/messages`)).body).toEqual([]);
    expect(
      (await stage.call('DELETE', `/channels/${stage.channel.id}/messages/${interaction.original?.id}`)).body.code,
    ).toBe(10008);
  });
});

test('a nonce counts for some minutes, and only when enforced', async () => {
  const body = { content: 'x', nonce: 'n', enforce_nonce: true };
  const first = await stage.post(body);
  expect((await stage.post(body)).id).toBe(first.id);
  expect((await stage.post({ ...body, enforce_nonce: false })).id).not.toBe(first.id);
  stage.time.advance(6 * 60_000);
  expect((await stage.post(body)).id).not.toBe(first.id);
});

const button = (at: number) => ({ type: 2, style: 1, label: chars(80), custom_id: `${at}`.padStart(100, 'x') });
const rows = Array.from({ length: 5 }, (_, row) => ({
  type: 1,
  components: Array.from({ length: 5 }, (_, at) => button(row * 5 + at)),
}));
const fields = Array.from({ length: 25 }, () => ({ name: 'x', value: 'y' }));
const AT_THE_LIMIT: [string, unknown][] = [
  ['content of 2000', { content: chars(2000) }],
  ['ten embeds', { embeds: Array.from({ length: 10 }, () => ({ title: 'x' })) }],
  ['an embed of 6000', { embeds: [{ title: chars(256), description: chars(4096), footer: { text: chars(1648) } }] }],
  ['25 fields', { embeds: [{ fields }] }],
  ['25 full buttons', { content: 'x', components: rows }],
  [
    'a link button',
    { content: 'x', components: [{ type: 1, components: [{ type: 2, style: 5, label: 'x', url: 'https://x.test' }] }] },
  ],
  ['a nonce of 25', { content: 'x', nonce: chars(25) }],
];
test.each(AT_THE_LIMIT)('%s is accepted', async (_, body) => {
  expect((await stage.call('POST', `/channels/${stage.channel.id}/messages`, body)).status).toBe(200);
});

test('the largest command is accepted: 25 options, 25 choices, names of 32', async () => {
  const options = Array.from({ length: 25 }, (_, at) => ({
    type: 3,
    name: `${at}`.padStart(32, 'n'),
    description: chars(100),
    required: at < 3,
  }));
  expect((await stage.register([{ name: chars(32), description: chars(100), options }])).status).toBe(200);
  const choices = Array.from({ length: 25 }, (_, at) => ({ name: 'x', value: `${at}` }));
  expect(
    (
      await stage.register([
        { name: 'a', description: 'x', options: [{ type: 3, name: 'b', description: 'x', choices }] },
      ])
    ).status,
  ).toBe(200);
});

describe('faults', () => {
  const send = () => stage.call('POST', `/channels/${stage.channel.id}/messages`, { content: 'x' });

  test('a limit says how long, once, and other routes go through', async () => {
    const planned = stage.sim.faults.next(
      { method: 'POST', route: /messages$/ },
      { kind: 'limit', retryAfterMs: 400, global: true },
    );
    expect((await stage.call('GET', '/users/@me')).status).toBe(200);
    const response = await fetch(`${stage.sim.restBase}/v10/channels/${stage.channel.id}/messages`, { method: 'POST' });
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('0.4');
    expect(response.headers.get('x-ratelimit-global')).toBe('true');
    expect(planned.hits()).toBe(1);
    expect((await send()).status).toBe(200);
  });

  test('a lost answer: the message is there, the caller does not know', async () => {
    stage.sim.faults.next({}, { kind: 'drop', when: 'after' });
    await expect(send()).rejects.toThrow();
    expect(seenByOwner()).toHaveLength(1);
    stage.sim.faults.next({}, { kind: 'drop', when: 'before' });
    await expect(send()).rejects.toThrow();
    expect(seenByOwner()).toHaveLength(1);
  });

  test('a held request waits for its release, a delayed one for the clock', async () => {
    const planned = stage.sim.faults.next({}, { kind: 'hold' });
    const held = send();
    await planned.hit;
    expect(seenByOwner()).toHaveLength(0);
    planned.release();
    expect((await held).status).toBe(200);
    const slow = stage.sim.faults.next({}, { kind: 'delay', ms: 10_000 });
    const delayed = send();
    await slow.hit;
    expect(seenByOwner()).toHaveLength(1);
    stage.time.advance(10_000);
    expect((await delayed).status).toBe(200);
  });
});

test('a session that missed more than is kept cannot be resumed', async () => {
  const { sim } = stage;
  const open = async () => {
    const socket = new WebSocket(`${sim.gatewayUrl}?v=10&encoding=json`);
    const frames: { op: number; d: unknown }[] = [];
    socket.on('message', (raw) => frames.push(JSON.parse(String(raw))));
    await once(socket, 'message');
    return { socket, frames };
  };
  const identified = new Promise<string>((resolve) => {
    sim.onChange((change) => change.type === 'gateway' && change.now === 'identified' && resolve(change.sessionId));
  });
  const first = await open();
  first.socket.send(JSON.stringify({ op: 2, d: { token: sim.botToken, intents: 1, properties: {} } }));
  const session_id = await identified;
  sim.gateway.drop();
  for (let count = 0; count < 2_001; count += 1) sim.setBotPermissions(stage.channel, undefined);
  const second = await open();
  second.socket.send(JSON.stringify({ op: 6, d: { token: sim.botToken, session_id, seq: 1 } }));
  await once(second.socket, 'message');
  expect(second.frames.at(-1)).toMatchObject({ op: 9, d: false });
});

test('two servers are two worlds: commands, people, rights', async () => {
  const other = stage.sim.addGuild({ name: 'Other', owner: stage.outsider, botPermissions: ['ViewChannel'] });
  const there = stage.sim.addChannel(other, { name: 'there' });
  expect(() => stage.sim.slash(stage.outsider, there, 'race create', { name: 'Cup' })).toThrow(/no such command/);
  expect(stage.sim.commandsOf(other)).toEqual([]);
  expect((await stage.call('POST', `/channels/${there.id}/messages`, { content: 'x' })).body.code).toBe(50013);
  expect(stage.sim.messagesSeenBy(stage.member, there)).toEqual([]);
  stage.sim.removeBot(other);
  expect((await stage.call('GET', `/guilds/${other.id}`)).body.code).toBe(50001);
});

test('a select gives its values', async () => {
  const options = ['a', 'b'].map((value) => ({ label: value, value }));
  const message = await stage.post({
    content: 'x',
    components: [{ type: 1, components: [{ type: 3, custom_id: 'pick', options, max_values: 2 }] }],
  });
  const interaction = stage.sim.choose(stage.owner, message, 'pick', ['a', 'b']);
  await stage.callback(interaction, 7, { content: 'picked', components: [] });
  expect(seenByMember()).toMatchObject([{ id: message.id, content: 'picked', components: [] }]);
});

test('a wait that comes to nothing says what it waited for', async () => {
  await expect(stage.sim.waitFor(() => false, { timeoutMs: 1, what: 'the card' })).rejects.toThrow(
    /waited 1 ms for the card; last requests: PUT/,
  );
  const soon = stage.sim.waitFor(() => seenByOwner()[0], { what: 'a message' });
  await stage.post({ content: 'card' });
  expect((await soon).content).toBe('card');
});

const api = loadOpenApi();
describe.skipIf(!api)('the OpenAPI document as a judge', () => {
  const path = '/channels/100000000000000000/messages';
  const judge = (exchange: { body?: unknown; answer?: unknown; status?: number; path?: string }) =>
    api
      ? checkExchange(api, {
          method: 'POST',
          path,
          atMs: 0,
          status: 200,
          body: { content: 'x' },
          answer: undefined,
          ...exchange,
        })
      : [];

  test('catches requests and answers that do not fit, and paths that are not there', () => {
    expect(judge({ body: { content: 5 } })).toMatchObject([{ part: 'request' }]);
    expect(judge({ answer: { id: 'x' } })).toMatchObject([{ part: 'answer' }]);
    expect(judge({ path: '/nowhere' })).toMatchObject([{ problem: 'no such operation in the document' }]);
    expect(judge({ status: 201 })).toMatchObject([{ problem: 'status 201 is not in the document' }]);
    expect(judge({ status: 400, answer: { message: 'x' } })).toMatchObject([{ part: 'answer' }]);
  });
});
