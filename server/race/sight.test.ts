// Who may know what: the table of ARCHITECTURE.md, Sight, row by row.

import { describe, expect, it } from 'vitest';
import type { Intent } from './intents.ts';
import { MAP_MODES, type MapMode } from './options.ts';
import { mayKnow, sight, type Viewer } from './sight.ts';
import {
  by,
  FLAGS,
  gate,
  join,
  later,
  open,
  person,
  pid,
  ready,
  running,
  type Story,
  TICK,
  tell,
} from './story.test-kit.ts';

const MINUTE = 60_000;
const user = (n: number, admin = false): Viewer => ({ kind: 'user', user: person(n).user, admin });
const WHO = {
  public: { kind: 'anonymous', notRacing: true },
  stranger: { kind: 'anonymous', notRacing: false },
  chat: { kind: 'public_chat' },
  spectator: user(8),
  organizer: user(0),
  caster: user(7),
  admin: user(9, true),
  key: { kind: 'keyed', user: person(7).user },
  player: user(1),
} as const satisfies Record<string, Viewer>;
type Who = keyof typeof WHO;

const ALL = Object.keys(WHO) as Who[];
const CAST: Intent = { type: 'add_caster', person: person(7), by: by(0) };
const FORFEIT: Intent = { type: 'forfeit', participant: pid(1), by: by(1) };
const SEE: Intent = { type: 'see_map', participant: pid(1) };
const CANCEL: Intent = { type: 'cancel', reason: null, broken: false, by: by(0) };

const runs = (map: MapMode = 'live') => tell(later(running(2, { map }), MINUTE), CAST);
const whoSees = (story: Story): readonly Who[] => ALL.filter((who) => sight(WHO[who], story.race).graph === 'full');

describe('the graph', () => {
  it.each<readonly [string, () => Story]>([
    ['a draft', () => tell(open({}, { draft: true }), CAST)],
    ['an open race', () => tell(open(), CAST, join(1))],
    ['a countdown', () => tell(open(), CAST, join(1), ready(1), { type: 'start', missing: 'strict', by: by(0) })],
    ['a race cancelled while it ran', () => tell(runs(), CANCEL)],
  ])('of %s is blurred for all', (_phase, story) => {
    expect(whoSees(story())).toEqual([]);
  });

  it.each<readonly [MapMode, readonly Who[]]>([
    ['live', ['public', 'spectator', 'organizer', 'caster', 'admin', 'key']],
    ['casters', ['organizer', 'caster', 'admin', 'key']],
    ['after', []],
  ])('of a running race with map %s is seen by %j', (map, seen) => {
    expect(whoSees(runs(map))).toEqual(seen);
  });

  it.each(MAP_MODES)('of a finished race with map %s is seen by all, while provisional and after', (map) => {
    const over = tell(runs(map), { type: 'end', by: by(0) });
    expect(whoSees(over)).toEqual(ALL);
    expect(whoSees(tell(later(over, 60 * MINUTE), TICK))).toEqual(ALL);
  });

  it.each<readonly [string, readonly Intent[], boolean]>([
    ['has finished', [gate(1, 1, FLAGS.finish, 50_000)], true],
    ['is out', [FORFEIT], false],
    ['is out and asked for the map', [FORFEIT, SEE], true],
    ['is removed', [{ type: 'remove', user: person(1).user, by: by(0) }], false],
    ['had finished and is disqualified', [gate(1, 1, FLAGS.finish, 1), disqualify()], false],
  ])('is seen by a player who %s: %#', (_what, intents, seen) => {
    expect(sight(WHO.player, tell(runs(), ...intents).race).graph).toBe(seen ? 'full' : 'blurred');
  });

  it('is not seen by a player who has finished where nobody sees it before the end', () => {
    const { race } = tell(runs('after'), gate(1, 1, FLAGS.finish, 50_000));
    expect(sight(WHO.player, race)).toMatchObject({ graph: 'blurred', positions: false });
  });

  it('is asked for in vain where nobody sees it before the end', () => {
    expect(() => tell(runs('after'), FORFEIT, SEE)).toThrow('map_after_end');
  });
});

function disqualify(): Intent {
  return { type: 'disqualify', participant: pid(1), reason: 'x', by: by(0) };
}

describe('a key', () => {
  const REMOVE: Intent = { type: 'remove_caster', user: person(7).user, by: by(0) };
  const key: Viewer = { ...WHO.key, generation: 1 };
  const casters = (...intents: readonly Intent[]) => tell(runs('casters'), ...intents).race;

  it('is worth as much as its holder is to the race, live and whole, or what anybody sees', () => {
    expect(sight(key, casters())).toMatchObject({ audience: 'inside', graph: 'full' });
    expect(sight(key, casters(REMOVE))).toMatchObject({ audience: 'public', graph: 'blurred' });
    expect(sight({ ...key, user: person(8).user }, casters())).toMatchObject({ audience: 'public', graph: 'blurred' });
    expect(sight({ ...key, user: person(0).user }, casters())).toMatchObject({ audience: 'inside' });
  });

  it('does not come back with its holder, who gets another', () => {
    const back = casters(REMOVE, CAST);
    expect(sight(key, back)).toMatchObject({ audience: 'public', graph: 'blurred' });
    expect(sight({ ...key, generation: 2 }, back)).toMatchObject({ audience: 'inside', graph: 'full' });
  });

  it('nor does one of live addresses that was made before; it goes on in all other races', () => {
    const [back, elsewhere] = [casters(REMOVE, CAST), casters()];
    const since = back.overlayKeys[person(7).user]?.since ?? 0;
    expect(since).toBeGreaterThan(0);
    const [before, after]: readonly Viewer[] = [since - 1, since].map((madeAt) => ({ ...WHO.key, madeAt }));
    if (before === undefined || after === undefined) throw new Error('no keys');
    expect(sight(before, back)).toMatchObject({ audience: 'public', graph: 'blurred' });
    expect(sight(before, elsewhere)).toMatchObject({ audience: 'inside', graph: 'full' });
    expect(sight(after, back)).toMatchObject({ audience: 'inside', graph: 'full' });
  });

  it('that is dead shows its holder, done racing or not, no more than anybody', () => {
    const story = tell(later(running(2, { map: 'casters' }), MINUTE), FORFEIT, SEE);
    const old: Viewer = { kind: 'keyed', user: person(1).user, generation: 1 };
    expect(sight(old, story.race)).toMatchObject({ audience: 'public', graph: 'blurred' });
    const byPlayer = sight({ ...key, generation: 9, session: person(2).user }, story.race);
    expect(byPlayer).toMatchObject({ audience: 'player', graph: 'blurred' });
  });

  it('opens no draft to who is not of the race', () => {
    const draft = open({}, { draft: true }).race;
    expect(mayKnow(key, draft)).toBe(false);
    expect(mayKnow(key, tell(open({}, { draft: true }), CAST).race)).toBe(true);
  });
});

describe('a player is one whatever else they are', () => {
  it('an organizer who races, by session and by keyed address', () => {
    const story = later(running(2), MINUTE);
    const racing = tell(story, { type: 'add_organizer', person: person(1), by: by(0) });
    expect(sight(user(1, true), racing.race)).toMatchObject({ audience: 'player', graph: 'blurred' });
    const keyed: Viewer = { kind: 'keyed', user: person(1).user };
    expect(sight(keyed, racing.race)).toMatchObject({ audience: 'player', graph: 'blurred' });
  });

  it('a keyed address of somebody else that is opened where a player is logged in, until that player is done', () => {
    const story = tell(later(running(2), MINUTE), CAST);
    const opened: Viewer = { ...WHO.key, generation: 1, session: person(1).user };
    expect(sight(opened, story.race)).toMatchObject({ audience: 'player', graph: 'blurred', positions: false });
    expect(sight({ ...opened, session: person(8).user }, story.race)).toMatchObject({ graph: 'full' });
    expect(sight(opened, tell(story, FORFEIT).race)).toMatchObject({ graph: 'blurred' });
    expect(sight(opened, tell(story, FORFEIT, SEE).race)).toMatchObject({ graph: 'full' });
  });

  it('a keyed address of a player who is done that is opened where another is logged in, until both are', () => {
    const organizer: Intent = { type: 'add_organizer', person: person(1), by: by(0) };
    const opened: Viewer = { kind: 'keyed', user: person(1).user, generation: 1, session: person(2).user };
    const one = tell(later(running(3), MINUTE), organizer, gate(1, 1, FLAGS.finish, 50_000));
    expect(sight(opened, one.race)).toMatchObject({ audience: 'player', graph: 'blurred' });
    expect(sight(opened, tell(one, gate(2, 1, FLAGS.finish, 50_000)).race)).toMatchObject({ graph: 'full' });
  });

  it('who waits for a place, until they step back', () => {
    const START: Intent = { type: 'start', missing: 'strict', by: by(0) };
    const full = tell(open({ maxPlayers: 2 }), join(1), join(2), join(3), ready(1), ready(2), START);
    const story = tell(later(full, 10_000), TICK);
    expect(sight(user(3), story.race)).toMatchObject({ audience: 'player', graph: 'blurred' });
    expect(sight(user(3), tell(story, { type: 'leave', user: person(3).user }).race).graph).toBe('full');
  });

  it('who asked to join and may still be let in, until they step back', () => {
    const bring: Intent = { type: 'invite', person: person(1), newParticipant: pid(1), by: by(0) };
    const asked = tell(open({ join: 'ask' }), bring, ready(1), join(2), {
      type: 'start',
      missing: 'strict',
      by: by(0),
    });
    const story = tell(later(asked, 10_000), TICK);
    expect(sight(user(2), story.race).graph).toBe('blurred');
    const back = tell(story, { type: 'leave', user: person(2).user });
    expect(sight(user(2), back.race).graph).toBe('full');
  });
});

describe('the delay', () => {
  it('is for all but the inside', () => {
    const { race } = tell(running(2, { spectatorDelaySeconds: 120 }), CAST);
    const late = ALL.filter((who) => sight(WHO[who], race).delaySeconds === 120);
    expect(late).toEqual(['public', 'stranger', 'chat', 'spectator', 'player']);
  });
});

describe('a draft', () => {
  it('is known to its organizers, casters and whom they put in it; opened, to everybody', () => {
    const draft = tell(open({}, { draft: true }), CAST, {
      type: 'invite',
      person: person(1),
      newParticipant: pid(1),
      by: by(0),
    });
    const known = (story: Story) => ALL.filter((who) => mayKnow(WHO[who], story.race));
    expect(known(draft)).toEqual(['organizer', 'caster', 'admin', 'key', 'player']);
    expect(known(tell(draft, { type: 'open', by: by(0) }))).toEqual(ALL);
    // Who was invited and left may come back.
    expect(known(tell(draft, { type: 'leave', user: person(1).user }))).toContain('player');
  });
});
