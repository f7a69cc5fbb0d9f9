// Each rule of interactions, commands, threads and scheduled events, broken once.
import { expect } from 'vitest';
import { type BreakRest, chars, MODAL, many, slashed } from './break.test-kit.ts';
import { RACE_COMMAND } from './raw-client.ts';
import type { RestRuleId } from './rules.ts';

const HOUR_MS = 3_600_000;
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

const answered =
  (type: number, data: unknown): BreakRest =>
  async (stage) =>
    stage.callback(await slashed(stage), type, data);
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

export const BREAK_ACTS = {
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
} satisfies Partial<Record<RestRuleId, BreakRest>>;
