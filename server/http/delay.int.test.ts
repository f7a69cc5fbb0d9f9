// A race with a spectator delay on every list of races, asked over HTTP: none tells of a start or an end before the race's own page does.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { visitorAs } from '../../tools/testing/sign-in.ts';
import { openWebHouse, type WebHouse } from '../../tools/testing/web-house.ts';
import { makeVisitor, type Visitor } from '../../tools/testing/web-visitor.ts';
import type { RaceId } from '../race/ids.ts';

const DELAY_S = 300;
const NAME = 'Late Show';

let house: WebHouse;
let race: RaceId;
let watching: readonly Visitor[];
let organizer: Visitor;
beforeAll(async () => {
  house = await openWebHouse();
  const options = { spectatorDelaySeconds: DELAY_S, provisionalMinutes: 0 };
  race = await house.race({ name: NAME, options, scheduledStart: house.time.now() + 60_000 });
  await house.live.open(race);
  const player = await house.join(race, 'Ann');
  watching = [makeVisitor(house.base), await visitorAs(house, 'Vi'), await visitorAs(house, 'Ann')];
  organizer = await visitorAs(house, 'Olga');
  await house.start(race, [player]);
});
afterAll(async () => await house.close());

const json = async (visitor: Visitor, path: string) => (await visitor.get(path)).json();
const text = async (visitor: Visitor, path: string) => (await visitor.get(path)).text();

/** Everything that lists say of the race; `alone`: its own answer. */
async function told(visitor: Visitor) {
  const of = async (query: string) => {
    const { races } = (await json(visitor, `/api/races${query}`)) as { races: { id: string }[] };
    return races.find(({ id }) => id === race) ?? null;
  };
  const times = ({ status, started_at, finished_at }: Record<string, unknown>) => ({ status, started_at, finished_at });
  const alone = times(((await json(visitor, `/api/races/${race}`)) as { race: Record<string, unknown> }).race);
  const all = await of('');
  if (all === null) throw new Error('it is not in the list');
  const byStatus = await Promise.all(
    ['countdown', 'running', 'finished'].map(async (status) =>
      (await of(`?status=${status}`)) === null ? [] : [status],
    ),
  );
  const card = (await text(visitor, '/')).split('<li').find((part) => part.includes(NAME)) ?? '';
  const words = ['Countdown', 'Running', 'Finished', 'Started', 'Ended'].filter((word) => card.includes(word));
  const inCalendar = (await text(visitor, '/calendar.ics')).includes(race);
  return { alone, listed: times(all), byStatus: byStatus.flat(), words, inCalendar };
}

const agree = ({ alone, listed, byStatus }: Awaited<ReturnType<typeof told>>) => {
  expect(listed).toEqual(alone);
  expect(byStatus).toEqual([alone.status]);
};

it('has not started on any list until its start is due', async () => {
  for (const visitor of watching) {
    const seen = await told(visitor);
    agree(seen);
    expect(seen).toMatchObject({ alone: { status: 'countdown', started_at: null }, inCalendar: true });
    expect(seen.words).not.toContain('Started');
  }
  const live = await told(organizer);
  agree(live);
  expect(live.alone.status).toBe('running');
});

it('runs on every list until its end is due, but for who organizes it', async () => {
  house.time.shift((DELAY_S + 1) * 1_000);
  await house.ask(race, { type: 'end', by: { kind: 'system' } });
  for (const visitor of watching) {
    const seen = await told(visitor);
    agree(seen);
    expect(seen).toMatchObject({ alone: { status: 'running', finished_at: null }, inCalendar: true });
    expect(seen.words).toEqual(expect.arrayContaining(['Running', 'Started']));
    expect(seen.words).not.toContain('Ended');
  }
  const mine = async (visitor: Visitor) =>
    (await text(visitor, '/my-races')).split('<li').find((part) => part.includes(NAME));
  expect(await mine(organizer)).toContain('Ended');
  const [, , player] = watching;
  expect(player && (await mine(player))).not.toContain('Ended');
  const live = await told(organizer);
  agree(live);
  expect(live).toMatchObject({ alone: { status: 'finished' }, words: expect.arrayContaining(['Ended']) });
});

it('has ended everywhere once that is due', async () => {
  house.time.shift((DELAY_S + 1) * 1_000);
  for (const visitor of [...watching, organizer]) {
    const seen = await told(visitor);
    agree(seen);
    expect(seen).toMatchObject({ alone: { status: 'finished' }, inCalendar: false });
  }
});
