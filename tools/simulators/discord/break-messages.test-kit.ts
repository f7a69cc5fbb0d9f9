// Each rule of the door and of messages, broken once.
import { type BreakRest, chars, many, NOBODY, say } from './break.test-kit.ts';
import type { RawStage } from './raw-client.ts';
import type { RestRuleId } from './rules.ts';

const HOUR_MS = 3_600_000;
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
const toThem =
  (body: unknown): BreakRest =>
  async (stage) => {
    const message = stage.sim.say(stage.member, stage.channel, 'mine');
    return stage.call('PATCH', `/channels/${stage.channel.id}/messages/${message.id}`, body);
  };
const dm = async (stage: RawStage) =>
  String((await stage.call('POST', '/users/@me/channels', { recipient_id: stage.member.id })).body.id);

export const BREAK_MESSAGES = {
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
} satisfies Partial<Record<RestRuleId, BreakRest>>;
