// Given, when, then: the start, who is missing for it, and who comes late.

import { describe, expect, it } from 'vitest';
import {
  ask,
  by,
  FLAGS,
  gate,
  join,
  later,
  ONLINE,
  open,
  pid,
  player,
  ready,
  running,
  START,
  status,
  T0,
  TICK,
  tell,
  types,
  withLive,
} from '../story.test-kit.ts';

const MINUTE = 60_000;

describe('the start', () => {
  it('needs a ready player', () => {
    expect(types(ask(open(), START))).toEqual(['refused: nobody_ready']);
    // Who is missing is worth more than that nobody is ready; and without them there would be nobody.
    expect(types(ask(tell(open(), join(1)), START))).toEqual(['refused: players_missing']);
    expect(types(ask(tell(open(), join(1)), { type: 'start', by: by(0), missing: 'late' }))).toEqual([
      'refused: nobody_ready',
    ]);
  });

  it('says who is missing and why', () => {
    const story = tell(open(), join(1), ready(1), join(2), join(3), {
      type: 'not_ready',
      participant: pid(3),
      reason: 'player',
    });
    const decision = ask(withLive(story, { [pid(3)]: ONLINE }), START);
    expect(decision).toMatchObject({
      refused: {
        code: 'players_missing',
        ready: 1,
        missing: [
          { name: 'P2', why: 'no_pack' },
          { name: 'P3', why: 'took_ready_back' },
        ],
      },
    });
  });

  it('says whether who is missing may still come after GO', () => {
    const mayCome = (lateMinutes: number, ...joins: readonly number[]) => {
      const story = tell(open({ lateMinutes }), join(1), ready(1), join(2), ready(2), ...joins.map(join));
      const off = { ...ONLINE, connected: false, connectedSince: null, offlineSince: T0 };
      return ask(later(withLive(story, { [pid(2)]: off }), 30_000), START);
    };
    expect(mayCome(5, 3)).toMatchObject({ refused: { late: true } });
    expect(mayCome(0, 3)).toMatchObject({ refused: { late: false } });
    // Ready is ready: they play from GO on.
    expect(mayCome(0)).toMatchObject({ refused: { late: true } });
  });

  it('counts who has been offline for 30 s as missing', () => {
    const story = tell(open(), join(1), ready(1), join(2), ready(2));
    const off = { ...ONLINE, connected: false, connectedSince: null, offlineSince: T0 };
    const gone = withLive(story, { [pid(2)]: off });
    expect(types(ask(later(gone, 29_999), START))).toEqual(['countdown_started']);
    expect(types(ask(later(gone, 30_000), START))).toEqual(['refused: players_missing']);
  });

  it('starts without the missing, who are removed', () => {
    const story = tell(open(), join(1), ready(1), join(2));
    expect(types(ask(story, { type: 'start', missing: 'without', by: by(0) }))).toEqual([
      'player_removed',
      'countdown_started',
    ]);
  });

  it('happens at the announced instant, whoever comes next and however late', () => {
    const story = tell(open(), join(1), ready(1), START);
    expect(types(ask(later(story, 9_999), TICK))).toEqual([]);
    const decision = ask(later(story, 14_000), gate(1, 1, FLAGS.a, 2_000));
    expect(decision).toMatchObject({
      facts: [{ type: 'race_started', startedAt: T0 + 10_000 }, { type: 'gate_passed' }],
    });
  });

  it('already holds in countdown and running', () => {
    const counting = tell(open(), join(1), ready(1), START);
    expect(types(ask(counting, START))).toEqual([]);
    expect(types(ask(running(1), START))).toEqual([]);
  });

  it('is stopped by a player who is no longer ready, until 3 s before', () => {
    const story = tell(open(), join(1), ready(1), START);
    const unready = { type: 'not_ready', participant: pid(1), reason: 'player' } as const;
    expect(types(ask(later(story, 7_000), unready))).toEqual(['player_not_ready', 'countdown_stopped']);
    expect(types(ask(later(story, 7_001), unready))).toEqual(['refused: too_late_to_stop']);
  });

  it('is not stopped by a lost connection', () => {
    const story = tell(open(), join(1), ready(1), START, { type: 'disconnected', participant: pid(1) });
    expect(story.race.phase.status).toBe('countdown');
  });

  it('counts down by itself once everybody is ready, and not again after an organizer stopped it', () => {
    const story = tell(open({ autostart: true }), join(1), ready(1), join(2), ready(2));
    expect(story.race.phase.status).toBe('countdown');
    const stopped = tell(story, { type: 'stop', by: by(0) });
    expect(stopped.race.phase.status).toBe('open');
    expect(tell(later(stopped, MINUTE), TICK).race.phase.status).toBe('open');
  });
});

describe('latecomers', () => {
  const story = () => tell(tell(open(), join(1), ready(1), join(2)), { type: 'start', missing: 'late', by: by(0) });
  const go = () => tell(later(story(), 10_000), TICK);
  const connected = {
    type: 'connected',
    participant: pid(2),
    modVersion: null,
    gameVersion: null,
    pack: null,
  } as const;

  it('play with their first connection within the limit, and the table knows how late', () => {
    const late = tell(later(go(), 372_000), connected);
    expect(status(late, 2)).toBe('playing');
    expect(player(late, 2).lateMs).toBe(372_000);
  });

  it('are no-shows when the limit is over', () => {
    const over = tell(later(go(), 15 * MINUTE), TICK);
    expect(player(over, 2).standing).toMatchObject({ status: 'abandoned', why: 'no_show' });
  });

  it('play at once if their mod was connected at the start', () => {
    const there = tell(withLive(later(story(), 10_000), { [pid(2)]: ONLINE }), TICK);
    expect(status(there, 2)).toBe('playing');
    expect(player(there, 2).lateMs).toBe(0);
  });
});
