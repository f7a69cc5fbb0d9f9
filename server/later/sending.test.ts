import { describe, expect, it } from 'vitest';
import { EVENTS, expectKind } from '../commands/house.test-kit.ts';
import type { Mouth, Notices, Posted } from '../play/ports/index.ts';
import { counting, MINUTE, open, ready, SECOND, setUp } from './later.test-kit.ts';
import { makeLater } from './later.ts';

describe('sending', () => {
  it('says everything once and in order', async () => {
    const { house, later, dan, discord } = await setUp();
    later.start();
    const race = await counting(house, dan);
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

  it('hears of something new in the very instant at which it has looked', async () => {
    for (let steps = 0; steps < 12; steps += 1) {
      const { house, dan, discord, ports } = await setUp();
      await open(house, dan);
      let looked = false;
      const notices: Notices = {
        ...ports.notices,
        async pending(limit) {
          if (looked) return ports.notices.pending(limit);
          looked = true;
          let soon = Promise.resolve();
          for (let step = 0; step < steps; step += 1) soon = soon.then(() => {});
          void soon.then(() => later.poke());
          return [];
        },
      };
      const later = makeLater({ ...ports, notices });
      later.start();
      await house.time.pass(1);
      expect(discord.kinds(), `${steps} steps later`).toEqual(['card']);
      await later.stop();
    }
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

  it('waits with what is committed but not yet known here: its reader is not gone', async () => {
    const { house, dan, discord, ports } = await setUp();
    const race = await open(house, dan);
    const before = await house.submitter.load(race.id);
    await ready(house, race, 'Ann');
    let isKnown = false;
    const behind = makeLater({ ...ports, load: async (id) => (isKnown ? ports.load(id) : before) });
    behind.start();
    await house.time.pass(10 * SECOND);
    expect(discord.kinds()).toEqual(['card']);
    isKnown = true;
    await house.time.pass(SECOND);
    expect(discord.kinds()).toEqual(['card', 'pack_link']);
    await behind.stop();
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
    const race = await counting(house, dan);
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
    const race = await counting(house, dan, { delay: 60 });
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

  it('does not hold up another race of the channel behind one whose posts wait', async () => {
    const { house, dan, discord, ports } = await setUp();
    const race = await counting(house, dan, { delay: 300 });
    const shown = await ports.views.view(race.id, 'player');
    const view: typeof ports.views.view = async (id, audience) =>
      id === race.id ? shown : ports.views.view(id, audience);
    const delayed = makeLater({ ...ports, views: { ...ports.views, view } });
    delayed.start();
    await house.time.pass(20 * SECOND);
    const other = await open(house, dan);
    await house.say(dan, 'race say', { text: 'Five minutes', race: other.code }, { rights: EVENTS });
    await house.time.pass(SECOND);
    const of = ({ id }: typeof race) =>
      discord.sent.flatMap(({ post: { notice } }) =>
        notice.race === id && notice.target.to === 'channel' ? [notice.kind] : [],
      );
    expect(of(race)).not.toContain('started');
    expect(of(other)).toEqual(['card', 'announcement']);
    await delayed.stop();
  });

  it('is tried at once in a Twitch channel that the bot is in again, and elsewhere waits on', async () => {
    const { house, dan, discord, ports } = await setUp();
    const tries: string[] = [];
    const twitch: Mouth = {
      platform: 'twitch',
      post: async ({ notice: { target } }) => {
        tries.push(target.to === 'channel' ? target.channel : '');
        return { outcome: 'failed' };
      },
      edit: async () => 'gone',
    };
    const later = makeLater({ ...ports, mouths: [discord.mouth, twitch] });
    later.start();
    for (const channel of ['here', 'there']) {
      const race = await house.say(
        dan,
        'race create',
        { pool: 'sprint' },
        { rights: { ...EVENTS, broadcaster: true }, place: { platform: 'twitch', channel } },
      );
      await house.say(dan, 'race say', { text: 'Hello', race: expectKind(race, 'created').race.code });
    }
    await house.time.pass(20 * SECOND);
    tries.length = 0;
    later.hurry('here');
    await house.time.pass(1);
    expect(tries).toEqual(['here']);
    await later.stop();
  });
});
