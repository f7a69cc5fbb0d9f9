// What ticks between facts: what counts as movement, and what of it is shown.

import { expect, it } from 'vitest';
import { nextPulse, progressOf, shown } from './pulses.ts';
import { nobodyCanBeat } from './standings.ts';
import { by, FLAGS, gate, later, pid, player, running, T0, tell } from './story.test-kit.ts';

const MINUTE = 60_000;
const pulse = (igtMs: number, deaths = 0) => ({ igtMs, deaths, node: null, movedAt: T0 });

it('only a rise of the IGT is a movement: a game that stands still says the same again and again', () => {
  const said = (igtMs: number) => nextPulse(pulse(9_000), { igtMs, deaths: 0, node: null }, T0 + MINUTE);
  expect(said(9_001).movedAt).toBe(T0 + MINUTE);
  expect(said(9_000).movedAt).toBe(T0);
  expect(said(8_000)).toMatchObject({ igtMs: 8_000, movedAt: T0 });
  expect(nextPulse(undefined, { igtMs: 0, deaths: 0, node: null }, T0 + MINUTE).movedAt).toBe(T0 + MINUTE);
});

it('a game that ticks on moves nobody who is out, nor who has finished', () => {
  const story = tell(
    later(running(3), MINUTE),
    gate(1, 1, FLAGS.a, 20_000),
    { type: 'forfeit', participant: pid(1), by: by(1) },
    gate(2, 1, FLAGS.finish, 50_000),
  );
  expect(shown(player(story, 1), pulse(99_000, 7))).toMatchObject({ igtMs: 20_000, deaths: 0 });
  expect(shown(player(story, 2), pulse(99_000, 7))).toMatchObject({ igtMs: 50_000, deaths: 0 });
  expect(shown(player(story, 3), pulse(40_000, 7))).toMatchObject({ igtMs: 40_000, deaths: 7 });
});

it('who has as much IGT as a finish took cannot beat it any more', () => {
  const { race } = tell(later(running(2), MINUTE), gate(1, 1, FLAGS.finish, 50_000));
  expect(nobodyCanBeat(race, 50_000, { [pid(2)]: pulse(49_999) })).toBe(false);
  expect(nobodyCanBeat(race, 50_000, { [pid(2)]: pulse(50_000) })).toBe(true);
});

it('an older save has fewer deaths: nobody has died less', () => {
  const died = (deaths: number, seq: number, flag: number) => ({ ...gate(1, seq, flag, seq * 10_000), deaths });
  const story = tell(later(running(1), 5 * MINUTE), died(3, 1, FLAGS.a), died(1, 2, FLAGS.bossFromA));
  expect(progressOf(player(story, 1))?.deathsIn).toEqual({ start: 3 });
});
