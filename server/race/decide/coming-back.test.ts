// Given, when, then: who comes late, is out, comes back; what was held back meanwhile; what the judge says.

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
  ready,
  running,
  status,
  T0,
  TICK,
  tell,
  types,
  withLive,
} from '../story.test-kit.ts';

const MINUTE = 60_000;

describe('who is out', () => {
  it('has facts recorded and not counted, until restored', () => {
    const out = tell(
      later(running(2), MINUTE),
      { type: 'forfeit', participant: pid(1), by: by(1) },
      gate(1, 1, FLAGS.a, 9_000),
    );
    expect(progressOf(player(out, 1))).toMatchObject({ layer: 0 });
    const back = tell(out, { type: 'unforfeit', participant: pid(1), by: by(1) });
    expect(progressOf(player(back, 1))).toMatchObject({ layer: 1 });
  });

  it('as inactive comes back with the next fact', () => {
    const idle = tell(
      later(withLive(running(2), { [pid(2)]: { ...ONLINE, lastMovedAt: T0 + 31 * MINUTE } }), 30 * MINUTE),
      TICK,
    );
    expect(player(idle, 1).standing).toMatchObject({ status: 'abandoned', why: 'inactive', reason: null });
    expect(status(idle, 2)).toBe('playing');
    const decision = ask(idle, gate(1, 1, FLAGS.a, 9_000));
    expect(types(decision)).toEqual(['player_restored', 'gate_passed']);
  });

  it('as no-show comes back only with a fact from within the limit', () => {
    const story = tell(tell(open(), join(1), ready(1), join(2)), { type: 'start', missing: 'late', by: by(0) });
    const go = tell(later(story, 10_000), TICK);
    const over = tell(
      later(withLive(go, { [pid(1)]: { ...ONLINE, lastMovedAt: T0 + 15 * MINUTE } }), 16 * MINUTE),
      TICK,
    );
    expect(types(ask(over, gate(2, 1, FLAGS.a, 1_000)))).toEqual(['gate_passed']);
    const back = tell(over, gate(2, 1, FLAGS.a, 1_000, T0 + 5 * MINUTE));
    expect(status(back, 2)).toBe('playing');
    expect(player(back, 2).lateMs).toBe(5 * MINUTE - 10_000);
  });

  it('cannot come back after seeing the map', () => {
    const out = tell(
      later(running(2), MINUTE),
      { type: 'forfeit', participant: pid(1), by: by(1) },
      { type: 'see_map', participant: pid(1) },
    );
    expect(types(ask(out, { type: 'unforfeit', participant: pid(1), by: by(1) }))).toEqual(['refused: saw_map']);
    expect(types(ask(out, { type: 'restore', participant: pid(1), by: by(0) }))).toEqual(['refused: saw_map']);
  });

  it('after the end, only a finish lifts inactive, and the race stays finished', () => {
    const idle = tell(later(running(1), 30 * MINUTE), TICK);
    expect(idle.race.phase.status).toBe('finished');
    expect(types(ask(idle, gate(1, 1, FLAGS.a, 9_000)))).toEqual(['gate_passed']);
    const finished = tell(idle, gate(1, 1, FLAGS.finish, 9_000));
    expect(status(finished, 1)).toBe('finished');
    expect(finished.race.phase.status).toBe('finished');
  });

  it('disqualified after a finish comes back finished', () => {
    const out = tell(later(running(2), MINUTE), gate(1, 1, FLAGS.finish, 50_000), {
      type: 'disqualify',
      participant: pid(1),
      reason: 'wrong pack',
      by: by(0),
    });
    const back = tell(out, { type: 'restore', participant: pid(1), by: by(0) });
    expect(player(back, 1).standing).toMatchObject({ status: 'finished', igtMs: 50_000 });
  });

  it('disqualified once more, for another reason: that one counts, and the finish comes back all the same', () => {
    const disqualify = (reason: string): Intent => ({ type: 'disqualify', participant: pid(1), reason, by: by(0) });
    const out = tell(
      later(running(2), MINUTE),
      gate(1, 1, FLAGS.finish, 50_000),
      disqualify('wrong pack'),
      disqualify('two games'),
    );
    expect(player(out, 1).standing).toMatchObject({ why: 'disqualified', reason: 'two games' });
    expect(types(ask(out, disqualify('two games')))).toEqual([]);
    const back = tell(out, { type: 'restore', participant: pid(1), by: by(0) });
    expect(player(back, 1).standing).toMatchObject({ status: 'finished', igtMs: 50_000 });
  });
});

describe('an organizer who lets somebody in late', () => {
  const bring: Intent = { type: 'invite', person: person(2), newParticipant: pid(2), by: by(0) };
  const ALIVE = { ...ONLINE, lastMovedAt: T0 + 600 * MINUTE };
  const late = (lateMinutes: number) =>
    tell(later(withLive(running(1, { lateMinutes }), { [pid(1)]: ALIVE }), 40 * MINUTE), bring);

  it.each([0, 15])('gives them 15 minutes from then, with late = %i', (lateMinutes) => {
    const story = late(lateMinutes);
    expect(types(ask(later(story, 15 * MINUTE - 1), TICK))).toEqual([]);
    const connected = {
      type: 'connected',
      participant: pid(2),
      modVersion: null,
      gameVersion: null,
      pack: null,
    } as const;
    const there = tell(later(story, 10 * MINUTE), connected);
    expect(player(there, 2)).toMatchObject({ lateMs: 50 * MINUTE, standing: { status: 'playing' } });
    expect(player(tell(later(story, 15 * MINUTE), TICK), 2).standing).toMatchObject({ why: 'no_show' });
  });

  it('says so where the race is full, instead of letting them wait in vain', () => {
    const full = running(2, { maxPlayers: 2 });
    expect(types(ask(full, { ...bring, person: person(3), newParticipant: pid(3) }))).toEqual(['refused: race_full']);
    expect(types(ask(full, join(3)))).toEqual(['refused: race_full']);
  });
});

describe('what was held back', () => {
  it('of a wrong finish counts when the finish is taken back, a second finish too', () => {
    const wrong = tell(
      later(running(2), 5 * MINUTE),
      gate(1, 1, FLAGS.a, 20_000),
      gate(1, 2, FLAGS.finish, 21_000),
      gate(1, 3, FLAGS.bossFromA, 50_000),
    );
    expect(player(wrong, 1).standing).toMatchObject({ status: 'finished', igtMs: 21_000 });
    const restore: Intent = { type: 'restore', participant: pid(1), by: by(0) };
    const back = tell(wrong, restore);
    expect(progressOf(player(back, 1))).toMatchObject({ layer: 2, node: 'boss', igtMs: 50_000 });
    const again = tell(wrong, gate(1, 4, FLAGS.finish, 90_000), restore);
    expect(player(again, 1).standing).toMatchObject({ status: 'finished', igtMs: 90_000, byHand: false });
  });

  it('knows its way: the next gate is not marked for the one before it', () => {
    const out = tell(
      later(running(2), 5 * MINUTE),
      { type: 'forfeit', participant: pid(1), by: by(1) },
      gate(1, 1, FLAGS.a, 20_000),
      gate(1, 2, FLAGS.bossFromA, 50_000),
    );
    expect(player(out, 1).marks).toEqual([]);
    const back = tell(out, { type: 'unforfeit', participant: pid(1), by: by(1) });
    expect(progressOf(player(back, 1))?.visits.map((one) => one.from)).toEqual([null, 'start', 'a']);
  });

  it('a result that was reached before comes back even after a look at the map', () => {
    const story = tell(
      later(running(2), MINUTE),
      gate(1, 1, FLAGS.finish, 50_000),
      { type: 'disqualify', participant: pid(1), reason: 'x', by: by(0) },
      { type: 'see_map', participant: pid(1) },
      { type: 'restore', participant: pid(1), by: by(0) },
    );
    expect(status(story, 1)).toBe('finished');
  });

  it('measures a fall of the IGT from the last fact, counted or not', () => {
    const out = tell(
      later(running(2), 5 * MINUTE),
      { type: 'forfeit', participant: pid(1), by: by(1) },
      gate(1, 1, FLAGS.a, 90_000),
      gate(1, 2, FLAGS.bossFromA, 29_000),
    );
    expect(player(out, 1).marks).toEqual(['igt_rewound']);
  });

  it('a corrected time that is taken back leaves the IGT of the last gate', () => {
    const set: Intent = { type: 'set_result', participant: pid(1), igtMs: 9_000_000, reason: 'x', by: by(0) };
    const story = tell(later(running(2), MINUTE), gate(1, 1, FLAGS.a, 20_000), set);
    const back = tell(story, { type: 'restore', participant: pid(1), by: by(0) });
    expect(progressOf(player(back, 1))).toMatchObject({ layer: 1, igtMs: 20_000 });
  });
});

describe('a review', () => {
  const held = () => tell(later(running(2), MINUTE), { type: 'hold', participant: pid(1), by: by(0) });

  it('is not ended by what the player does', () => {
    const forfeited = tell(
      held(),
      { type: 'forfeit', participant: pid(1), by: by(1) },
      { type: 'unforfeit', participant: pid(1), by: by(1) },
    );
    expect(player(forfeited, 1).held).toBe(true);
  });

  it.each<Intent>([
    { type: 'restore', participant: pid(1), by: by(0) },
    { type: 'set_result', participant: pid(1), igtMs: 1, reason: 'x', by: by(0) },
    { type: 'disqualify', participant: pid(1), reason: 'x', by: by(0) },
    { type: 'release_hold', participant: pid(1), by: by(0) },
  ])('is ended by $type', (intent) => {
    expect(player(tell(held(), intent), 1).held).toBe(false);
  });
});

describe('after an outage of the service', () => {
  it('nobody is inactive before they could be heard of for five minutes', () => {
    const down = later(running(2), 3 * 60 * MINUTE);
    const back = withLive(down, {
      [pid(1)]: { ...ONLINE, connected: false, connectedSince: null, offlineSince: down.now, watchedSince: down.now },
      [pid(2)]: { ...ONLINE, connected: false, connectedSince: null, offlineSince: down.now, watchedSince: down.now },
    });
    const soon = tell(later(back, 5 * MINUTE - 1), TICK);
    expect([status(soon, 1), status(soon, 2)]).toEqual(['playing', 'playing']);
    const over = tell(later(back, 5 * MINUTE), TICK);
    expect(player(over, 1).standing).toMatchObject({ status: 'abandoned', why: 'inactive' });
  });
});
