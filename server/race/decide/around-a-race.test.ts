// Given, when, then: what is around a race: announced times, warnings, words, options, channels, who waits, downloads.

import { describe, expect, it } from 'vitest';
import { nextDeadline } from '../deadlines.ts';
import { decide } from '../decide.ts';
import type { Intent } from '../intents.ts';
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
} from '../story.test-kit.ts';

const MINUTE = 60_000;

describe('an announced start', () => {
  const announced = (options = {}) => tell(open(options, { scheduledStart: T0 + 60 * MINUTE }), join(1));

  it('is told once to its players before, and once to the organizer when it comes', () => {
    const released = tell(later(announced(), 30 * MINUTE), TICK);
    expect(nextDeadline(released.race, {})).toBe(T0 + 45 * MINUTE);
    const near = later(released, 15 * MINUTE);
    expect(types(ask(near, TICK))).toEqual(['start_approached']);
    expect(types(ask(tell(near, TICK), TICK))).toEqual([]);
    const come = tell(later(tell(near, TICK), 15 * MINUTE), TICK);
    expect(come.facts.at(-1)).toMatchObject({ type: 'start_time_came', scheduledStart: T0 + 60 * MINUTE });
    expect(nextDeadline(come.race, {})).toBeNull();
  });

  it('that is moved is told again', () => {
    const near = tell(later(announced(), 45 * MINUTE), TICK);
    const moved = tell(near, { type: 'edit', changes: { scheduledStart: T0 + 90 * MINUTE }, by: by(0) });
    expect(types(ask(later(moved, 30 * MINUTE), TICK))).toEqual(['start_approached']);
  });

  it('starts by itself where everybody is ready, and else asks nothing of the clock', () => {
    const both = tell(announced({ autostart: true }), join(2), ready(1), ready(2));
    expect(tell(later(both, 60 * MINUTE), TICK).race.phase.status).toBe('countdown');
    const one = tell(later(tell(announced({ autostart: true }), ready(1)), 60 * MINUTE), TICK);
    expect(nextDeadline(one.race, {})).toBeNull();
    expect(tell(one, join(2), ready(2)).race.phase.status).toBe('countdown');
  });

  it('waits for who is ready and has been offline for 30 s, until their mod is back', () => {
    const both = later(tell(announced({ autostart: true }), join(2), ready(1), ready(2)), 60 * MINUTE);
    const without = (ms: number) => {
      const live = { [pid(2)]: { ...ONLINE, connected: false, offlineSince: both.now - ms } };
      return tell({ ...both, live }, TICK);
    };
    expect(without(29_999).race.phase.status).toBe('countdown');
    const waiting = without(30_000);
    expect(waiting.race.phase.status).toBe('open');
    const back = { type: 'connected', participant: pid(2), modVersion: null, gameVersion: null, pack: null } as const;
    expect(tell(waiting, back).race.phase.status).toBe('countdown');
    // Or until they are no part of it; two are still needed.
    expect(tell(waiting, join(3), ready(3), { type: 'leave', user: person(2).user }).race.phase.status).toBe(
      'countdown',
    );
  });
});

describe('inactivity', () => {
  it('is warned of at 20 minutes, once, and again only after a sign of life', () => {
    const story = tell(later(running(1), 20 * MINUTE - 1), TICK);
    expect(nextDeadline(story.race, {})).toBe(T0 + 10_000 + 20 * MINUTE);
    const warned = tell(later(story, 1), TICK);
    expect(warned.facts.at(-1)).toMatchObject({ type: 'player_warned', lastMovedAt: T0 + 10_000 });
    expect(types(ask(later(warned, MINUTE), TICK))).toEqual([]);
    expect(nextDeadline(warned.race, {})).toBe(T0 + 10_000 + 30 * MINUTE);
    const moved = tell(later(warned, MINUTE), gate(1, 1, FLAGS.a, 9_000));
    expect(types(ask(later(moved, 20 * MINUTE), TICK))).toEqual(['player_warned']);
  });

  it('is counted from a gate that leads back too, by the log alone', () => {
    const story = tell(later(running(1), 5 * MINUTE), gate(1, 1, FLAGS.a, 1_000), gate(1, 2, FLAGS.bossFromA, 2_000));
    const back = tell(later(story, 19 * MINUTE), gate(1, 3, FLAGS.a, 3_000));
    expect(status(tell(later(back, 12 * MINUTE), TICK), 1)).toBe('playing');
  });
});

describe('words', () => {
  const say: Intent = { type: 'announce', text: ' Soon! ', by: by(0) };

  it('to everybody and to the organizers are facts, so that they are passed on once', () => {
    expect(ask(open(), say)).toMatchObject({ facts: [{ type: 'announcement_made', text: 'Soon!' }] });
    const told = ask(open(), { type: 'report_problem', person: person(7), text: 'P1 cheats' });
    expect(told).toMatchObject({ facts: [{ type: 'problem_reported', person: { name: 'P7' } }] });
  });

  it('are neither empty nor endless', () => {
    for (const text of ['', '  ', 'x'.repeat(401)]) {
      expect(types(ask(open(), { ...say, text }))).toEqual(['refused: bad_text']);
      expect(types(ask(open(), { type: 'report_problem', person: person(7), text }))).toEqual(['refused: bad_text']);
    }
    expect(types(ask(open(), { type: 'edit', changes: { note: 'x'.repeat(301) }, by: by(0) }))).toEqual([
      'refused: bad_text',
    ]);
  });
});

describe('editing', () => {
  const edit = (changes: Extract<Intent, { type: 'edit' }>['changes']): Intent => ({
    type: 'edit',
    changes,
    by: by(0),
  });

  it('to what holds already leaves no fact', () => {
    const story = open({ packs: { minutesBefore: 60 } });
    const same = { name: ' Sunday Showdown ', options: { packs: { minutesBefore: 60 } } };
    expect(types(ask(story, edit(same)))).toEqual([]);
  });

  it('keeps packs within their limits', () => {
    expect(types(ask(open(), edit({ options: { packs: { minutesBefore: 0 } } })))).toEqual(['refused: bad_option']);
  });

  it('of the places lets in who waits', () => {
    const full = tell(open({ maxPlayers: 2 }), join(1), join(2), join(3));
    expect(types(ask(full, edit({ options: { maxPlayers: 3 } })))).toEqual(['race_edited', 'player_joined']);
  });
});

describe('channels and casters', () => {
  const channel = { platform: 'twitch', channel: 'ann', server: null, kind: 'home' } as const;

  it('a home stays one when it is shown or named again', () => {
    const story = tell(open(), { type: 'add_channel', channel, by: by(0) });
    for (const kind of ['home', 'shown', 'named'] as const) {
      expect(types(ask(story, { type: 'add_channel', channel: { ...channel, kind }, by: by(0) }))).toEqual([]);
    }
  });

  it('who waits and becomes a caster waits no longer', () => {
    const full = tell(open({ maxPlayers: 2 }), join(1), join(2), join(3));
    const cast = tell(full, { type: 'add_caster', person: person(3), by: by(0) });
    expect(tell(cast, { type: 'leave', user: person(1).user }).race.participants).toHaveLength(1);
  });

  it('who is taken away and comes back gets another overlay key', () => {
    const add: Intent = { type: 'add_caster', person: person(3), by: by(0) };
    const story = tell(open(), add, { type: 'remove_caster', user: person(3).user, by: by(0) }, add);
    expect(story.race.overlayKeys).toEqual({ [person(3).user]: { generation: 2, since: story.now } });
  });

  it('who was invited and left is kept out by remove', () => {
    const invited = tell(
      open({ join: 'invited' }),
      { type: 'invite', person: person(1), newParticipant: pid(1), by: by(0) },
      { type: 'leave', user: person(1).user },
    );
    expect(types(ask(invited, join(1)))).toEqual(['player_joined']);
    const out = tell(invited, { type: 'remove', user: person(1).user, by: by(0) });
    expect(types(ask(out, join(1)))).toEqual(['refused: invited_only']);
  });
});

describe('who asked', () => {
  it('may still step back while the race runs; a player may not', () => {
    const brought: Intent = { type: 'invite', person: person(1), newParticipant: pid(1), by: by(0) };
    const asked = tell(open({ join: 'ask' }), brought, ready(1), join(2), START);
    const story = tell(later(asked, 10_000), TICK);
    expect(types(ask(story, { type: 'leave', user: person(2).user }))).toEqual(['player_stopped_waiting']);
    expect(types(ask(story, { type: 'leave', user: person(1).user }))).toEqual(['refused: wrong_status']);
  });
});

describe('a download', () => {
  it('that ends after a new pack or a departure still spends the seed', () => {
    const done: Intent = { type: 'pack_downloaded', participant: pid(1), generation: 1 };
    const renewed = tell(open(), join(1), { type: 'renew_pack', participant: pid(1), by: by(1) }, done);
    expect(renewed.race.seedDownloaded).toBe(true);
    expect(player(renewed, 1).downloaded).toBe(false);
    const left = tell(open(), join(1), { type: 'leave', user: person(1).user }, done);
    expect(left.race.seedDownloaded).toBe(true);
  });

  it('of the seed before a reroll spends nothing of the new one', () => {
    const rerolled = tell(open(), join(1), {
      type: 'reroll',
      seed: { ...open().race.seed, number: 2 },
      broken: false,
      by: by(0),
    });
    expect(types(ask(rerolled, { type: 'pack_downloaded', participant: pid(1), generation: 1 }))).toEqual([]);
  });
});

describe('without the graph', () => {
  it('a race can be stopped, and gates wait', () => {
    const { race, now, live } = later(running(1), MINUTE);
    const blind = { now, live, graph: undefined };
    expect(types(decide(race, { type: 'cancel', reason: null, broken: true, by: by(0) }, blind))).toEqual([
      'race_cancelled',
    ]);
    expect(types(decide(race, gate(1, 1, FLAGS.a, 1_000), blind))).toEqual(['refused: race_not_running']);
  });
});
