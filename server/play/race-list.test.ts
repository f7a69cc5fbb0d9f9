// Lists of races while one of them is shown late: every filter and every page of them agrees with what is shown of that race elsewhere.

import { expect, it } from 'vitest';
import type { RaceId } from '../race/ids.ts';
import type { Race } from '../race/race.ts';
import type { Viewer } from '../race/sight.ts';
import { by, later, person, running, tell } from '../race/story.test-kit.ts';
import type { EventLog, RaceSummary } from './ports/index.ts';
import { asShownTo, listRaces, summaryOf } from './race-list.ts';

const id = (n: number) => `00000001-0000-4000-8000-00000000000${n}` as RaceId;
const story = running(2, { spectatorDelaySeconds: 300 });
const END = { type: 'end', by: by(0) } as const;
const [shown, ended] = [story.race, tell(later(story, 5_000), END).race];
/** The third of five races, all of which have ended, has a delay. */
const races: readonly Race[] = [1, 2, 3, 4, 5].map((n) => ({
  ...(n === 3 ? ended : tell(running(2), END).race),
  ...{ id: id(n), createdAt: 1_000 - n },
}));
const views = {
  delayed: () =>
    races.filter((race) => race.id === id(3)).map((race) => ({ race, shown: { ...race, phase: shown.phase } })),
};
const rows: EventLog['list'] = async ({ statuses, after, limit }) =>
  races
    .map(summaryOf)
    .filter(({ status }) => statuses === undefined || statuses.includes(status))
    .filter(({ createdAt }) => after === undefined || createdAt < after.createdAt)
    .slice(0, limit);
const log = { list: rows };

const PUBLIC: Viewer = { kind: 'anonymous', notRacing: true };
const user = (n: number): Viewer => ({ kind: 'user', user: person(n).user, admin: false });
const list = (viewer: Viewer, filter: Parameters<EventLog['list']>[0]) => listRaces(viewer, filter, { log, views });
const numbers = (found: readonly RaceSummary[]) => found.map((race) => Number(race.id.at(-1)));

it.each([
  ['the public', PUBLIC],
  ['a chat', { kind: 'public_chat' }],
  ['a player of it', user(1)],
] as const)('to %s it runs as long as its end is held back', async (_who, viewer) => {
  expect(numbers(await list(viewer, { statuses: ['finished'], limit: 9 }))).toEqual([1, 2, 4, 5]);
  expect(await list(viewer, { statuses: ['running'], limit: 9 })).toMatchObject([
    { id: id(3), status: 'running', startedAt: story.now, finishedAt: null },
  ]);
  expect(numbers(await list(viewer, { limit: 9 }))).toEqual([1, 2, 3, 4, 5]);
});

it.each([
  ['its organizer', user(0)],
  ['an administrator', { kind: 'user', user: person(9).user, admin: true }],
] as const)('to %s it has ended', async (_who, viewer) => {
  expect(numbers(await list(viewer, { statuses: ['finished'], limit: 9 }))).toEqual([1, 2, 3, 4, 5]);
  expect(await list(viewer, { statuses: ['running'], limit: 9 })).toEqual([]);
});

it('is on one page of them and no other, and leaves none short', async () => {
  const first = await list(PUBLIC, { statuses: ['running', 'finished'], limit: 2 });
  const [, last] = first;
  const after = { createdAt: last?.createdAt ?? 0, id: last?.id ?? id(0) };
  expect(numbers(first)).toEqual([1, 2]);
  expect(numbers(await list(PUBLIC, { statuses: ['running', 'finished'], after, limit: 2 }))).toEqual([3, 4]);
  expect(numbers(await list(PUBLIC, { statuses: ['finished'], limit: 3 }))).toEqual([1, 2, 4]);
  const past = { createdAt: 1_000 - 4, id: id(4) };
  expect(await list(PUBLIC, { statuses: ['running'], after: past, limit: 2 })).toEqual([]);
});

it('is among somebody’s own where they are in it', async () => {
  const own = { list: async () => [] };
  const mine = (n: number) => listRaces(PUBLIC, { user: person(n).user, limit: 9 }, { log: own, views });
  expect(numbers(await mine(1))).toEqual([3]);
  expect(numbers(await mine(7))).toEqual([]);
});

it('one race alone is shown the same way', () => {
  const [, , third] = races;
  if (third === undefined) throw new Error('there are five');
  expect(asShownTo(PUBLIC, { views })(third).phase.status).toBe('running');
  expect(asShownTo(user(0), { views })(third).phase.status).toBe('finished');
});
