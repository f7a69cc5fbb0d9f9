// Given, when, then: how a race is made, who comes in, how it ends. Each row names the rule's home in ARCHITECTURE.md or COMMANDS.md.

import { describe, expect, it } from 'vitest';
import { OPTION_LIMITS } from './options.ts';
import { progressOf } from './pulses.ts';
import {
  ask,
  by,
  FLAGS,
  gate,
  join,
  later,
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
