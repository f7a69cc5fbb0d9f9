import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { DISCORD, EVENTS, expectKind, openHouse, type TestHouse } from '../commands/house.test-kit.ts';
import type { RaceRef } from '../commands/reply.ts';
import type { Mouth, Notices, Post, Posted, User } from '../play/ports/index.ts';
import { ONLINE } from '../race/story.test-kit.ts';
import { type LaterPorts, makeLater } from './later.ts';
import { COME_BACK_MS } from './lost.ts';

const SILENT = pino({ level: 'silent' });
const SECOND = 1_000;
const MINUTE = 60_000;

type Edit = { readonly status: string; readonly at: number; readonly messageId: string };

/** A platform that answers as the test says, and remembers. */
function makeMouth(time: () => number) {
  const sent: { readonly post: Post; readonly at: number }[] = [];
  const edits: Edit[] = [];
  let answer: (post: Post) => Posted | Promise<Posted> = () => ({ outcome: 'sent', messageId: `m${sent.length}` });
  let edited: Awaited<ReturnType<Mouth['edit']>> = 'edited';
  const mouth: Mouth = {
    platform: 'discord',
    async post(post) {
      sent.push({ post, at: time() });
      return answer(post);
    },
    async edit(post, messageId) {
      edits.push({ status: post.view.race.phase.status, at: time(), messageId });
      return edited;
    },
  };
  return {
    mouth,
    sent,
    edits,
    kinds: () => sent.map(({ post }) => post.notice.kind),
    answer: (next: typeof answer) => {
      answer = next;
    },
    editing: (next: typeof edited) => {
      edited = next;
    },
  };
}

async function setUp(changes: Partial<LaterPorts> = {}) {
  const house = openHouse();
  const discord = makeMouth(house.time.now);
  const ports: LaterPorts = {
    submit: house.submitter.submit,
    load: house.submitter.load,
    log: house.store.log,
    notices: house.store.notices,
    changes: house.changes,
    views: house.views,
    accounts: house.store.accounts,
    seeds: house.seeds,
    packs: house.house.packs,
    tokens: house.house.tokens,
    links: house.house.links,
    mouths: [discord.mouth],
    time: house.time,
    logger: SILENT,
    ...changes,
  };
  const dan = await house.person('discord', 'Dan');
  return { house, discord, ports, dan, later: makeLater(ports) };
}

async function open(
  house: TestHouse,
  dan: User,
  args: Record<string, string | number | boolean> = {},
): Promise<RaceRef> {
  const reply = await house.say(dan, 'race create', { pool: 'sprint', ...args }, { rights: EVENTS });
  return expectKind(reply, 'created').race;
}

async function ready(house: TestHouse, race: RaceRef, name: string): Promise<User> {
  const user = await house.person('discord', name);
  await house.say(user, 'join', { race: race.code });
  const state = (await house.submitter.load(race.id))?.race;
  const participant = state?.participants.find((one) => one.user === user.id);
  if (participant === undefined) throw new Error('not in');
  house.live[participant.id] = { ...ONLINE, lastMovedAt: null };
  await house.submitter.submit(race.id, { type: 'ready', participant: participant.id });
  return user;
}

const status = async (house: TestHouse, race: RaceRef) => (await house.submitter.load(race.id))?.race.phase.status;

describe('deadlines', () => {
  it('start a race when its countdown is over, once, whatever else ticks', async () => {
    const { house, later, dan, discord } = await setUp();
    later.start();
    const race = await open(house, dan);
    await ready(house, race, 'Ann');
    await house.say(dan, 'race start', {}, { rights: EVENTS });
    await house.time.pass(9_999);
    expect(await status(house, race)).toBe('countdown');
    await house.time.pass(1);
    expect(await status(house, race)).toBe('running');
    await house.time.pass(MINUTE);
    expect(discord.kinds().filter((kind) => kind === 'started')).toHaveLength(1);
    await later.stop();
  });

  it('are picked up after a restart in the middle of a countdown', async () => {
    const { house, later, dan, ports } = await setUp();
    later.start();
    const race = await open(house, dan);
    await ready(house, race, 'Ann');
    await house.say(dan, 'race start', {}, { rights: EVENTS });
    await house.time.pass(3 * SECOND);
    await later.stop();
    await house.time.pass(20 * SECOND);
    expect(await status(house, race)).toBe('countdown');
    const again = makeLater(ports);
    again.start();
    await house.time.pass(1);
    const started = (await house.submitter.load(race.id))?.race.phase;
    expect(started).toMatchObject({ status: 'running', startedAt: house.time.now() - 13 * SECOND - 1 });
    await again.stop();
  });

  it('are kept once the database is back', async () => {
    let away = true;
    const { house, dan, ports, later } = await setUp();
    const race = await open(house, dan);
    await ready(house, race, 'Ann');
    await house.say(dan, 'race start', {}, { rights: EVENTS });
    const flaky = makeLater({
      ...ports,
      submit: async (...given) => {
        if (away) throw new Error('database away');
        return ports.submit(...given);
      },
    });
    flaky.start();
    await house.time.pass(12 * SECOND);
    expect(await status(house, race)).toBe('countdown');
    away = false;
    await house.time.pass(10 * SECOND);
    expect(await status(house, race)).toBe('running');
    await flaky.stop();
    await later.stop();
  });

  it('make results final, and leave no timer behind', async () => {
    const { house, later, dan } = await setUp();
    later.start();
    const race = await open(house, dan);
    await ready(house, race, 'Ann');
    await house.say(dan, 'race start', {}, { rights: EVENTS });
    await house.time.pass(10 * SECOND);
    await house.say(dan, 'race end', {}, { rights: EVENTS, confirmed: true });
    await house.time.pass(11 * MINUTE);
    expect((await house.submitter.load(race.id))?.race.phase).toMatchObject({ status: 'finished', final: true });
    expect(house.time.waiting()).toBe(0);
    await later.stop();
  });
});

describe('sending', () => {
  it('says everything once and in order', async () => {
    const { house, later, dan, discord } = await setUp();
    later.start();
    const race = await open(house, dan);
    await ready(house, race, 'Ann');
    await house.say(dan, 'race start', {}, { rights: EVENTS });
    await house.time.pass(10 * SECOND);
    await house.say(dan, 'race end', {}, { rights: EVENTS, confirmed: true });
    await house.time.pass(MINUTE);
    expect(discord.kinds()).toEqual(['card', 'pack_link', 'countdown', 'started', 'final_table']);
    expect(await house.notices(race.id)).toEqual([]);
    const link = discord.sent[1]?.post;
    expect(link?.recipient?.name).toBe('Ann');
    expect(link?.pack?.url).toContain('/pack/');
    await later.stop();
  });

  it('tries again when a platform is down, keeps the order, and does not hold up others', async () => {
    const { house, later, dan, discord } = await setUp();
    discord.answer((post) =>
      post.notice.target.to === 'channel' ? { outcome: 'failed' } : { outcome: 'sent', messageId: null },
    );
    later.start();
    const race = await open(house, dan, { packs: 'manual' });
    await ready(house, race, 'Ann');
    await house.say(dan, 'race release', {}, { rights: EVENTS });
    await house.time.pass(20 * SECOND);
    const tries = discord.sent.filter(({ post }) => post.notice.target.to === 'channel');
    expect(tries.every(({ post }) => post.notice.kind === 'card')).toBe(true);
    expect(tries.map(({ at }) => at - (tries[0]?.at ?? 0))).toEqual([0, 1, 3, 7, 15].map((s) => s * SECOND));
    expect(new Set(tries.map(({ post }) => post.notice.nonce)).size).toBe(1);
    expect(discord.kinds()).toContain('pack_link');
    discord.answer(() => ({ outcome: 'sent', messageId: 'm' }));
    later.hurry();
    await house.time.pass(1);
    expect(discord.kinds().slice(-2)).toEqual(['card', 'packs_out']);
    expect(await house.notices(race.id)).toEqual([]);
    await later.stop();
  });

  it('does not let who answers slowly hold up what others are told, nor what comes later', async () => {
    const { house, later, dan, discord } = await setUp();
    let answer = () => {};
    const slow = new Promise<Posted>((resolve) => {
      answer = () => resolve({ outcome: 'sent', messageId: 'card' });
    });
    discord.answer((post) => (post.notice.kind === 'card' ? slow : { outcome: 'sent', messageId: 'm' }));
    later.start();
    const race = await open(house, dan);
    await house.time.pass(1);
    await ready(house, race, 'Ann');
    await house.time.pass(1);
    expect(discord.kinds()).toEqual(['card', 'pack_link']);
    await house.say(dan, 'race start', {}, { rights: EVENTS });
    await house.time.pass(20 * SECOND);
    expect(discord.kinds()).toEqual(['card', 'pack_link']);
    answer();
    await house.time.pass(1);
    expect(discord.kinds()).toEqual(['card', 'pack_link', 'countdown', 'started']);
    expect(await house.notices(race.id)).toEqual([]);
    await later.stop();
  });

  it('sends with the same nonce after a crash between sending and settling', async () => {
    const { house, dan, discord, ports } = await setUp();
    const race = await open(house, dan);
    const crashing: Notices = {
      ...ports.notices,
      settle: async () => {
        throw new Error('the process died here');
      },
    };
    const first = makeLater({ ...ports, notices: crashing });
    first.start();
    await house.time.pass(1);
    await first.stop();
    expect(await house.notices(race.id)).toHaveLength(1);
    const second = makeLater(ports);
    second.start();
    await house.time.pass(1);
    await second.stop();
    const nonces = discord.sent.map(({ post }) => post.notice.nonce);
    expect(nonces.length).toBeGreaterThan(1);
    expect(new Set(nonces).size).toBe(1);
    expect(await house.notices(race.id)).toEqual([]);
  });

  it('tells the organizer whom it cannot reach, once, and never the player themselves', async () => {
    const { house, later, dan, discord } = await setUp();
    discord.answer((post) =>
      post.notice.kind === 'pack_link'
        ? { outcome: 'refused', why: 'dms_closed' }
        : { outcome: 'sent', messageId: 'm' },
    );
    later.start();
    const race = await open(house, dan);
    await ready(house, race, 'Ann');
    await house.say(dan, 'join');
    await house.time.pass(MINUTE);
    const told = discord.sent.filter(({ post }) => post.notice.kind === 'dm_refused');
    expect(
      told.map(({ post }) => [post.recipient?.name, post.race.participants[0]?.id === post.notice.participant]),
    ).toEqual([['Dan', true]]);
    expect(discord.kinds().filter((kind) => kind === 'pack_link')).toHaveLength(2);
    expect(await house.notices(race.id)).toEqual([]);
    await later.stop();
  });

  it('tells the organizers of a channel that takes nothing, and of an event that cannot be, once a race', async () => {
    const { house, later, dan, discord } = await setUp();
    discord.answer(({ notice }) =>
      notice.target.to === 'channel' ? { outcome: 'refused', why: 'no_access' } : { outcome: 'sent', messageId: 'm' },
    );
    later.start();
    const start = new Date(house.time.now() + 60 * MINUTE).toISOString();
    const made = await house.say(dan, 'race create', { pool: 'sprint', start }, { rights: EVENTS, confirmed: true });
    const { race } = expectKind(made, 'created');
    await ready(house, race, 'Ann');
    await house.say(dan, 'race say', { text: 'Five minutes' });
    await house.say(dan, 'race lock');
    await house.time.pass(MINUTE);
    const told = discord.sent.filter(({ post }) => post.recipient !== null);
    expect(told.map(({ post }) => [post.recipient?.name, post.notice.kind])).toEqual([
      ['Dan', 'discord_refused'],
      ['Dan', 'event_refused'],
    ]);
    expect(await house.notices(race.id)).toEqual([]);
    await later.stop();
  });

  it('tells the organizers once that a Twitch channel shuts the bot out, before anything has to be said there', async () => {
    const { house, later, dan, discord } = await setUp();
    later.start();
    await open(house, dan, { twitch: 'elsewhere' });
    const race = await open(house, dan, { twitch: 'olga_tv' });
    const over = await open(house, dan, { twitch: 'olga_tv' });
    await house.say(dan, 'race cancel', { race: over.code }, { rights: EVENTS, confirmed: true });
    await house.time.pass(1);
    for (const _ of [1, 2]) await later.shutOut('olga_tv');
    await house.time.pass(1);
    const told = discord.sent.filter(({ post }) => post.notice.kind === 'twitch_refused');
    expect(told.map(({ post }) => [post.recipient?.name, post.notice.race])).toEqual([['Dan', race.id]]);
    await later.stop();
  });

  it('drops what no configured platform can take, and keeps it where the platform is down', async () => {
    const { house, dan, ports } = await setUp();
    const race = await open(house, dan);
    const without = makeLater({ ...ports, mouths: [] });
    without.start();
    await house.time.pass(1);
    await without.stop();
    expect(await house.notices(race.id)).toEqual([]);
  });

  it('does not say GO an hour late, and still posts the table', async () => {
    const { house, dan, discord, later } = await setUp();
    const race = await open(house, dan);
    await ready(house, race, 'Ann');
    await house.say(dan, 'race start', {}, { rights: EVENTS });
    await house.time.pass(10 * SECOND);
    await house.submitter.submit(race.id, { type: 'tick' });
    await house.say(dan, 'race end', {}, { rights: EVENTS, confirmed: true });
    await house.time.pass(60 * MINUTE);
    later.start();
    await house.time.pass(1);
    expect(discord.kinds()).toEqual(['card', 'final_table', 'thread_closed']);
    await later.stop();
  });

  it('waits with a public post until everybody may know', async () => {
    const { house, dan, discord, ports } = await setUp();
    const race = await open(house, dan, { delay: 60 });
    await ready(house, race, 'Ann');
    await house.say(dan, 'race start', {}, { rights: EVENTS });
    let shown = await ports.views.view(race.id, 'player');
    const delayed = makeLater({ ...ports, views: { ...ports.views, view: async () => shown } });
    delayed.start();
    await house.time.pass(40 * SECOND);
    expect(discord.kinds()).not.toContain('started');
    shown = await ports.views.view(race.id, 'player');
    await house.time.pass(SECOND);
    expect(discord.kinds()).toContain('started');
    await delayed.stop();
  });
});

describe('cards', () => {
  it('are edited as the race changes, at most once in 3 s, to the newest state', async () => {
    const { house, later, dan, discord } = await setUp();
    later.start();
    const race = await open(house, dan);
    await house.time.pass(MINUTE);
    const before = discord.edits.length;
    for (const name of ['Ann', 'Bob', 'Cat', 'Eve']) await ready(house, race, name);
    await house.say(dan, 'race start', {}, { rights: EVENTS });
    await house.time.pass(4 * SECOND);
    const edits = discord.edits.slice(before);
    expect(edits.length).toBeLessThanOrEqual(2);
    expect(edits.at(-1)?.status).toBe('countdown');
    for (const [index, edit] of edits.entries()) {
      const last = edits[index - 1];
      if (last !== undefined) expect(edit.at - last.at).toBeGreaterThanOrEqual(3 * SECOND);
    }
    await later.stop();
  });

  it('follow a running race by themselves, and are edited again after a restart', async () => {
    const { house, later, dan, discord, ports } = await setUp();
    later.start();
    const race = await open(house, dan);
    await ready(house, race, 'Ann');
    await house.say(dan, 'race start', {}, { rights: EVENTS });
    await house.time.pass(20 * SECOND);
    const before = discord.edits.length;
    await house.time.pass(2 * MINUTE);
    expect(discord.edits.length - before).toBeGreaterThanOrEqual(3);
    await later.stop();
    const stopped = discord.edits.length;
    const again = makeLater(ports);
    again.start();
    await house.time.pass(1);
    expect(discord.edits.length).toBe(stopped + 1);
    await again.stop();
    expect(discord.kinds().filter((kind) => kind === 'card')).toHaveLength(1);
  });

  it('that are too old are tried once a minute and replaced every half hour at most', async () => {
    const { house, later, dan, discord } = await setUp();
    later.start();
    const race = await open(house, dan);
    await house.time.pass(10 * SECOND);
    discord.editing('too_old');
    const before = discord.edits.length;
    await ready(house, race, 'Ann');
    await house.time.pass(29 * MINUTE);
    expect(discord.kinds().filter((kind) => kind === 'card')).toHaveLength(2);
    const gaps = discord.edits.slice(before).map((edit, index, all) => edit.at - (all[index - 1]?.at ?? 0));
    // The new card is its own message: its first edit comes soon, then it is too old as well.
    expect(gaps[1]).toBe(3 * SECOND);
    expect(Math.min(...gaps.slice(2))).toBeGreaterThanOrEqual(MINUTE);
    await house.time.pass(3 * MINUTE);
    expect(discord.kinds().filter((kind) => kind === 'card')).toHaveLength(2);
    // Only a change makes a further one.
    await ready(house, race, 'Bob');
    await house.time.pass(2 * MINUTE);
    expect(discord.kinds().filter((kind) => kind === 'card')).toHaveLength(3);
    discord.editing('edited');
    await house.time.pass(2 * MINUTE);
    // The newest card is the one that lives on.
    expect(discord.edits.at(-1)?.messageId).toBe(`m${discord.sent.length}`);
    await later.stop();
  });

  it('end with the race', async () => {
    const { house, later, dan, discord } = await setUp();
    later.start();
    const race = await open(house, dan);
    await house.time.pass(10 * SECOND);
    await house.say(dan, 'race cancel', { race: race.code }, { rights: EVENTS, confirmed: true, place: DISCORD });
    await house.time.pass(10 * SECOND);
    expect(discord.edits.at(-1)?.status).toBe('cancelled');
    await house.time.pass(COME_BACK_MS);
    expect(house.time.waiting()).toBe(0);
    await later.stop();
  });
});
