// Which race a channel shows: the rules one by one, and that neither many old races nor strangers' stand in the way.

import { describe, expect, it } from 'vitest';
import type { RaceChannel } from '../race/facts.ts';
import type { RaceId } from '../race/ids.ts';
import type { Race } from '../race/race.ts';
import {
  by,
  join,
  later,
  open,
  person,
  ready,
  running,
  START,
  type Story,
  T0,
  TICK,
  tell,
} from '../race/story.test-kit.ts';
import { currentRaces, type LivePlace } from './current-race.ts';
import type { RaceSummary } from './ports/index.ts';

const HOUR = 3_600_000;
const PLACE = 'ann' as LivePlace;
const HOME: RaceChannel = { platform: 'twitch', channel: PLACE, server: null, kind: 'home' };
const ended = (final = false): Race => {
  const story = tell(later(running(1), 1_000), { type: 'end', by: by(0) });
  return (final ? tell(later(story, HOUR), TICK) : story).race;
};
const counting = (): Story => tell(open(), join(1), ready(1), START);

/** Made `madeAt` hours after the first moment. */
const made = (name: string, race: Race, madeAt: number, changes: Partial<Race> = {}): Race => ({
  ...race,
  id: name as RaceId,
  createdAt: T0 + madeAt * HOUR,
  channels: [HOME],
  ...changes,
});

async function shown(...races: readonly Race[]): Promise<string | undefined> {
  const summaries = races.map(
    ({ id, phase, createdAt }) =>
      ({
        ...{ id, createdAt, status: phase.status },
        finishedAt: phase.status === 'finished' ? phase.finishedAt : null,
      }) as RaceSummary,
  );
  const { live, delayed } = await currentRaces(PLACE, {
    log: { byChannel: async () => summaries, byServer: async () => [] },
    load: async (id) => {
      const race = races.find((one) => one.id === id);
      return race === undefined ? undefined : { race, seq: 1 };
    },
    views: { delayed: () => [] },
    time: { now: () => T0 },
  });
  expect(delayed).toBe(live);
  return live?.id;
}

describe('a channel shows', () => {
  const last = made('last', ended(true), 0);
  const fresh = made('fresh', ended(), 0);
  const next = made('next', open().race, -1);

  it.each([
    ['nothing where there is nothing', [], undefined],
    ['the last result', [last], 'last'],
    ['the next race once the last is settled', [last, next], 'next'],
    ['what has just ended rather than a race that was open all along', [fresh, next], 'fresh'],
    ['a rematch at once', [fresh, made('rematch', open().race, 2)], 'rematch'],
    ['what runs, whatever else there is', [fresh, next, made('runs', running(1).race, 0)], 'runs'],
    ['what counts down', [last, next, made('counts', counting().race, 0)], 'counts'],
    ['the announced one that comes first', [next, made('soon', open().race, -2, { scheduledStart: T0 })], 'soon'],
    ['no draft', [made('draft', open({}, { draft: true }).race, 0)], undefined],
  ])('%s', async (_what, races, name) => {
    expect(await shown(...races)).toBe(name);
    expect(await shown(...races.toReversed())).toBe(name);
  });

  it('a race that was opened long ago, however many were run since', async () => {
    const old = made('old', open().race, -1_000);
    const since = Array.from({ length: 60 }, (_, n) => made(`since ${n}`, ended(true), n));
    expect(await shown(...since, old)).toBe('old');
  });

  it('its own, however many others have named it and wait for its yes', async () => {
    const strangers = Array.from({ length: 60 }, (_, n) =>
      made(`stranger ${n}`, open({}, {}).race, 10 + n, {
        channels: [{ ...HOME, kind: 'named' }],
        organizers: [person(9)],
      }),
    );
    expect(await shown(...strangers, made('own', running(1).race, 0))).toBe('own');
  });
});
