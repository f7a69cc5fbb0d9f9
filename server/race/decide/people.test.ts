// Given, when, then: who may be what in a race, and how often something may be asked for.

import { describe, expect, it } from 'vitest';
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
  status,
  T0,
  TICK,
  tell,
  types,
  withLive,
} from '../story.test-kit.ts';

const MINUTE = 60_000;
const START_LATE: Intent = { type: 'start', missing: 'late', by: by(0) };
const leave = (n: number): Intent => ({ type: 'leave', user: person(n).user });
const remove = (n: number): Intent => ({ type: 'remove', user: person(n).user, by: by(0) });
const invite = (n: number): Intent => ({ type: 'invite', person: person(n), newParticipant: pid(n), by: by(0) });

describe('who was there before', () => {
  it('comes back with another generation: what they were given then is worth nothing', () => {
    const back = tell(open(), join(1), leave(1), join(1), leave(1), join(1));
    expect(player(back, 1).generation).toBe(3);
  });

  it('was removed and is invited again may join by themselves, too', () => {
    const full = tell(open({ maxPlayers: 2 }), join(1), join(2), remove(1), join(3));
    expect(types(ask(full, join(1)))).toEqual(['refused: removed_before']);
    const invited = tell(full, invite(1), leave(1));
    expect(types(ask(invited, join(1)))).toEqual(['player_waiting']);
  });
});

describe('what is taken away', () => {
  it('from who waits is their place in the queue', () => {
    const full = tell(open({ maxPlayers: 2 }), join(1), join(2), join(3), remove(3));
    expect(full.race.waiting).toEqual([]);
    expect(tell(full, leave(1)).race.participants).toHaveLength(1);
  });

  it('with another seed is that a pack was downloaded', () => {
    const done = tell(open(), join(1), { type: 'pack_downloaded', participant: pid(1), generation: 1 });
    expect(player(done, 1).downloaded).toBe(true);
    const seed = { ...done.race.seed, number: 2 };
    expect(player(tell(done, { type: 'reroll', seed, broken: false, by: by(0) }), 1).downloaded).toBe(false);
  });
});

describe('asked for once more', () => {
  it('a place that one has asked for', () => {
    const asked = tell(open({ join: 'ask' }), join(1));
    expect(types(ask(asked, join(1)))).toEqual([]);
    expect(asked.race.asked).toHaveLength(1);
  });

  it('not to be ready', () => {
    const notReady: Intent = { type: 'not_ready', participant: pid(1), reason: 'player' };
    const story = tell(open(), join(1), ready(1), notReady);
    expect(types(ask(story, notReady))).toEqual([]);
  });

  it('the map by who has finished', () => {
    const story = tell(later(running(2), MINUTE), gate(1, 1, FLAGS.finish, 50_000));
    expect(types(ask(story, { type: 'see_map', participant: pid(1) }))).toEqual([]);
  });
});

describe('organizers and casters', () => {
  it('no player casts', () => {
    expect(types(ask(tell(open(), join(1)), { type: 'add_caster', person: person(1), by: by(0) }))).toEqual([
      'refused: player_cannot_cast',
    ]);
  });

  it('the last organizer stays', () => {
    const takeAway = (n: number): Intent => ({ type: 'remove_organizer', user: person(n).user, by: by(0) });
    expect(types(ask(open(), takeAway(0)))).toEqual(['refused: last_organizer']);
    const two = tell(open(), { type: 'add_organizer', person: person(1), by: by(0) });
    expect(types(ask(tell(two, takeAway(0)), takeAway(1)))).toEqual(['refused: last_organizer']);
  });
});

describe('a locked race', () => {
  it('keeps who waits waiting when a place becomes free, until it is unlocked', () => {
    const locked = tell(open({ maxPlayers: 2 }), join(1), join(2), join(3), { type: 'lock', by: by(0) }, leave(1));
    expect(locked.race.participants).toHaveLength(1);
    expect(types(ask(locked, { type: 'unlock', by: by(0) }))).toEqual(['race_unlocked', 'player_joined']);
  });
});

describe('a start', () => {
  it('needs somebody who is ready and there, however it is asked for', () => {
    const gone = { [pid(1)]: { ...ONLINE, connected: false, offlineSince: T0 - 30_000 } };
    const story = withLive(tell(open(), join(1), ready(1)), gone);
    for (const missing of ['late', 'without'] as const) {
      expect(types(ask(story, { type: 'start', missing, by: by(0) }))).toEqual(['refused: nobody_ready']);
    }
  });

  it('waits for nobody where nobody may be late, connected or not', () => {
    const joined = withLive(tell(open({ lateMinutes: 0 }), join(1), ready(1), join(2)), { [pid(2)]: ONLINE });
    const go = tell(later(tell(joined, START_LATE), 10_000), TICK);
    expect(player(go, 2).standing).toMatchObject({ status: 'abandoned', why: 'no_show' });
  });
});

describe('the time without a sign of life', () => {
  const alive = (minute: number) => ({ [pid(1)]: { ...ONLINE, lastMovedAt: T0 + minute * MINUTE } });

  it('begins when somebody begins late', () => {
    const joined = tell(open(), join(1), ready(1), join(2), START_LATE);
    const go = tell(later(joined, 10_000), TICK);
    const connected = {
      type: 'connected',
      participant: pid(2),
      modVersion: null,
      gameVersion: null,
      pack: null,
    } as const;
    const late = withLive(tell(later(go, 10 * MINUTE), connected), alive(60));
    expect(status(tell(later(late, 30 * MINUTE - 1), TICK), 2)).toBe('playing');
    expect(player(tell(later(late, 30 * MINUTE), TICK), 2).standing).toMatchObject({ why: 'inactive' });
  });

  it('begins anew when somebody comes back', () => {
    const out = tell(later(running(2), MINUTE), { type: 'forfeit', participant: pid(2), by: by(2) });
    const back = tell(withLive(later(out, 40 * MINUTE), alive(60)), {
      type: 'unforfeit',
      participant: pid(2),
      by: by(2),
    });
    expect(status(tell(later(back, 29 * MINUTE), TICK), 2)).toBe('playing');
  });
});

describe('an end by hand', () => {
  it('is the end of who has not come yet, too', () => {
    const joined = tell(open(), join(1), ready(1), join(2), START_LATE);
    const over = tell(later(joined, 10_000), TICK, { type: 'end', by: by(0) });
    for (const n of [1, 2]) expect(player(over, n).standing).toMatchObject({ status: 'abandoned', why: 'ended' });
  });
});
