// What the page of a race says to who looks about themselves, in every state that they can be in.

import { describe, expect, it } from 'vitest';
import type { Intent } from '../../race/intents.ts';
import type { Viewer } from '../../race/sight.ts';
import {
  by,
  join,
  later,
  open,
  person,
  pid,
  ready,
  running,
  START,
  type Story,
  TICK,
  tell,
} from '../../race/story.test-kit.ts';
import { youOf } from './you.ts';

const viewerOf = (n: number): Viewer => ({ kind: 'user', user: person(n).user, admin: false });
const you = (n: number, { race, now }: Story) => youOf(race, viewerOf(n), '/race/1', true, now);
const cancel: Intent = { type: 'cancel', reason: null, broken: false, by: by(0) };
/** P1 is ready and plays; P2 is in and not there yet. */
const oneIsLate = (): Story => {
  const counting = tell(open({ lateMinutes: 20 }), join(1), join(2), ready(1), { ...START, missing: 'late' } as Intent);
  return tell(later(counting, 10_000), TICK);
};

describe('who is in', () => {
  it.each([
    ['has no pack yet', tell(open({ packs: 'manual' }), join(1)), 1, /Your pack comes here as soon as/],
    ['has packs to get', tell(open(), join(1)), 1, /^You are in\. Get your pack/],
    ['is ready', tell(open(), join(1), ready(1)), 1, /Stay in the main menu/],
    ['comes late', oneIsLate(), 2, /^The race is on, and you can come in until 20 minutes after GO\. .* new character/],
    ['races', oneIsLate(), 1, /^You are racing/],
    ['gave up', tell(running(2), { type: 'forfeit', participant: pid(1), by: by(1) }), 1, /^You gave up/],
    ['came too late', tell(later(oneIsLate(), 21 * 60_000), TICK), 2, /you did not come in time/],
  ])('and %s', (_what, story, n, says) => expect(you(n, story).says).toMatch(says));

  it('is told why they are out, in the words of who decided', () => {
    const out: Intent = { type: 'disqualify', participant: pid(1), reason: 'edited save', by: by(0) };
    expect(you(1, tell(running(2), out)).says).toBe('An organizer disqualified you: edited save.');
  });

  it('is told nothing to do in a race that was cancelled', () => {
    for (const story of [tell(open(), join(1)), tell(open(), join(1), ready(1)), running(1)]) {
      expect(you(1, tell(story, cancel))).toMatchObject({ says: '', actions: [], packPath: null, renew: null });
    }
  });
});

describe('who is not in', () => {
  const labels = (story: Story) => you(9, story).actions.map(({ label }) => label);
  const full = tell(open({ maxPlayers: 2 }), join(1), join(2));
  const removed = tell(open(), join(9), { type: 'remove', user: person(9).user, by: by(0) });

  it.each([
    ['joins', open(), ['Join this race']],
    ['waits where it is full', full, ['Wait for a place']],
    ['asks where that is how one comes in', open({ join: 'ask' }), ['Ask to join']],
    ['has no way in without an invitation', open({ join: 'invited' }), []],
    ['has no way back after a removal', removed, []],
    ['steps back from waiting', tell(full, join(9)), ['No longer wait']],
  ])('%s', (_what, story, wanted) => expect(labels(story)).toEqual(wanted));

  it('finds no button into a full race that runs', () => {
    expect(you(9, running(2, { maxPlayers: 2 }))).toMatchObject({ says: 'This race is full.', actions: [] });
  });
});
