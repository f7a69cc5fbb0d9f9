// Given, when, then: what a mod reports that is odd, or comes twice, or from somebody who is out.

import { describe, expect, it } from 'vitest';
import type { Intent } from '../intents.ts';
import {
  ask,
  by,
  FLAGS,
  gate,
  later,
  ONLINE,
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
