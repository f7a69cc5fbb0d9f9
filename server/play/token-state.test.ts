// Each way in which a token lives or dies. The sentences of PROTOCOL.md, "tokens".

import { expect, it } from 'vitest';
import type { Intent } from '../race/intents.ts';
import { by, join, later, open, person, pid, running, type Story, TICK, tell } from '../race/story.test-kit.ts';
import { tokenState } from './token-state.ts';

const joined = () => tell(open(), join(1), join(2));
const reroll: Intent = { type: 'reroll', seed: open().race.seed, broken: false, by: by(0) };
const renew: Intent = { type: 'renew_pack', participant: pid(1), by: by(1) };
const remove: Intent = { type: 'remove', user: person(1).user, by: by(0) };
const leave: Intent = { type: 'leave', user: person(1).user };
const backWithAnotherId: Intent = { type: 'join', person: person(1), newParticipant: pid(9) };
const cancel: Intent = { type: 'cancel', reason: null, broken: false, by: by(0) };
const end: Intent = { type: 'end', by: by(0) };

const rows: readonly (readonly [string, () => Story, number, string])[] = [
  ['the present one', joined, 1, 'alive'],
  ['one that never was', joined, 2, 'bad_token'],
  ['after a new pack', () => tell(joined(), renew), 1, 'bad_token'],
  ['the new pack', () => tell(joined(), renew), 2, 'alive'],
  ['after a reroll', () => tell(joined(), reroll), 1, 'seed_changed'],
  ['after a new pack, then a reroll', () => tell(joined(), renew, reroll), 1, 'seed_changed'],
  ['of the reroll, after a new pack', () => tell(joined(), reroll, renew), 2, 'bad_token'],
  ['who was removed', () => tell(joined(), remove), 1, 'removed'],
  ['who left', () => tell(joined(), leave), 1, 'removed'],
  ['who left and came back', () => tell(joined(), leave, backWithAnotherId), 1, 'bad_token'],
  ['one that somebody gone never had', () => tell(joined(), leave), 5, 'bad_token'],
  ['who was removed while running', () => tell(running(2), remove), 1, 'removed'],
  ['who forfeited', () => tell(running(2), { type: 'forfeit', participant: pid(1), by: by(1) }), 1, 'alive'],
  ['of a cancelled race', () => tell(joined(), cancel), 1, 'race_cancelled'],
  ['who left a race cancelled since', () => tell(joined(), leave, cancel), 1, 'race_cancelled'],
  ['while results are provisional', () => tell(running(2), end), 1, 'alive'],
  ['once they are final', () => tell(later(tell(running(2), end), 3_600_000), TICK), 1, 'race_over'],
];

it.each(rows)('%s', (_which, story, generation, expected) => {
  const state = tokenState(story().race, { participant: pid(1), generation });
  expect('alive' in state ? 'alive' : state.dead).toBe(expected);
});

it('no genuine token, or somebody of another race: bad_token', () => {
  expect(tokenState(joined().race, undefined)).toEqual({ dead: 'bad_token' });
  expect(tokenState(joined().race, { participant: pid(9), generation: 1 })).toEqual({ dead: 'bad_token' });
});
