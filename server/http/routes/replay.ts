// A race that is over as a film, as JSON: for who may see the whole map, which after the end is everybody. What may still change
// is asked for again each time; what is final may be kept.

import type Router from '@koa/router';
import { seesMap } from '../../present/pages/who.ts';
import { makeReplay } from '../../present/replay.ts';
import type { RaceId } from '../../race/ids.ts';
import { PROBLEMS } from '../problem.ts';
import { lookerOf, raceOf, refuse, type Site, viewFor } from '../site.ts';

/** Films that are kept ready: many watch the same one. */
const KEPT = 20;
const FINAL_MAX_AGE_S = 24 * 3_600;

export function replayRoutes(router: Router, site: Site): void {
  const ready = new Map<RaceId, { readonly seq: number; readonly body: Promise<string | undefined> }>();

  router.get('/api/races/:id/replay', site.limit('pages'), async (ctx) => {
    const race = await raceOf(site, ctx, ctx.params.id ?? '');
    if (race === undefined) return;
    const { viewer } = await lookerOf(site, ctx, race);
    // As late as this viewer sees the race.
    const view = await viewFor(site, race, viewer);
    const { phase } = view.race;
    if (phase.status !== 'finished' || !seesMap(viewer, view.race)) {
      return refuse(site, ctx, PROBLEMS.no_results_yet);
    }
    const body = await filmOf(race.id, view.seq);
    if (body === undefined) return refuse(site, ctx, PROBLEMS.no_results_yet);
    ctx.set('Cache-Control', phase.final ? `private, max-age=${FINAL_MAX_AGE_S}` : 'private, no-cache');
    const etag = `"${race.id}-${view.seq}"`;
    ctx.set('ETag', etag);
    if (ctx.get('If-None-Match').includes(etag)) {
      ctx.status = 304;
      return;
    }
    ctx.type = 'json';
    ctx.body = body;
  });

  /** Everybody asks as soon as a race is over: it is shot once. What could not be had is not kept. */
  const filmOf = async (id: RaceId, seq: number): Promise<string | undefined> => {
    const kept = ready.get(id);
    const film = kept?.seq === seq ? kept : { seq, body: shoot(id, seq) };
    ready.delete(id);
    ready.set(id, film);
    for (const old of [...ready.keys()].slice(0, Math.max(0, ready.size - KEPT))) ready.delete(old);
    const body = await film.body.catch((fault: unknown) => {
      if (ready.get(id) === film) ready.delete(id);
      throw fault;
    });
    if (body === undefined && ready.get(id) === film) ready.delete(id);
    return body;
  };

  /** Undefined: the seed's folder is gone. */
  const shoot = async (id: RaceId, seq: number): Promise<string | undefined> => {
    const log = (await site.deps.house.log.read(id)).filter((entry) => entry.seq <= seq);
    const race = (await site.deps.load(id))?.race;
    const graph = race === undefined ? undefined : await site.deps.house.seeds.graph(race.seed.id);
    const replay = graph === undefined ? undefined : makeReplay(log, graph);
    return replay === undefined ? undefined : JSON.stringify(replay);
  };
}
