import { describe, expect, it } from 'vitest';
import { EVENTS } from '../commands/house.test-kit.ts';
import { counting, MINUTE, SECOND, setUp, status } from './later.test-kit.ts';
import { makeLater } from './later.ts';

describe('deadlines', () => {
  it('start a race when its countdown is over, once, whatever else ticks', async () => {
    const { house, later, dan, discord } = await setUp();
    later.start();
    const race = await counting(house, dan);
    await house.time.pass(9_999);
    expect(await status(house, race)).toBe('countdown');
    await house.time.pass(1);
    expect(await status(house, race)).toBe('running');
    await house.time.pass(MINUTE);
    expect(discord.kinds().filter((kind) => kind === 'started')).toHaveLength(1);
    await later.stop();
  });

  it('are met at their instant by a timer that fires a millisecond early', async () => {
    const { house, dan, ports } = await setUp();
    const { now, after } = house.time;
    const time: typeof ports.time = { now, after: (ms, then) => after(ms > 5 * SECOND ? ms - 1 : ms, then) };
    const later = makeLater({ ...ports, time });
    later.start();
    const race = await counting(house, dan);
    await house.time.pass(10 * SECOND);
    expect(await status(house, race)).toBe('running');
    await later.stop();
  });

  it('are picked up after a restart in the middle of a countdown', async () => {
    const { house, later, dan, ports } = await setUp();
    later.start();
    const race = await counting(house, dan);
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
    const race = await counting(house, dan);
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
    const race = await counting(house, dan);
    await house.time.pass(10 * SECOND);
    await house.say(dan, 'race end', {}, { rights: EVENTS, confirmed: true });
    await house.time.pass(11 * MINUTE);
    expect((await house.submitter.load(race.id))?.race.phase).toMatchObject({ status: 'finished', final: true });
    expect(house.time.waiting()).toBe(0);
    await later.stop();
  });
});
