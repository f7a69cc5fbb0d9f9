// Given, when, then: the gates that a mod reports, also what is odd, or comes twice, or from somebody who is out.

import { describe, expect, it } from 'vitest';
import type { Intent } from '../intents.ts';
import { progressOf } from '../pulses.ts';
import {
  ask,
  by,
  FLAGS,
  gate,
  join,
  later,
  ONLINE,
  open,
  person,
  pid,
  player,
  running,
  status,
  T0,
  TICK,
  tell,
  types,
  withLive,
} from '../story.test-kit.ts';
import { AHEAD_MS } from './reports.ts';

const MINUTE = 60_000;
/** GO. */
const STARTED = T0 + 10_000;

describe('gates', () => {
  it('raise the layer, record splits, and going back moves only the position', () => {
    const story = tell(later(running(1), MINUTE), gate(1, 1, FLAGS.a, 30_000), gate(1, 2, FLAGS.bossFromA, 50_000));
    expect(progressOf(player(story, 1))).toMatchObject({ layer: 2, node: 'boss', splits: { 1: { igtMs: 30_000 } } });
    const back = tell(story, gate(1, 3, FLAGS.b, 55_000));
    expect(progressOf(player(back, 1))).toMatchObject({ layer: 2, node: 'b' });
  });

  it.each([
    ['an unknown flag', gate(1, 1, 5, 10), 'unknown_zone'],
    ['a negative IGT', gate(1, 1, FLAGS.a, -1), 'bad_igt'],
    ['an IGT above 100 h', gate(1, 1, FLAGS.a, 360_000_001), 'bad_igt'],
    ['a broken IGT', gate(1, 1, FLAGS.a, 1.5), 'bad_igt'],
    ['a stranger', gate(7, 1, FLAGS.a, 10), 'not_racing'],
  ])('refuse %s', (_what, intent, code) => {
    expect(types(ask(later(running(1), MINUTE), intent))).toEqual([`refused: ${code}`]);
  });

  it('wait until the race runs', () => {
    expect(types(ask(tell(open(), join(1)), gate(1, 1, FLAGS.a, 10)))).toEqual(['refused: race_not_running']);
  });

  it('are the same fact when they come again, and a conflict when they differ', () => {
    const story = tell(later(running(1), MINUTE), gate(1, 1, FLAGS.a, 30_000));
    expect(types(ask(story, gate(1, 1, FLAGS.a, 30_000, T0 + 5)))).toEqual([]);
    expect(types(ask(story, gate(1, 1, FLAGS.a, 30_001)))).toEqual(['refused: seq_conflict']);
    expect(types(ask(story, gate(1, 1, FLAGS.b, 30_000)))).toEqual(['refused: seq_conflict']);
  });

  it.each([
    ['igt_rewound', gate(1, 2, FLAGS.bossFromA, 29_999)],
    ['igt_ahead', gate(1, 2, FLAGS.bossFromA, 300_000)],
    ['no_path', gate(1, 2, FLAGS.final, 100_000)],
    ['early_play', gate(1, 2, FLAGS.bossFromA, 100_000, T0)],
  ])('that look wrong are kept and marked %s', (mark, intent) => {
    const story = tell(later(running(1), 2 * MINUTE), gate(1, 1, FLAGS.a, 90_000));
    const marked = tell(story, intent);
    expect(player(marked, 1).marks).toEqual([mark]);
  });

  it('passed before the start never count', () => {
    const story = tell(later(running(1), MINUTE), gate(1, 1, FLAGS.a, 1_000, T0 + 9_999));
    expect(progressOf(player(story, 1))).toMatchObject({ layer: 0 });
  });
});

describe('when it happened', () => {
  it('is never later than now, whatever the clock of a mod says', () => {
    const story = later(running(2), MINUTE);
    const decision = ask(story, gate(1, 1, FLAGS.a, 9_000, story.now + 5 * MINUTE));
    expect(decision).toMatchObject({ facts: [{ type: 'gate_passed', happenedAt: story.now, marks: [] }] });
  });

  it('counts from the instant of the start on; before it, it is early play', () => {
    const story = later(running(2), MINUTE);
    expect(ask(story, gate(1, 1, FLAGS.a, 0, STARTED))).toMatchObject({ facts: [{ marks: [] }] });
    expect(ask(story, gate(1, 1, FLAGS.a, 0, STARTED - 1))).toMatchObject({ facts: [{ marks: ['early_play'] }] });
  });

  it('is not early because the clock of the server was put back since the start', () => {
    const story = later(running(2), -MINUTE);
    for (const happenedAt of [null, STARTED, STARTED + 5_000]) {
      expect(ask(story, gate(1, 1, FLAGS.a, 4_000, happenedAt))).toMatchObject({
        facts: [{ happenedAt: STARTED, marks: [] }],
      });
    }
    expect(ask(story, gate(1, 1, FLAGS.a, 0, STARTED - 1))).toMatchObject({ facts: [{ marks: ['early_play'] }] });
  });

  it('an IGT runs ahead of the race by a little at most', () => {
    const story = later(running(2), MINUTE);
    const most = MINUTE + AHEAD_MS;
    expect(ask(story, gate(1, 1, FLAGS.a, most))).toMatchObject({ facts: [{ marks: [] }] });
    expect(ask(story, gate(1, 1, FLAGS.a, most + 1))).toMatchObject({ facts: [{ marks: ['igt_ahead'] }] });
  });
});

describe('twice', () => {
  const said = (deaths: number | null): Intent => ({ ...gate(1, 1, FLAGS.a, 9_000), deaths }) as Intent;

  it('the same fact is taken once; another under its number is none', () => {
    const story = tell(later(running(2), MINUTE), said(3));
    expect(types(ask(story, said(3)))).toEqual([]);
    expect(types(ask(story, said(null)))).toEqual([]);
    expect(types(ask(story, said(4)))).toEqual(['refused: seq_conflict']);
    expect(types(ask(story, gate(1, 1, FLAGS.a, 9_001)))).toEqual(['refused: seq_conflict']);
    expect(types(ask(story, gate(1, 1, FLAGS.b, 9_000)))).toEqual(['refused: seq_conflict']);
  });
});

describe('of who is out', () => {
  it('nothing is taken where they were removed', () => {
    const story = tell(later(running(2), MINUTE), { type: 'remove', user: person(1).user, by: by(0) });
    expect(types(ask(story, gate(1, 1, FLAGS.a, 9_000)))).toEqual(['refused: not_racing']);
  });

  it('nothing brings back who asked for the map, a finish neither', () => {
    const others = { [pid(2)]: { ...ONLINE, lastMovedAt: T0 + 31 * MINUTE } };
    const idle = tell(later(withLive(running(2), others), 30 * MINUTE), TICK);
    expect(player(idle, 1).standing).toMatchObject({ why: 'inactive' });
    const seen = tell(idle, { type: 'see_map', participant: pid(1) });
    for (const flag of [FLAGS.a, FLAGS.finish]) {
      expect(status(tell(seen, gate(1, 1, flag, 9_000)), 1)).toBe('abandoned');
    }
  });
});
