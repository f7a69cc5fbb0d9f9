// Calendar and results, asked over HTTP: what they say, and what they keep to themselves.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { openWebHouse, type WebHouse } from '../../tools/testing/web-house.ts';
import { makeVisitor } from '../../tools/testing/web-visitor.ts';
import type { ParticipantId, RaceId } from '../race/ids.ts';

let house: WebHouse;
beforeAll(async () => {
  house = await openWebHouse();
});
afterAll(async () => await house.close());

const get = (path: string) => makeVisitor(house.base).get(path);
const unfold = (text: string) => text.replaceAll('\r\n ', '');

it('announces open races with a start, in calendar form, and nothing of the others', async () => {
  const start = Date.UTC(2030, 4, 1, 18, 30);
  const id = await house.race({ name: 'May, day; run\nSUMMARY:forged', scheduledStart: start });
  await house.race({ name: 'Some day' });
  await house.race({ name: 'Secret draft', draft: true, scheduledStart: start });
  const response = await get('/calendar.ics');
  expect(response.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
  const text = unfold(await response.text());
  expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(1);
  expect(text).toContain(`UID:${id}`);
  expect(text).toContain('DTSTART:20300501T183000Z');
  expect(text).toContain('SUMMARY:May\\, day\\; run');
  expect(text).not.toMatch(/^SUMMARY:forged/m);
  expect(text).not.toContain('Secret');
  expect(text).not.toContain('Some day');
});

it('gives results once there are some, and no formula to a spreadsheet', async () => {
  const race = await house.race();
  const player = await house.join(race, '=cmd()');
  const before = await get(`/race/${race}/results.csv`);
  expect([before.status, await before.text()]).toEqual([409, expect.stringContaining('no results yet')]);
  await finish(race, player);
  const response = await get(`/race/${race}/results.csv`);
  expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="race-\w{5}\.csv"$/);
  const [header, row, ...more] = (await response.text()).replace('\uFEFF', '').trim().split('\n');
  expect(header).toBe('place,player,status,igt,igt_ms,deaths,layer,total_layers,late_ms,by_hand,under_review');
  expect(row).toBe("1,'=cmd(),finished,12:34,754000,3,12,12,,,");
  expect(more).toEqual([]);
});

it('knows no results of a draft', async () => {
  const id = await house.race({ name: 'Secret draft', draft: true });
  expect((await get(`/race/${id}/results.csv`)).status).toBe(404);
});

async function finish(race: RaceId, participant: ParticipantId): Promise<void> {
  const report = { place: null, deaths: 3, happenedAt: null } as const;
  await house.start(race, [participant]);
  house.time.shift(1_000_000);
  await house.ask(race, { type: 'report', participant, subject: { kind: 'finish' }, igtMs: 754_000, ...report });
}
