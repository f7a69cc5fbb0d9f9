// Another seed for a race, and another race after it.

import { describe, expect, it } from 'vitest';
import type { User } from '../play/ports/index.ts';
import { ONLINE } from '../race/story.test-kit.ts';
import { codeOf, EVENTS, expectKind } from './house.test-kit.ts';
import type { Reply } from './reply.ts';
import { aRace } from './story.test-kit.ts';

const deedOf = (reply: Reply) => expectKind(reply, 'done').deed;

describe('race reroll', () => {
  it('gives another seed; the one before goes back while nobody has it', async () => {
    const { organize, state, ready, player } = await aRace();
    await ready('Ann');
    const before = await state();
    expect(deedOf(await organize('race reroll'))).toMatchObject({ did: 'rerolled', packsOut: true, discarded: false });
    const after = await state();
    expect(after.seed.id).not.toBe(before.seed.id);
    expect((await player('Ann')).generation).toBe(2);
    expect((await player('Ann')).standing).toMatchObject({ status: 'registered', reason: 'reroll' });
  });

  it('asks once more where packs die or a seed is thrown away', async () => {
    const { house, organize, ready, player, race } = await aRace();
    await ready('Ann');
    const { id } = await player('Ann');
    await house.submitter.submit(race.id, { type: 'pack_downloaded', participant: id, generation: 1 });
    expect(expectKind(await organize('race reroll'), 'confirm').subject).toEqual({
      what: 'reroll',
      packs: 1,
      broken: false,
    });
    const asked = expectKind(await organize('race reroll', { broken: true }), 'confirm');
    expect(asked.offers[0]?.ask).toMatchObject({ args: { broken: true }, confirmed: true });
    expect(deedOf(await organize('race reroll', { broken: true }, true))).toMatchObject({ discarded: true });
  });

  it('draws nothing for an empty pool or a race that runs', async () => {
    const { house, organize, state, ready, start } = await aRace();
    const before = (await state()).seed;
    expect(codeOf(await organize('race reroll', { pool: 'empty' }))).toBe('pool_empty');
    expect(codeOf(await organize('race reroll', { pool: 'nothing' }))).toBe('unknown_pool');
    expect((await state()).seed).toEqual(before);
    await ready('Ann');
    await start();
    const free = house.seeds.free.length;
    expect(codeOf(await organize('race reroll'))).toBe('wrong_status');
    expect(house.seeds.free).toHaveLength(free);
  });
});

describe('race again', () => {
  it('is another race with the same options and channels and another seed', async () => {
    const { house, organize, state, ready, start, race } = await aRace({ countdown: 10, map: 'after', note: 'tea' });
    await ready('Ann');
    await start();
    await organize('race end', {}, true);
    const made = expectKind(await organize('race again', { race: race.code }), 'created');
    const next = (await house.submitter.load(made.race.id))?.race;
    const before = await state();
    expect(next).toMatchObject({ name: 'Sunday', note: 'tea', again: race.id, options: before.options });
    expect(next?.channels).toEqual(before.channels);
    expect(next?.seed.id).not.toBe(before.seed.id);
    expect(next?.participants).toEqual([]);
    expect(next?.phase.status).toBe('open');
  });

  it.each(['ask', 'invited'])('lets who played before straight in where join is %s, and nobody else', async (mode) => {
    const { house, organize, state, race, dan } = await aRace({ join: mode });
    const named: Record<string, User> = {};
    for (const name of ['Ann', 'Ben', 'Out']) {
      const user = await house.person('discord', name);
      named[name] = user;
      await organize('race invite', { user: user.discordId ?? '', race: race.code });
    }
    const ann = (await state()).participants.find((one) => one.name === 'Ann');
    if (ann === undefined) throw new Error('no Ann');
    house.live[ann.id] = ONLINE;
    await house.submitter.submit(race.id, { type: 'ready', participant: ann.id });
    expectKind(await organize('race start', { missing: 'force', race: race.code }), 'countdown');
    await house.time.pass(10_000);
    await organize('judge disqualify', { player: 'Out', reason: 'no', race: race.code });
    await organize('race end', { race: race.code }, true);
    const { race: next } = expectKind(await organize('race again', { race: race.code }), 'created');
    const stranger = await house.person('discord', 'Eve');
    const joins = async (user: User) => house.say(user, 'join', { race: next.code });
    for (const name of ['Ann', 'Ben']) expectKind(await joins(named[name] ?? dan), 'joined');
    for (const user of [named.Out ?? dan, stranger]) {
      const reply = await joins(user);
      expect(reply.kind === 'asked' || codeOf(reply) === 'invited_only').toBe(true);
    }
    const after = (await house.submitter.load(next.id))?.race;
    expect(after?.participants.map((one) => one.name)).toEqual(['Ann', 'Ben']);
  });

  it('is made once, whoever presses again; once that round is cancelled another can be made', async () => {
    const { house, dan, race, organize } = await aRace();
    const eve = await house.person('discord', 'Eve');
    await organize('race cancel', {}, true);
    const press = (user: typeof dan) => house.say(user, 'race again', { race: race.code }, { rights: EVENTS });
    const { race: next } = expectKind(await press(dan), 'created');
    const free = house.seeds.free.length;
    const refused = expectKind(await press(eve), 'refused');
    expect(refused.no).toMatchObject({ code: 'round_there', race: { code: next.code } });
    expect(refused.offers.map(({ ask }) => ask)).toEqual([
      { command: 'join', args: { race: next.code }, confirmed: false },
    ]);
    expect(house.seeds.free.length).toBe(free);
    await house.say(dan, 'race cancel', { race: next.code }, { confirmed: true });
    expectKind(await press(eve), 'created');
  });

  it('is made once where two press at the same instant, and one seed is spent', async () => {
    const { house, dan, race, organize } = await aRace();
    const eve = await house.person('discord', 'Eve');
    await organize('race cancel', {}, true);
    const press = (user: typeof dan) => house.say(user, 'race again', { race: race.code }, { rights: EVENTS });
    const drawn = house.seeds.free.length;
    const replies = await Promise.all([press(dan), press(eve)]);
    const made = replies.flatMap((reply) => (reply.kind === 'created' ? [reply.race.code] : []));
    const refused = replies.flatMap((reply) => (reply.kind === 'refused' ? [reply.no] : []));
    expect(refused).toMatchObject([{ code: 'round_there', race: { code: made[0] } }]);
    expect(drawn - house.seeds.free.length - house.seeds.given.length).toBe(1);
    expect((await house.store.log.list({ limit: 10 })).filter(({ status }) => status === 'open')).toHaveLength(1);
  });

  it('is offered where one was cancelled', async () => {
    const { organize } = await aRace();
    const cancelled = expectKind(await organize('race cancel', { broken: true }, true), 'cancelled');
    expect(cancelled.offers.map((offer) => offer.label)).toEqual(['again']);
  });
});
