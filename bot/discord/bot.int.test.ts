// The bot's own life: registration, logins that fail, gateways that drop, answers that get lost.

import { describe, expect, test, vi } from 'vitest';
import { COMMANDS } from '../../server/commands/table.ts';
import { idOf, type Stage, textOf } from '../../tools/testing/discord-stage.ts';
import { FIRST_RETRY_MS, LOGIN_TIMEOUT_MS, REFUSED_RETRY_MS, REGISTER_RETRY_MS } from './limits.ts';
import { alarms, postOf, stage, toChannel } from './stage.test-kit.ts';

const requests = (method: string, path: RegExp) =>
  stage.sim.exchanges.filter((exchange) => exchange.method === method && path.test(exchange.path));
const until = (holds: () => void) => vi.waitFor(holds, { timeout: 60_000, interval: 5 });
const warnings = () =>
  stage
    .logged()
    .split('\n')
    .filter((line) => line.includes('"level":40'));
/** Longer than discord.js waits before it connects again. */
const RECONNECT_MS = 1_300;

describe('registration', () => {
  const puts = () => requests('PUT', /\/commands$/);

  test('at the first start, and again only when the table or what Discord has is different', async () => {
    expect(await stage.start()).toEqual({ changed: true });
    await stage.stopBot();
    expect(await stage.start()).toEqual({ changed: false });
    expect(puts()).toHaveLength(1);
    await stage.stopBot();
    const fewer = COMMANDS.filter((command) => command.name !== 'pools');
    expect(await stage.start({ commands: fewer })).toEqual({ changed: true });
    expect(stage.sim.commandsOf(stage.guild).map((one) => one.body.name)).not.toContain('pools');
    await stage.stopBot();
    expect(await stage.start()).toEqual({ changed: true });
    await stage.stopBot();
    stage.sim.world.commands.clear();
    expect(await stage.start()).toEqual({ changed: true });
    expect(puts()).toHaveLength(4);
  });

  test('is tried again when Discord fails', async () => {
    const fault = stage.sim.faults.next(
      { method: 'PUT', route: /commands$/, times: 3 },
      { kind: 'status', status: 503 },
    );
    const started = stage.start();
    await until(() => expect(fault.hits()).toBe(3));
    await until(() => expect(alarms()).toHaveLength(1));
    await stage.time.pass(REGISTER_RETRY_MS);
    expect(await started).toEqual({ changed: true });
  });

  test('who may not use a word is not offered it', async () => {
    await stage.start();
    const offered = (user: Stage['ann'], where: Parameters<Stage['sim']['commandsFor']>[1]) =>
      stage.sim.commandsFor(user, where).map((one) => one.body.name);
    expect(offered(stage.olga, stage.channel)).toContain('setup');
    expect(offered(stage.ann, stage.channel)).not.toContain('setup');
    expect(offered(stage.ann, stage.sim.dm(stage.ann))).toEqual(expect.arrayContaining(['join', 'pack', 'race']));
    expect(offered(stage.olga, stage.sim.dm(stage.olga))).not.toContain('setup');
  });
});

describe('logging in', () => {
  test('a wrong token: a sentence that says what to do, seldom tried again, in no log', async () => {
    const bot = await stage.launch({ token: 'this.is.wrong' });
    await until(() =>
      expect(bot.state()).toMatchObject({ status: 'waiting', problem: expect.stringContaining('DISCORD_TOKEN') }),
    );
    expect(stage.logged()).not.toContain('this.is.wrong');
    const tries = requests('GET', /gateway/).length;
    await stage.time.pass(REFUSED_RETRY_MS - 1);
    expect(requests('GET', /gateway/)).toHaveLength(tries);
    await stage.time.pass(1);
    await until(() => expect(requests('GET', /gateway/)).toHaveLength(tries + 1));
  });

  test('a gateway that lets nobody in: thrown away in time, tried afresh, one session in the end', async () => {
    const { sim, time } = stage;
    sim.gateway.refuse(true);
    const bot = await stage.launch();
    await sim.waitFor(() => requests('GET', /gateway/).length === 1);
    await time.pass(LOGIN_TIMEOUT_MS);
    expect(bot.state()).toMatchObject({ status: 'waiting', problem: 'not logged in in time' });
    sim.gateway.refuse(false);
    await time.pass(FIRST_RETRY_MS);
    await until(() => expect(bot.state()).toMatchObject({ status: 'online', problem: null, servers: 1 }));
    expect(bot.inviteUrl()).toContain(`client_id=${sim.applicationId}`);
    await expect(sim.waitFor(() => sim.gateway.online() > 1, { timeoutMs: RECONNECT_MS })).rejects.toThrow(/waited/);
  });

  test('stop while the gateway is away is the end', async () => {
    const { sim } = stage;
    await stage.start();
    sim.gateway.refuse(true);
    sim.gateway.drop();
    await until(() => expect(stage.bot().state().status).toBe('connecting'));
    await stage.stopBot();
    sim.gateway.refuse(false);
    await expect(sim.waitFor(() => sim.gateway.online() > 0, { timeoutMs: RECONNECT_MS })).rejects.toThrow(/waited/);
  });

  test('REST that stops knowing the token: said, and put right by a fresh login', async () => {
    const { sim, time } = stage;
    await stage.start();
    sim.faults.next({ method: 'POST', route: /channels/ }, { kind: 'status', status: 401 });
    const post = await postOf('started', toChannel());
    expect(await stage.bot().mouth.post(post)).toEqual({ outcome: 'failed' });
    expect(stage.bot().state()).toMatchObject({ status: 'waiting', problem: expect.stringContaining('DISCORD_TOKEN') });
    expect(await stage.bot().mouth.post(post)).toEqual({ outcome: 'failed' });
    await time.pass(REFUSED_RETRY_MS);
    await until(() => expect(stage.bot().state().status).toBe('online'));
    expect(await stage.bot().mouth.post(post)).toMatchObject({ outcome: 'sent' });
  });
});

describe('a gateway with holes', () => {
  test('what is said while the connection is down is answered when it is back', async () => {
    const { sim, ann, channel } = stage;
    await stage.start();
    sim.gateway.drop();
    await sim.slash(ann, channel, 'pools').settled();
    expect(textOf(stage.whisper(ann))).toContain('Sprint');
  });

  test.each([
    ['askReconnect', []],
    ['invalidate', [expect.stringContaining('a new session: what was asked meanwhile was not heard')]],
  ] as const)('%s: it comes back and hears, and the log says whether something was lost', async (fault, warned) => {
    const { sim, ann, channel } = stage;
    await stage.start();
    const back = new Promise<void>((resolve) => {
      sim.onChange((change) => change.type === 'gateway' && change.now !== 'dropped' && resolve());
    });
    sim.gateway[fault]();
    await back;
    await until(() => expect(stage.bot().state()).toMatchObject({ status: 'online', problem: null }));
    await sim.slash(ann, channel, 'pools').settled();
    expect(textOf(stage.whisper(ann))).toContain('Sprint');
    expect(warnings()).toEqual(warned);
  });

  test('a payload that cannot be read is reported, and the bot lives', async () => {
    const { sim, ann, channel } = stage;
    await stage.start();
    sim.gateway.dispatch('INTERACTION_CREATE', () => ({ id: '1', type: 3, data: { component_type: 2 } }));
    await until(() => expect(alarms().join()).toContain('a message of the gateway could not be read'));
    await sim.slash(ann, channel, 'pools').settled();
    expect(textOf(stage.whisper(ann))).toContain('Sprint');
  });
});

describe('answers that get lost', () => {
  test.each(['before', 'after'] as const)('a connection that breaks %s Discord took the deferral', async (when) => {
    const { sim, ann, channel } = stage;
    await stage.start();
    const fault = sim.faults.next({ method: 'POST', route: /callback/ }, { kind: 'drop', when });
    await sim.slash(ann, channel, 'pools').settled();
    expect(fault.hits()).toBe(1);
    expect(textOf(stage.whisper(ann))).toContain('Sprint');
    expect(alarms()).toEqual([]);
  });

  test('a deferral that Discord took and did not say so, and that the library sent again', async () => {
    const { sim, ann, channel } = stage;
    await stage.start();
    const fault = sim.faults.next({ method: 'POST', route: /callback/ }, { kind: 'status', status: 502, after: true });
    await sim.slash(ann, channel, 'pools').settled();
    expect(fault.hits()).toBe(1);
    expect(requests('POST', /callback/).map(({ status }) => status)).toEqual([502, 400]);
    await sim.waitFor(() => /Sprint/.test(textOf(stage.whisper(ann))), { what: 'the answer' });
    expect(alarms()).toEqual([]);
  });

  test.each(['before', 'after'] as const)('a connection that breaks %s Discord took the answer', async (when) => {
    const { sim, ann, channel } = stage;
    await stage.start();
    const fault = sim.faults.next({ method: 'PATCH', route: /webhooks/ }, { kind: 'drop', when });
    await sim.slash(ann, channel, 'pools').settled();
    await sim.waitFor(() => /Sprint/.test(textOf(stage.whisper(ann))), { what: 'the answer' });
    expect(fault.hits()).toBe(1);
    await until(() => expect(requests('PATCH', /webhooks/).at(-1)?.status).toBe(200));
    expect(alarms()).toEqual([]);
  });

  test('who was answered too late: nothing is done behind their back; the log says so, and nobody is alarmed', async () => {
    const { sim, olga, channel, time, house } = stage;
    await stage.start();
    const fault = sim.faults.next({ method: 'POST', route: /callback/ }, { kind: 'hold' });
    const interaction = sim.slash(olga, channel, 'race create', { pool: 'sprint' });
    await fault.hit;
    await time.pass(3_000);
    fault.release();
    await interaction.settled();
    await sim.waitFor(() => requests('POST', /callback/)[0]?.status === 404);
    await until(() => expect(warnings()).toHaveLength(1));
    expect(warnings()[0]).toMatch(/"code":10062,.*"afterMs":\d+.*came too late for Discord/);
    expect(house.changes).toEqual([]);
    expect(alarms()).toEqual([]);
  });

  test('a fault in a command is one bland sentence, and the log says which', async () => {
    const { sim, ann, channel } = stage;
    await stage.start();
    stage.answerWith(async () => {
      throw new Error('relation "races" does not exist');
    });
    await sim.slash(ann, channel, 'pools', { share: true }).settled();
    await sim.waitFor(() => stage.whisper(ann));
    expect(textOf(stage.whisper(ann))).toMatch(/Try again/);
    expect(textOf(stage.whisper(ann))).not.toContain('relation');
    expect(stage.posts()).toEqual([]);
    expect(alarms().join()).toMatch(/relation.*"command":"pools"/);
  });

  test('buttons of an earlier process and of an earlier version', async () => {
    const { sim, olga, ann, channel } = stage;
    await stage.start();
    await sim.slash(olga, channel, 'race create', { pool: 'sprint' }).settled();
    const card = await sim.waitFor(() => stage.posts()[0]);
    await stage.stopBot();
    await stage.start();
    await sim.click(ann, card, idOf(card, 'Join')).settled();
    expect(textOf(stage.whisper(ann))).toContain('You are in');

    const message = sim.world.messages.get(card.id);
    const button = message?.components[0]?.components[0];
    if (button === undefined) throw new Error('no button');
    Object.assign(button, { custom_id: 'join:7' });
    await sim.click(ann, card, 'join:7').settled();
    expect(textOf(stage.whisper(ann))).toContain('does nothing any more');
  });
});
