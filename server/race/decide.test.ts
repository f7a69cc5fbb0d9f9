// Given, when, then. Each row names the rule's home in ARCHITECTURE.md or COMMANDS.md.

import { describe, expect, it } from 'vitest';
import { OPTION_LIMITS } from './options.ts';
import { progressOf } from './pulses.ts';
import { nobodyCanBeat, standings } from './standings.ts';
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
  START,
  status,
  T0,
  TICK,
  tell,
  types,
  withLive,
} from './story.test-kit.ts';

const MINUTE = 60_000;

describe('creating', () => {
  it('opens the race and lets packs go out at join where no start is scheduled', () => {
    expect(open().facts.map((fact) => fact.type)).toEqual(['race_created', 'race_opened', 'packs_released']);
  });

  it('keeps packs back for an announced start, until 30 minutes before', () => {
    const story = open({}, { scheduledStart: T0 + 60 * MINUTE });
    expect(story.race.packsReleased).toBe(false);
    expect(types(ask(later(story, 30 * MINUTE - 1), TICK))).toEqual([]);
    expect(types(ask(later(story, 30 * MINUTE), TICK))).toEqual(['packs_released']);
  });

  it('leaves a draft a draft', () => {
    expect(open({}, { draft: true }).race.phase.status).toBe('draft');
  });

  it.each(Object.entries(OPTION_LIMITS))('refuses %s outside its limits', (option, [min, max]) => {
    for (const value of [min - 1, max + 1, 1.5, Number.NaN]) {
      expect(() => open({ [option]: value })).toThrow('bad_option');
    }
    expect(open({ [option]: max }).race.options).toMatchObject({ [option]: max });
  });
});

describe('joining', () => {
  it('takes players until the race is full; the next waits and gets the first free place', () => {
    const full = tell(open({ maxPlayers: 2 }), join(1), join(2), join(3));
    expect(full.race.participants.map((one) => one.name)).toEqual(['P1', 'P2']);
    expect(full.race.waiting.map((one) => one.name)).toEqual(['P3']);
    const freed = tell(full, { type: 'leave', user: person(1).user });
    expect(freed.race.participants.map((one) => one.name)).toEqual(['P2', 'P3']);
    expect(player(freed, 3).color).toBe(0);
  });

  it('joining twice leaves no fact', () => {
    expect(types(ask(tell(open(), join(1)), join(1)))).toEqual([]);
  });

  it('refuses who was removed, until an organizer invites them', () => {
    const removed = tell(open(), join(1), { type: 'remove', user: person(1).user, by: by(0) });
    expect(types(ask(removed, join(1)))).toEqual(['refused: removed_before']);
    const back = tell(removed, { type: 'invite', person: person(1), newParticipant: pid(9), by: by(0) });
    expect(back.race.participants.map((one) => one.id)).toEqual([pid(9)]);
  });

  it('asks where the race wants to be asked, and refuses strangers of an invitational', () => {
    expect(types(ask(open({ join: 'ask' }), join(1)))).toEqual(['join_requested']);
    expect(types(ask(open({ join: 'invited' }), join(1)))).toEqual(['refused: invited_only']);
  });

  it('refuses casters, locked races, countdowns, and latecomers past the limit', () => {
    const cast = tell(open(), { type: 'add_caster', person: person(1), by: by(0) });
    expect(types(ask(cast, join(1)))).toEqual(['refused: caster_cannot_join']);
    const locked = tell(open(), { type: 'lock', by: by(0) });
    expect(types(ask(locked, join(1)))).toEqual(['refused: locked']);
    const counting = tell(open(), join(1), ready(1), START);
    expect(types(ask(counting, join(2)))).toEqual(['refused: countdown_running']);
    const late = running(1, { lateMinutes: 15 });
    expect(types(ask(later(late, 15 * MINUTE - 1), join(2)))).toEqual(['player_joined']);
    expect(types(ask(later(late, 15 * MINUTE), join(2)))).toEqual(['refused: too_late_to_join']);
  });
});

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

describe('the finish', () => {
  it('ends the race when nobody is left, and results become final ten minutes later', () => {
    const one = tell(later(running(2), MINUTE), gate(1, 1, FLAGS.finish, 50_000));
    expect(status(one, 1)).toBe('finished');
    expect(one.race.phase.status).toBe('running');
    const both = tell(one, { type: 'forfeit', participant: pid(2), by: by(2) });
    expect(both.race.phase).toMatchObject({ status: 'finished', final: false });
    expect(tell(later(both, 10 * MINUTE), TICK).race.phase).toMatchObject({ status: 'finished', final: true });
  });

  it('counts once', () => {
    const story = tell(later(running(2), MINUTE), gate(1, 1, FLAGS.finish, 50_000), gate(1, 2, FLAGS.finish, 40_000));
    expect(player(story, 1).standing).toMatchObject({ status: 'finished', igtMs: 50_000 });
  });

  it('a held result keeps the race provisional, a day at most', () => {
    const done = tell(later(running(1), MINUTE), gate(1, 1, FLAGS.finish, 50_000), {
      type: 'hold',
      participant: pid(1),
      by: by(0),
    });
    expect(tell(later(done, 60 * MINUTE), TICK).race.phase).toMatchObject({ final: false });
    expect(tell(later(done, 24 * 60 * MINUTE), TICK).race.phase).toMatchObject({ final: true });
  });

  it('that was wrong is taken back by restore, which reopens the race', () => {
    const done = tell(later(running(1), MINUTE), gate(1, 1, FLAGS.a, 20_000), gate(1, 2, FLAGS.finish, 50_000));
    const back = tell(done, { type: 'restore', participant: pid(1), by: by(0) });
    expect(back.race.phase.status).toBe('running');
    expect(progressOf(player(back, 1))).toMatchObject({ layer: 1 });
  });
});

describe('ending', () => {
  it('by an organizer abandons whoever still plays', () => {
    const over = tell(later(running(2), MINUTE), gate(1, 1, FLAGS.finish, 50_000), { type: 'end', by: by(0) });
    expect(over.race.phase.status).toBe('finished');
    expect(player(over, 2).standing).toMatchObject({ status: 'abandoned', why: 'ended' });
  });

  it('by cancelling kills every token and gives the seed back if nobody downloaded', () => {
    const story = tell(open(), join(1));
    const cancel = { type: 'cancel', reason: 'rain', broken: false, by: by(0) } as const;
    expect(ask(story, cancel)).toMatchObject({ facts: [{ type: 'race_cancelled', fate: 'released' }] });
    const taken = tell(story, { type: 'pack_downloaded', participant: pid(1), generation: 1 });
    expect(ask(taken, cancel)).toMatchObject({ facts: [{ fate: 'spent' }] });
    const gone = tell(taken, cancel);
    expect(player(gone, 1).generation).toBe(2);
    expect(types(ask(gone, cancel))).toEqual([]);
    expect(types(ask(gone, START))).toEqual(['refused: wrong_status']);
  });

  it('a reroll makes everybody unready and kills the old packs', () => {
    const story = tell(open(), join(1), ready(1), {
      type: 'reroll',
      seed: { ...open().race.seed, number: 2 },
      broken: true,
      by: by(0),
    });
    expect(player(story, 1)).toMatchObject({ generation: 2, rerolledTo: 2, standing: { status: 'registered' } });
  });
});

describe('the leaderboard', () => {
  it('is won once nobody can be faster, those who may still come included', () => {
    const story = tell(tell(open(), join(1), ready(1), join(2)), { type: 'start', missing: 'late', by: by(0) });
    const done = tell(later(tell(later(story, 10_000), TICK), MINUTE), gate(1, 1, FLAGS.finish, 50_000));
    expect(nobodyCanBeat(done.race, 50_000, {})).toBe(false);
    expect(nobodyCanBeat(tell(later(done, 15 * MINUTE), TICK).race, 50_000, {})).toBe(true);
  });

  it('ranks finished by IGT, then playing by layer and by entry, then the rest', () => {
    const story = tell(
      later(running(4), MINUTE),
      gate(1, 1, FLAGS.a, 20_000),
      gate(2, 1, FLAGS.b, 10_000),
      gate(3, 1, FLAGS.finish, 55_000),
      { type: 'forfeit', participant: pid(4), by: by(4) },
    );
    const lines = standings(story.race, {});
    expect(lines.map((line) => line.participant.name)).toEqual(['P3', 'P2', 'P1', 'P4']);
    expect(lines.map((line) => line.place)).toEqual([1, 2, 3, null]);
    expect(lines.map((line) => line.layer)).toEqual([4, 1, 1, 0]);
  });

  it('measures gaps at the entry of the layer, growing once the leader would have left', () => {
    const story = tell(
      later(running(2), 5 * MINUTE),
      gate(1, 1, FLAGS.a, 20_000),
      gate(1, 2, FLAGS.bossFromA, 50_000),
      gate(2, 1, FLAGS.b, 32_000),
    );
    const gapAt = (igtMs: number) =>
      standings(story.race, { [pid(2)]: { igtMs, deaths: 0, node: null, movedAt: T0 } })[1]?.gapMs;
    expect(gapAt(40_000)).toBe(12_000);
    expect(gapAt(62_000)).toBe(12_000);
    expect(gapAt(70_000)).toBe(20_000);
  });
});
