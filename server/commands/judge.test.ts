// What the judge does to players and results, and words to everybody or to the organizers alone.

import { describe, expect, it } from 'vitest';
import { wordReply } from '../present/words/index.ts';
import { BROADCASTER, codeOf, expectKind, openHouse, twitch } from './house.test-kit.ts';
import type { Reply } from './reply.ts';
import { aRace } from './story.test-kit.ts';

const deedOf = (reply: Reply) => expectKind(reply, 'done').deed;

describe('the judge', () => {
  it('takes out and brings back, also after a finish', async () => {
    const { organize, ready, start, finish, player, state } = await aRace();
    await ready('Ann');
    await ready('Bob');
    await start();
    await finish('Ann', 600_000);
    const out = expectKind(await organize('judge disqualify', { player: 'Ann', reason: 'wrong seed' }), 'done');
    expect(out.deed).toEqual({ did: 'disqualified', player: 'Ann' });
    expect(out.offers[0]?.ask).toMatchObject({ command: 'judge restore', args: { player: (await player('Ann')).id } });
    expect(deedOf(await organize('judge restore', { player: 'Ann' }))).toMatchObject({ plays: false, reopened: false });
    expect((await player('Ann')).standing).toMatchObject({ status: 'finished', igtMs: 600_000 });
    // The same button again is not to lose the result.
    const asked = expectKind(await organize('judge restore', { player: 'Ann' }), 'confirm');
    expect(asked.subject).toEqual({ what: 'take_back_finish', player: 'Ann', igtMs: 600_000 });
    expect(asked.offers[0]?.ask).toMatchObject({ args: { player: 'Ann' }, confirmed: true });
    expect((await player('Ann')).standing.status).toBe('finished');
    const back = await organize('judge restore', { player: 'Ann' }, true);
    expect(deedOf(back)).toMatchObject({ plays: true, anew: true });
    expect(wordReply(back, 'web').text).toContain('enter the time yourself');
    expect((await state()).phase.status).toBe('running');
  });

  it.each([
    ['1:02:03', 3_723_000],
    ['38:03', 2_283_000],
    ['0:59.5', 59_500],
    ['100:00', 6_000_000],
  ])('sets %s by hand', async (time, igtMs) => {
    const { organize, ready, start, player } = await aRace();
    await ready('Ann');
    await start();
    const reply = await organize('judge result', { player: 'ann', time, reason: 'crash' });
    expect(deedOf(reply)).toEqual({ did: 'result_set', player: 'Ann', igtMs });
    expect((await player('Ann')).standing).toMatchObject({ status: 'finished', igtMs, byHand: true });
  });

  it.each(['soon', '1:2', '1:60', '1:60:00', '-1:00', '', '200:00:00'])('does not take %j for a time', async (time) => {
    const { organize, ready, start } = await aRace();
    await ready('Ann');
    await start();
    const code = codeOf(await organize('judge result', { player: 'ann', time, reason: 'x' }));
    expect(['bad_argument', 'bad_igt']).toContain(code);
  });

  it('holds a result, and lifts it when it is said again', async () => {
    const { organize, ready, start, finish, player } = await aRace();
    await ready('Ann');
    await start();
    await finish('Ann', 600_000);
    expect(deedOf(await organize('judge hold', { player: 'Ann' }))).toMatchObject({ did: 'held' });
    expect((await player('Ann')).held).toBe(true);
    expect(deedOf(await organize('judge hold', { player: 'Ann' }))).toMatchObject({ did: 'hold_lifted' });
  });

  it('is reminded in the status of what to look at, and nobody else is', async () => {
    const { house, organize, ready, start, race } = await aRace();
    const ann = await ready('Ann');
    await start();
    await organize('judge hold', { player: 'Ann' });
    const told = async (reply: Promise<Reply>) => expectKind(await reply, 'status').toReview;
    expect(await told(organize('race status'))).toEqual([{ name: 'Ann', marks: [], held: true }]);
    expect(await told(organize('race status', { share: true }))).toEqual([]);
    expect(await told(house.say(ann, 'race status', { race: race.code }))).toEqual([]);
    expect(wordReply(await organize('race status'), 'plain').lines).toContain('⚠️ Ann: under review');
  });

  it('is nobody but an organizer', async () => {
    const { house, ready, start } = await aRace();
    const ann = await ready('Ann');
    await start();
    for (const command of ['judge disqualify', 'judge restore', 'judge result', 'judge hold', 'race say']) {
      const args = { player: 'Ann', reason: 'x', time: '1:00', text: 'x' };
      expect(codeOf(await house.say(ann, command, args))).toBe('not_organizer');
    }
  });
});

describe('words to others', () => {
  it('go to everybody, or to the organizers alone', async () => {
    const { house, organize, join } = await aRace();
    const ann = await join('Ann');
    expect(deedOf(await organize('race say', { text: 'five minutes' }))).toEqual({ did: 'announced' });
    expect(deedOf(await house.say(ann, 'report', { text: 'my pack is broken' }))).toEqual({ did: 'reported' });
    expect(codeOf(await organize('race say', { text: 'x'.repeat(401) }))).toBe('bad_argument');
  });

  it('are enough after five in ten minutes from one person, not from another', async () => {
    const { house, join } = await aRace();
    const [ann, ben] = [await join('Ann'), await join('Ben')];
    for (let nth = 1; nth <= 5; nth += 1) {
      expect(deedOf(await house.say(ann, 'report', { text: `${nth}` }))).toEqual({ did: 'reported' });
    }
    expect(codeOf(await house.say(ann, 'report', { text: '6' }))).toBe('too_many_reports');
    expect(deedOf(await house.say(ben, 'report', { text: '1' }))).toEqual({ did: 'reported' });
    await house.time.pass(10 * 60_000);
    expect(deedOf(await house.say(ann, 'report', { text: '6' }))).toEqual({ did: 'reported' });
  });

  it('are refused where nobody would hear them', async () => {
    const house = openHouse();
    const [streamer, ann] = [await house.person('twitch', 'Streamer'), await house.person('discord', 'Ann')];
    const there = { place: twitch('streamer'), rights: BROADCASTER };
    const { race } = expectKind(await house.say(streamer, 'race create', { pool: 'sprint' }, there), 'created');
    expect(codeOf(await house.say(ann, 'report', { text: 'help', race: race.code }))).toBe('nobody_hears');
    expect((await house.notices(race.id)).map((notice) => notice.kind)).not.toContain('problem');
  });
});
