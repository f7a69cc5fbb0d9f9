// What other programs take away: announced starts for calendars, results for spreadsheets. Both say what the pages say, to whom
// they say it.

import type Router from '@koa/router';
import { stringify } from 'csv-stringify/sync';
import ical, { ICalCalendarMethod } from 'ical-generator';
import { listRaces } from '../../play/race-list.ts';
import { CALENDAR_LIMIT, CALENDAR_STATUSES, calendarModel } from '../../present/pages/calendar.ts';
import { RESULT_COLUMNS, resultRows } from '../../present/pages/results.ts';
import { PROBLEMS } from '../problem.ts';
import { lookerOf, raceOf, refuse, type Site, viewFor } from '../site.ts';

/** Calendars ask again by themselves; announced starts rarely move. */
const CALENDAR_SECONDS = 300;

export function exportRoutes(router: Router, site: Site): void {
  router.get('/calendar.ics', site.limit('pages'), async (ctx) => {
    // One for everybody: caches keep it.
    const listed = { statuses: CALENDAR_STATUSES, limit: CALENDAR_LIMIT };
    const races = await listRaces({ kind: 'anonymous', notRacing: false }, listed, site.deps);
    const calendar = ical({
      name: 'SpeedFog races',
      prodId: { company: 'SpeedFog Racing', product: 'races' },
      method: ICalCalendarMethod.PUBLISH,
      ttl: CALENDAR_SECONDS,
      url: `${site.links.home()}calendar.ics`,
    });
    const stamp = new Date(site.deps.time.now());
    for (const { id, title, text, url, start, end } of calendarModel(races, site.links, await site.poolNames())) {
      const [begins, ends] = [new Date(start), new Date(end)];
      calendar.createEvent({ id, summary: title, description: text, url, start: begins, end: ends, stamp });
    }
    ctx.set('Cache-Control', `public, max-age=${CALENDAR_SECONDS}`);
    ctx.type = 'text/calendar; charset=utf-8';
    ctx.body = calendar.toString();
  });

  router.get('/race/:id/results.csv', site.limit('pages'), async (ctx) => {
    const race = await raceOf(site, ctx, ctx.params.id ?? '');
    if (race === undefined) return;
    const { viewer } = await lookerOf(site, ctx, race);
    const rows = resultRows(await viewFor(site, race, viewer));
    if (rows === undefined) return refuse(site, ctx, PROBLEMS.no_results_yet);
    ctx.set('Cache-Control', 'private, no-store');
    ctx.type = 'text/csv; charset=utf-8';
    ctx.attachment(`race-${race.code}.csv`);
    // A name that begins with = or + would be a formula to the spreadsheet that opens this.
    ctx.body = stringify([...rows], { header: true, columns: [...RESULT_COLUMNS], escape_formulas: true, bom: true });
  });
}
