// Each row of DISCORD_RULES is broken once, over HTTP, over the gateway or as a person. The tables are keyed by rule id, so a
// new rule without a breaker does not compile; and nothing here may be answered in a shape that the OpenAPI document does not know.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type BreakRest, chars, MODAL, slashed } from './break.test-kit.ts';
import { BREAK_ACTS } from './break-acts.test-kit.ts';
import { BREAK_MESSAGES } from './break-messages.test-kit.ts';
import { RACE_COMMAND, type RawStage, rawStage, SETUP_COMMAND } from './raw-client.ts';
import { ClientRefusal } from './refusal.ts';
import { type ClientRuleId, DISCORD_RULES, type GatewayRuleId, type RestRuleId, type Rule } from './rules.ts';

const REST: Record<RestRuleId, BreakRest> = { ...BREAK_MESSAGES, ...BREAK_ACTS };

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
