// Each row of DISCORD_RULES is broken once, over HTTP, over the gateway or as a person. The tables are keyed by rule id, so a
// new rule without a breaker does not compile; and nothing here may be answered in a shape that the OpenAPI document does not know.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Interaction } from './interactions.ts';
import { RACE_COMMAND, type RawAnswer, type RawStage, rawStage, SETUP_COMMAND } from './raw-client.ts';
import { ClientRefusal } from './refusal.ts';
import { type ClientRuleId, DISCORD_RULES, type GatewayRuleId, type RestRuleId, type Rule } from './rules.ts';

const chars = (count: number) => 'x'.repeat(count);
const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const NOBODY = '100000000000000000';
const HOUR_MS = 3_600_000;

type BreakRest = (stage: RawStage) => Promise<RawAnswer>;
const say =
  (body: unknown): BreakRest =>
  ({ call, channel }) =>
    call('POST', `/channels/${channel.id}/messages`, body);
const embed = (it: unknown) => say({ embeds: [it] });
const button = (it: object) =>
  say({
    content: 'x',
    components: [{ type: 1, components: [{ type: 2, style: 1, label: 'x', custom_id: 'x', ...it }] }],
  });
const select = (it: object) =>
  say({
    content: 'x',
    components: [{ type: 1, components: [{ type: 3, custom_id: 'x', options: [{ label: 'x', value: 'x' }], ...it }] }],
  });
const command =
  (it: object): BreakRest =>
  ({ register }) =>
    register([{ name: 'race', description: 'x', ...it }]);
const option = (it: object) => command({ options: [{ type: 3, name: 'x', description: 'x', ...it }] });
const event =
  (it: (now: number) => object): BreakRest =>
  ({ call, guild, time }) => {
    const at = (ms: number) => new Date(time.now() + ms).toISOString();
    const whole = {
      name: 'Cup',
      privacy_level: 2,
      entity_type: 3,
      entity_metadata: { location: 'here' },
      scheduled_start_time: at(HOUR_MS),
      scheduled_end_time: at(2 * HOUR_MS),
    };
    return call('POST', `/guilds/${guild.id}/scheduled-events`, { ...whole, ...it(time.now()) });
  };
const thread =
  (it: object): BreakRest =>
  ({ call, channel }) =>
    call('POST', `/channels/${channel.id}/threads`, { name: 'Cup', type: 11, ...it });
const iso = (ms: number) => new Date(ms).toISOString();

async function slashed(stage: RawStage): Promise<Interaction> {
  await stage.register([RACE_COMMAND]);
  return stage.sim.slash(stage.member, stage.channel, 'race create', { name: 'Cup' });
}
const answered =
  (type: number, data: unknown): BreakRest =>
  async (stage) =>
    stage.callback(await slashed(stage), type, data);
const MODAL = {
  custom_id: 'm',
  title: 'M',
  components: [{ type: 18, label: 'Why', component: { type: 4, custom_id: 'why', style: 1, min_length: 2 } }],
};
const modal = (it: object) => answered(9, { ...MODAL, ...it });
const choices =
  (offered: unknown): BreakRest =>
  async (stage) => {
    await stage.register([RACE_COMMAND]);
    void stage.sim.autocomplete(stage.member, stage.channel, 'race create', 'pool', 'x').catch(() => {});
    const interaction = stage.sim.interactions().at(-1);
    if (!interaction) throw new Error('no interaction');
    return stage.callback(interaction, 8, { choices: offered });
  };
const toThem =
  (body: unknown): BreakRest =>
  async (stage) => {
    const message = stage.sim.say(stage.member, stage.channel, 'mine');
    return stage.call('PATCH', `/channels/${stage.channel.id}/messages/${message.id}`, body);
  };
const dm = async (stage: RawStage) =>
  String((await stage.call('POST', '/users/@me/channels', { recipient_id: stage.member.id })).body.id);

const REST: Record<RestRuleId, BreakRest> = {
  'token-required': ({ call }) => call('GET', '/users/@me', undefined, { token: null }),
  'token-wrong': ({ call }) => call('GET', '/users/@me', undefined, { token: 'Bot other' }),
  'route-unknown': ({ call }) => call('GET', '/nowhere'),
  'method-unknown': ({ call, guild }) => call('PUT', `/guilds/${guild.id}/scheduled-events`, {}),
  'api-version': ({ call, sim }) => call('GET', '/users/@me', undefined, { base: `${sim.restBase}/v9` }),
  'json-invalid': ({ call, channel }) =>
    call('POST', `/channels/${channel.id}/messages`, undefined, { raw: '{"content":' }),
  'content-type': ({ call, channel }) =>
    call('POST', `/channels/${channel.id}/messages`, undefined, { raw: 'hello', contentType: 'text/plain' }),
  'not-simulated': say({ poll: { question: { text: 'x' } } }),
  'body-type': say({ content: 5 }),
  snowflake: ({ call }) => call('GET', '/channels/5'),
  enum: say({ content: 'x', allowed_mentions: { parse: ['friends'] } }),

  'unknown-channel': ({ call }) => call('GET', `/channels/${NOBODY}`),
  'unknown-guild': ({ call }) => call('GET', `/guilds/${NOBODY}`),
  'unknown-member': ({ call, guild, outsider }) => call('GET', `/guilds/${guild.id}/members/${outsider.id}`),
  'unknown-message': ({ call, channel }) =>
    call('PATCH', `/channels/${channel.id}/messages/${NOBODY}`, { content: 'x' }),
  'unknown-role': ({ call, guild }) => call('GET', `/guilds/${guild.id}/roles/${NOBODY}`),
  'unknown-user': ({ call }) => call('GET', `/users/${NOBODY}`),
  'unknown-application': ({ call }) => call('GET', `/applications/${NOBODY}/commands`),
  'unknown-command': ({ call, sim }) => call('GET', `/applications/${sim.applicationId}/commands/${NOBODY}`),
  'unknown-event': ({ call, guild }) => call('GET', `/guilds/${guild.id}/scheduled-events/${NOBODY}`),
  'missing-access': async (stage) => {
    stage.sim.setBotPermissions(stage.channel, []);
    return say({ content: 'x' })(stage);
  },
  'missing-permission': async (stage) => {
    stage.sim.setBotPermissions(stage.guild, ['ViewChannel']);
    return say({ content: 'x' })(stage);
  },
  'foreign-message': toThem({ content: 'yours' }),
  'foreign-dm-message': async (stage) => {
    const channel = await dm(stage);
    const message = stage.sim.say(stage.member, channel, 'mine');
    return stage.call('DELETE', `/channels/${channel}/messages/${message.id}`);
  },
  'wrong-channel-type': async (stage) =>
    stage.call('POST', `/channels/${await dm(stage)}/threads`, { name: 'x', type: 11 }),
  'dm-refused': async (stage) => {
    stage.sim.setDms(stage.member, false);
    return stage.call('POST', `/channels/${await dm(stage)}/messages`, { content: 'x' });
  },
  'dm-recipient': ({ call }) => call('POST', '/users/@me/channels', { recipient_id: NOBODY }),
  'old-edits': async (stage) => {
    const message = await stage.post({ content: 'x' });
    stage.sim.faults.limitOldEdits(400);
    stage.time.advance(HOUR_MS);
    return stage.call('PATCH', `/channels/${stage.channel.id}/messages/${message.id}`, { content: 'y' });
  },

  'message-empty': say({ content: '  ' }),
  'content-length': say({ content: chars(2001) }),
  'nonce-length': say({ content: 'x', nonce: chars(26) }),
  'embed-count': say({ embeds: many(11, () => ({ title: 'x' })) }),
  'embed-title': embed({ title: chars(257) }),
  'embed-description': embed({ description: chars(4097) }),
  'embed-fields': embed({ fields: many(26, () => ({ name: 'x', value: 'x' })) }),
  'embed-field-name': embed({ fields: [{ name: '', value: 'x' }] }),
  'embed-field-value': embed({ fields: [{ name: 'x', value: chars(1025) }] }),
  'embed-footer': embed({ footer: { text: chars(2049) } }),
  'embed-author': embed({ author: { name: chars(257) } }),
  'embed-color': embed({ title: 'x', color: 0x1_00_00_00 }),
  'embed-url': embed({ title: 'x', url: 'javascript:1' }),
  'embed-timestamp': embed({ title: 'x', timestamp: 'tomorrow' }),
  'embed-total': say({ embeds: [{ description: chars(4000) }, { description: chars(2001) }] }),
  'mentions-exclusive': say({ content: 'x', allowed_mentions: { parse: ['users'], users: [NOBODY] } }),
  'mentions-count': say({ content: 'x', allowed_mentions: { users: many(101, () => NOBODY) } }),
  'reference-unknown': say({ content: 'x', message_reference: { message_id: NOBODY } }),
  'file-count': async ({ sim, channel }) => {
    const form = new FormData();
    form.set('payload_json', JSON.stringify({ content: 'x' }));
    for (const index of many(11, (it) => it)) form.set(`files[${index}]`, new Blob(['x']), 'x.txt');
    const response = await fetch(`${sim.restBase}/v10/channels/${channel.id}/messages`, {
      method: 'POST',
      body: form,
      headers: { authorization: `Bot ${sim.botToken}` },
    });
    return { status: response.status, body: Object(await response.json()) };
  },

  'row-count': say({
    content: 'x',
    components: many(6, (row) => ({ type: 1, components: [{ type: 2, style: 1, label: 'x', custom_id: `x${row}` }] })),
  }),
  'row-components': say({
    content: 'x',
    components: [{ type: 1, components: many(6, (at) => ({ type: 2, style: 1, label: 'x', custom_id: `x${at}` })) }],
  }),
  'row-mixed': say({
    content: 'x',
    components: [
      {
        type: 1,
        components: [
          { type: 2, style: 1, label: 'x', custom_id: 'x' },
          { type: 3, custom_id: 'y', options: [{ label: 'x', value: 'x' }] },
        ],
      },
    ],
  }),
  'component-type': button({ type: 99 }),
  'button-label': button({ label: chars(81) }),
  'button-empty': button({ label: '' }),
  'button-style': button({ style: 7 }),
  'button-custom-id': button({ custom_id: undefined }),
  'button-url': button({ url: 'https://x.test' }),
  'link-url': button({ style: 5, custom_id: undefined }),
  'link-custom-id': button({ style: 5, url: 'https://x.test' }),
  'custom-id-length': button({ custom_id: chars(101) }),
  'custom-id-duplicate': say({
    content: 'x',
    components: [{ type: 1, components: many(2, () => ({ type: 2, style: 1, label: 'x', custom_id: 'x' })) }],
  }),
  'select-options': select({ options: many(26, (at) => ({ label: 'x', value: `${at}` })) }),
  'select-option-text': select({ options: [{ label: chars(101), value: 'x' }] }),
  'select-option-duplicate': select({ options: many(2, () => ({ label: 'x', value: 'x' })) }),
  'select-placeholder': select({ placeholder: chars(151) }),

  'interaction-unknown': async (stage) => {
    const interaction = await slashed(stage);
    stage.time.advance(3_000);
    return stage.callback(interaction, 4, { content: 'late' });
  },
  'interaction-answered': async (stage) => {
    const interaction = await slashed(stage);
    expect((await stage.callback(interaction, 4, { content: 'x' })).status).toBe(204);
    return stage.callback(interaction, 4, { content: 'again' });
  },
  'interaction-expired': async (stage) => {
    const interaction = await slashed(stage);
    await stage.callback(interaction, 4, { content: 'x' });
    const followUp = () =>
      stage.call(
        'POST',
        `/webhooks/${stage.sim.applicationId}/${interaction.token}`,
        { content: 'y' },
        { token: null },
      );
    stage.time.advance(15 * 60_000 - 1);
    expect((await followUp()).status).toBe(200);
    stage.time.advance(1);
    return followUp();
  },
  'webhook-unknown': async (stage) => {
    const { token } = await slashed(stage);
    return stage.call(
      'PATCH',
      `/webhooks/${stage.sim.applicationId}/${token}/messages/%40original`,
      { content: 'too early' },
      { token: null },
    );
  },
  'callback-type': answered(8, { choices: [] }),
  'modal-to-modal': async (stage) => {
    const opened = await slashed(stage);
    await stage.callback(opened, 9, MODAL);
    return stage.callback(stage.sim.submitModal(stage.member, opened, { why: 'so' }), 9, MODAL);
  },
  'modal-title': modal({ title: chars(46) }),
  'modal-components': modal({ components: [] }),
  'modal-label': modal({ components: [{ ...MODAL.components[0], label: chars(46) }] }),
  'choice-count': choices(many(26, (at) => ({ name: 'x', value: `${at}` }))),
  'choice-name': choices([{ name: chars(101), value: 'x' }]),
  'choice-value': choices([{ name: 'x', value: chars(101) }]),
  'choice-value-type': choices([{ name: 'x', value: 5 }]),

  'command-name': command({ name: 'Race Create' }),
  'command-description': command({ description: chars(101) }),
  'command-options': command({ options: many(26, (at) => ({ type: 3, name: `x${at}`, description: 'x' })) }),
  'command-option-order': command({
    options: [
      { type: 3, name: 'a', description: 'x' },
      { type: 3, name: 'b', description: 'x', required: true },
    ],
  }),
  'command-option-duplicate': command({ options: many(2, () => ({ type: 3, name: 'a', description: 'x' })) }),
  'command-option-nesting': command({
    options: [
      { type: 1, name: 'a', description: 'x' },
      { type: 3, name: 'b', description: 'x' },
    ],
  }),
  'command-choices-autocomplete': option({ autocomplete: true, choices: [{ name: 'x', value: 'x' }] }),
  'command-choice-count': option({ choices: many(26, (at) => ({ name: 'x', value: `${at}` })) }),
  'command-size': command({
    options: many(20, (at) => ({
      type: 3,
      name: `x${at}`,
      description: chars(100),
      choices: many(1, () => ({ name: chars(50), value: chars(50) })),
    })),
  }),
  'command-duplicate': ({ register }) => register(many(2, () => ({ name: 'race', description: 'x' }))),
  'command-count': ({ register }) => register(many(101, (at) => ({ name: `x${at}`, description: 'x' }))),

  'thread-name': thread({ name: chars(101) }),
  'thread-archive': thread({ auto_archive_duration: 61 }),
  'thread-exists': async (stage) => {
    const { id } = await stage.post({ content: 'x' });
    const open = () => stage.call('POST', `/channels/${stage.channel.id}/messages/${id}/threads`, { name: 'x' });
    expect((await open()).status).toBe(201);
    return open();
  },
  'thread-archived': async (stage) => {
    const { body } = await thread({})(stage);
    await stage.call('PATCH', `/channels/${body.id}`, { archived: true });
    return stage.call('PATCH', `/channels/${body.id}`, { name: 'y' });
  },
  'event-name': event(() => ({ name: chars(101) })),
  'event-description': event(() => ({ description: chars(1001) })),
  'event-location': event(() => ({ entity_metadata: { location: chars(101) } })),
  'event-end': event(() => ({ scheduled_end_time: null })),
  'event-past': event((now) => ({ scheduled_start_time: iso(now - 1000) })),
  'event-order': event((now) => ({ scheduled_end_time: iso(now + 1000) })),
  'event-status': async (stage) => {
    const { body } = await event(() => ({}))(stage);
    const path = `/guilds/${stage.guild.id}/scheduled-events/${body.id}`;
    expect((await stage.call('PATCH', path, { status: 4 })).status).toBe(200);
    return stage.call('PATCH', path, { status: 2 });
  },
};

const identify = (it: object = {}) => ({
  op: 2,
  d: { token: 'simulated.bot.token', intents: 1, properties: {}, ...it },
});
const GATEWAY: Record<GatewayRuleId, (stage: RawStage) => Promise<number>> = {
  'gateway-opcode': ({ gatewayClose }) => gatewayClose([{ op: 77, d: null }]),
  'gateway-decode': ({ gatewayClose }) => gatewayClose(['{"op":']),
  'gateway-first': ({ gatewayClose }) => gatewayClose([{ op: 3, d: {} }]),
  'gateway-token': ({ gatewayClose }) => gatewayClose([identify({ token: 'other' })]),
  'gateway-twice': ({ gatewayClose }) => gatewayClose([identify(), identify()]),
  'gateway-version': ({ gatewayClose }) => gatewayClose([], '?v=9&encoding=json'),
  'gateway-intents-invalid': ({ gatewayClose }) => gatewayClose([identify({ intents: 2 ** 30 })]),
  'gateway-intents': ({ gatewayClose }) => gatewayClose([identify({ intents: 1 << 15 })]),
  'gateway-seq': async ({ sim, gatewayClose }) => {
    let sessionId = '';
    sim.onChange((change) => {
      if (change.type === 'gateway' && change.now === 'identified') {
        sessionId = change.sessionId;
        sim.gateway.drop();
      }
    });
    await gatewayClose([identify()]);
    return gatewayClose([{ op: 6, d: { token: sim.botToken, session_id: sessionId, seq: 999 } }]);
  },
  'gateway-silent': async () => {
    const stage = await rawStage({ heartbeatIntervalMs: 40 });
    const code = await stage.gatewayClose([identify()]);
    await stage.close();
    return code;
  },
};

type BreakAsPerson = (stage: RawStage) => unknown;
const race =
  (options: Record<string, string | number>): BreakAsPerson =>
  async ({ sim, register, member, channel }) => {
    await register([RACE_COMMAND]);
    return sim.slash(member, channel, 'race create', { name: 'Cup', ...options });
  };
const clicked =
  (component: object, customId = 'x'): BreakAsPerson =>
  async ({ sim, post, member }) => {
    const message = await post({
      content: 'x',
      components: [{ type: 1, components: [{ type: 2, style: 1, label: 'x', custom_id: 'x', ...component }] }],
    });
    return sim.click(member, message, customId);
  };
const CLIENT: Record<ClientRuleId, BreakAsPerson> = {
  'no-such-command': ({ sim, member, channel }) => sim.slash(member, channel, 'race destroy'),
  'no-such-option': race({ colour: 'red' }),
  'option-missing': async ({ sim, register, member, channel }) => {
    await register([RACE_COMMAND]);
    sim.slash(member, channel, 'race create', {});
  },
  'option-type': race({ late: 'soon' }),
  'option-choice': race({ map: 'never' }),
  'option-length': race({ name: chars(11) }),
  'option-range': race({ late: 61 }),
  'command-forbidden': async ({ sim, register, member, channel }) => {
    await register([SETUP_COMMAND]);
    sim.slash(member, channel, 'setup');
  },
  'not-autocomplete': async ({ sim, register, member, channel }) => {
    await register([RACE_COMMAND]);
    await sim.autocomplete(member, channel, 'race create', 'name', 'x');
  },
  'not-in-channel': ({ sim, outsider, channel }) => sim.say(outsider, channel, 'hello'),
  'message-gone': async (stage) => {
    const interaction = await slashed(stage);
    const components = [{ type: 1, components: [{ type: 2, style: 1, label: 'x', custom_id: 'x' }] }];
    await stage.callback(interaction, 4, { content: 'for you', flags: 64, components });
    if (!interaction.original) throw new Error('no reply');
    stage.sim.click(stage.owner, interaction.original, 'x');
  },
  'component-gone': clicked({}, 'other'),
  'component-disabled': clicked({ disabled: true }),
  'link-button': clicked({ style: 5, custom_id: undefined, url: 'https://x.test' }, 'https://x.test'),
  'select-values': async ({ sim, post, member }) => {
    const message = await post({
      content: 'x',
      components: [{ type: 1, components: [{ type: 3, custom_id: 'x', options: [{ label: 'x', value: 'x' }] }] }],
    });
    sim.choose(member, message, 'x', ['y']);
  },
  'no-modal': async (stage) => stage.sim.submitModal(stage.member, await slashed(stage), {}),
  'modal-value': async (stage) => {
    const opened = await slashed(stage);
    await stage.callback(opened, 9, MODAL);
    stage.sim.submitModal(stage.member, opened, { why: 'x' });
  },
};

let stage: RawStage;
beforeEach(async () => {
  stage = await rawStage();
});
afterEach(async () => {
  await stage.close();
  expect(stage.sim.violations).toEqual([]);
  expect(stage.sim.crashes).toEqual([]);
});

const rows: readonly Rule[] = DISCORD_RULES;
const ofKind = <Id extends string>(table: Record<Id, unknown>) =>
  rows.filter((row): row is Rule & { id: Id } => row.id in table);

function fieldCodes(errors: unknown): string[] {
  if (typeof errors !== 'object' || errors === null) return [];
  return Object.entries(errors).flatMap(([key, value]) =>
    key === '_errors' ? value.map((each: { code: string }) => each.code) : fieldCodes(value),
  );
}

test('ids are unique and every row is broken below', () => {
  expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
  expect(rows.filter((row) => !(row.id in REST || row.id in GATEWAY || row.id in CLIENT))).toEqual([]);
});

describe('over HTTP', () => {
  test.each(ofKind(REST))('$id: $rule', async (row) => {
    const { status, body } = await REST[row.id](stage);
    expect({ status, code: body.code }).toEqual({ status: row.status, code: row.code });
    if ('field' in row && row.field) expect(fieldCodes(body.errors)).toEqual([row.field]);
    else expect(body).toMatchObject({ message: row.says });
  });
});

describe('over the gateway', () => {
  test.each(ofKind(GATEWAY))('$id: $rule', async (row) => {
    expect(await GATEWAY[row.id](stage)).toBe(row.code);
  });
});

describe('as a person', () => {
  test.each(ofKind(CLIENT))('$id: $rule', async (row) => {
    const caught = await Promise.resolve()
      .then(() => CLIENT[row.id](stage))
      .catch((error: unknown) => error);
    expect(caught).toBeInstanceOf(ClientRefusal);
    expect(caught).toMatchObject({ rule: row.id });
  });
});
