// A race as people on Discord live it, through the real discord.js: card, buttons, private answers, direct messages.

import { beforeEach, describe, expect, test } from 'vitest';
import { buttonsOf, idOf, type Stage, textOf } from '../../tools/testing/discord-stage.ts';
import { create, press, raceNow, raceOf, stage } from './stage.test-kit.ts';

beforeEach(async () => {
  await stage.start();
});

/** What stands in the race's thread: it has its card's id. */
const inThread = (card: { id: string }) =>
  stage.sim.world.channels.has(card.id) ? stage.sim.messagesSeenBy(stage.olga, card.id) : [];

describe('creating and joining', () => {
  test('the creator is answered privately, everybody gets the card', async () => {
    const card = await create();
    expect(stage.whisper(stage.olga)).toMatchObject({ ephemeral: true, thinking: false });
    expect(textOf(stage.whisper(stage.olga))).toContain('Sunday Showdown');
    expect(textOf(card)).toContain('Sunday Showdown');
    expect(buttonsOf(card).map((button) => button.label)).toEqual(['Join', 'Leave', 'My pack', 'Page']);
    expect(card.pings.users).toEqual([]);
    expect(stage.sim.messagesSeenBy(stage.ann, stage.channel)).toHaveLength(1);
  });

  test('a press on Join: the link privately and as a direct message, in no text and in no log; the card follows', async () => {
    const { sim, ann, time } = stage;
    const card = await create();
    const told = await press(ann, card, idOf(card, 'Join'), /You are in/);
    const [link] = buttonsOf(told).filter((button) => button.label === 'Get my pack');
    expect(link?.url).toMatch(/^https:\/\/races\.example\/race\/.*\/pack\//);
    const [direct] = await sim.waitFor(() => (sim.dmsOf(ann).length === 1 ? sim.dmsOf(ann) : undefined));
    expect(buttonsOf(direct).map((button) => button.url)).toEqual([link?.url]);
    await time.pass(3_000);
    await sim.waitFor(() => /1\/16/.test(textOf(stage.posts()[0])), { what: 'the card to count Ann' });

    const secret = link?.url.split('/').at(-1) ?? '';
    const texts = [...stage.posts(), told, direct].map(textOf).join('\n');
    expect(texts).not.toContain(secret);
    expect(stage.logged()).not.toContain(secret);
    expect(JSON.stringify(stage.posts())).not.toContain(secret);
  });

  test('Leave takes the player out again; somebody who never was in hears so', async () => {
    const { ann, shy } = stage;
    const card = await create();
    await press(ann, card, idOf(card, 'Join'), /You are in/);
    await press(ann, card, idOf(card, 'Leave'), /You have left/);
    expect(raceNow()?.participants).toEqual([]);
    await press(shy, card, idOf(card, 'Leave'), /not in/);
  });

  test('who takes no direct messages has the link in the private answer, and the organizer is told', async () => {
    const { sim, shy, olga } = stage;
    const card = await create();
    const told = await press(shy, card, idOf(card, 'Join'), /You are in/);
    expect(buttonsOf(told)).toHaveLength(1);
    const dms = await sim.waitFor(() => (sim.dmsOf(olga).length > 0 ? sim.dmsOf(olga) : undefined));
    expect(textOf(dms[0])).toContain('Shy');
    expect(sim.dmsOf(shy)).toEqual([]);
  });

  test('names can neither ping nor draw', async () => {
    const { sim, guild } = stage;
    const troll = sim.addUser({ name: 'troll', displayName: '@everyone **x** <@1> [a](http://b.c)' });
    sim.setMember(guild, troll);
    sim.setBotPermissions(guild, ['ViewChannel', 'SendMessages', 'EmbedLinks', 'MentionEveryone']);
    const card = await create('@here `x`');
    await press(troll, card, idOf(card, 'Join'), /You are in/);
    await stage.submit(raceOf(), { type: 'cancel', by: { kind: 'system' }, reason: '@everyone', broken: false });
    const said = await sim.waitFor(() => stage.posts().find((one) => /cancelled/.test(one.content)));
    expect(said.pings).toEqual({ users: [troll.id], roles: [], everyone: false });
    for (const message of stage.posts()) expect(textOf(message)).not.toMatch(/@(everyone|here)|[^\\]\*\*x|<@1>/);
  });

  test('a thread counts as its channel: the card of a race made there is for everybody', async () => {
    const { sim, olga, channel } = stage;
    const card = await create();
    const opened = await fetch(`${sim.restBase}/v10/channels/${channel.id}/messages/${card.id}/threads`, {
      method: 'POST',
      headers: { authorization: `Bot ${sim.botToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Talk' }),
    });
    expect(opened.status).toBe(201);
    const [thread] = sim.threadsOf(channel);
    if (thread === undefined) throw new Error('no thread');
    await sim.slash(olga, thread, 'race create', { pool: 'sprint', name: 'Second' }).settled();
    await sim.waitFor(() => stage.posts().some((one) => /^Second/.test(textOf(one))), { what: 'the second card' });
    expect(raceNow()?.channels).toMatchObject([{ channel: channel.id }]);
  });
});

describe('from start to the table', () => {
  test('posts in the thread, one mention of the players, the table at the end', async () => {
    const { sim, ann, olga, channel, time } = stage;
    await sim.slash(olga, channel, 'race create', { pool: 'sprint', name: 'Cup', packs: 'manual' }).settled();
    const card = await sim.waitFor(() => stage.posts()[0]);
    await press(ann, card, idOf(card, 'Join'), /You are in/);
    await press(olga, card, idOf(card, 'Join'), /You are in/);
    await sim.slash(olga, channel, 'race release').settled();
    const out = await sim.waitFor(() => stage.posts().find((one) => /packs/.test(one.content)));
    expect([...out.pings.users].sort()).toEqual([ann.id, olga.id].sort());
    await press(ann, out, idOf(out, 'My pack'), /Your pack/);

    await sim.slash(olga, channel, 'race start').settled();
    expect(textOf(stage.whisper(olga))).toContain('Nobody is ready');
    const [first] = raceNow()?.participants ?? [];
    if (first === undefined) throw new Error('nobody is in');
    await stage.submit(raceOf(), { type: 'ready', participant: first.id });
    await sim.slash(olga, channel, 'race start').settled();
    const missing = stage.whisper(olga);
    expect(buttonsOf(missing).map((one) => one.label)).toEqual([
      'Wait',
      'Start, they may come late',
      expect.stringMatching(/^Start without them/),
    ]);
    if (missing === undefined) throw new Error('no answer');
    await press(olga, missing, idOf(missing, 'Start, they may come late'), /GO <t:\d+:R>/);
    await sim.waitFor(() => inThread(card).some((one) => /: GO <t:/.test(one.content)), { what: 'the countdown' });

    await time.pass(10_000);
    await sim.waitFor(() => inThread(card).some((one) => /^GO!/.test(one.content)), { what: 'GO' });
    await stage.submit(raceOf(), {
      type: 'set_result',
      participant: first.id,
      igtMs: 2_283_000,
      reason: 'test',
      by: { kind: 'system' },
    });
    await sim.waitFor(() => inThread(card).some((one) => /38:03/.test(one.content)), { what: 'the finish' });
    await sim.slash(olga, channel, 'race end').settled();
    const question = stage.whisper(olga);
    if (question === undefined) throw new Error('no question');
    await press(olga, question, idOf(question, 'Yes, do it'), /is ended/);
    const table = await sim.waitFor(() => stage.posts().find((one) => /Result/.test(textOf(one))));
    expect(textOf(table)).toMatch(/Ann.*38:03/);
    expect(table.pings.users).toEqual([]);
  });
});

describe('questions that others may see', () => {
  test('share shows the answer once a minute and channel; in between it stays private and says why', async () => {
    const { sim, ann, shy, channel, time } = stage;
    await create();
    const pools = (user: Stage['ann']) => sim.slash(user, channel, 'pools', { share: true }).settled();
    await pools(ann);
    expect(sim.messagesSeenBy(shy, channel).filter((one) => /Sprint/.test(textOf(one)) && !one.ephemeral)).toHaveLength(
      2,
    );
    await pools(shy);
    expect(textOf(stage.whisper(shy))).toMatch(/Shown to you alone/);
    await time.pass(60_000);
    await pools(shy);
    expect(stage.posts().filter((one) => /^Pools/.test(textOf(one)))).toHaveLength(2);
  });

  test('a refusal is never shared, and leaves the turn to the next', async () => {
    const { sim, ann, olga, channel } = stage;
    await sim.slash(ann, channel, 'leaderboard', { share: true }).settled();
    await sim.waitFor(() => stage.whisper(ann));
    expect(textOf(stage.whisper(ann))).toMatch(/No race is going on/);
    expect(sim.messagesSeenBy(olga, channel)).toEqual([]);
    await create();
    await sim.slash(ann, channel, 'leaderboard', { share: true }).settled();
    expect(stage.posts()).toHaveLength(2);
  });
});

describe('typing, rights, direct messages', () => {
  test('arguments complete themselves; a fault offers nothing', async () => {
    const { sim, olga, ann, channel } = stage;
    const offered = await sim.autocomplete(olga, channel, 'race create', 'pool', 'spr');
    expect(offered).toEqual([expect.objectContaining({ name: 'Sprint (~30 min), 5 left', value: 'sprint' })]);
    await create();
    const races = await sim.autocomplete(ann, channel, 'join', 'race', '');
    expect(races).toEqual([expect.objectContaining({ name: expect.stringContaining('Sunday Showdown') })]);
    stage.house.house.seeds.pools = async () => {
      throw new Error('the database is away');
    };
    expect(await sim.autocomplete(olga, channel, 'race create', 'pool', '')).toEqual([]);
  });

  test('/setup is for who manages the server, names a role, and says what the bot can do', async () => {
    const { sim, olga, ann, guild, channel } = stage;
    expect(() => sim.slash(ann, channel, 'setup')).toThrow(/permission/);
    expect(() => sim.slash(ann, sim.dm(ann), 'setup')).toThrow();
    const role = sim.addRole(guild, { name: 'Organizers' });
    sim.setBotPermissions(channel, ['ViewChannel', 'SendMessages']);
    await sim.slash(olga, channel, 'setup', { organizers: role, channel, timezone: 'Europe/Paris' }).settled();
    const told = textOf(stage.whisper(olga));
    expect(told).toContain(`<@&${role.id}>`);
    expect(told).toContain('✅ I can write there');
    expect(told).toContain('❌ I cannot post the race card: give me the permission “Embed Links”');
    await sim.slash(ann, channel, 'race create', { pool: 'sprint' }).settled();
    expect(textOf(stage.whisper(ann))).toMatch(/role/);
    sim.setMember(guild, ann, { roles: [role] });
    await sim.slash(ann, channel, 'race create', { pool: 'sprint' }).settled();
    expect(raceNow()?.creator.name).toBe('Ann');
  });

  test("a player's words work in direct messages", async () => {
    const { sim, ann } = stage;
    const card = await create();
    await press(ann, card, idOf(card, 'Join'), /You are in/);
    await sim.slash(ann, sim.dm(ann), 'pack').settled();
    const answer = sim.dmsOf(ann).findLast((one) => one.ephemeral);
    expect(buttonsOf(answer)).toHaveLength(1);
  });
});
