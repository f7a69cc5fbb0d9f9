// Overlays for OBS: transparent pages about one race or about whatever race a channel has, the worker that shows them again
// while the server is away, and a small local file that waits for a server that is not there yet. An overlay address asks
// nothing and shows the public's sight, with a key its holder's.

import type Router from '@koa/router';
import { currentFor, currentRaces, type LivePlace, parseLivePlace } from '../../play/current-race.ts';
import { demoReplay } from '../../present/demo.ts';
import { DEMO_PATH, overlayModel } from '../../present/pages/overlay.ts';
import {
  OVERLAY_KINDS,
  type OverlayKind,
  type OverlayOptions,
  parseOverlayOptions,
} from '../../present/pages/overlay-options.ts';
import { mayKnow } from '../../present/pages/who.ts';
import type { Race } from '../../race/race.ts';
import type { Viewer } from '../../race/sight.ts';
import type { Ctx } from '../ctx.ts';
import { mayBeFramed } from '../headers.ts';
import { PROBLEMS } from '../problem.ts';
import { keyedViewer } from '../sessions.ts';
import { knownRace, refuse, type Site, userOf, viewFor } from '../site.ts';

const DEMO_MAX_AGE_S = 3_600;

export function overlayRoutes(router: Router, site: Site): void {
  router.get('/overlay/worker.js', (ctx) => {
    ctx.type = 'text/javascript';
    ctx.set('Cache-Control', 'no-cache');
    ctx.body = site.assets.read('overlay-worker.js');
  });

  router.get(DEMO_PATH, (ctx) => {
    ctx.set('Cache-Control', `public, max-age=${DEMO_MAX_AGE_S}`);
    ctx.body = demoReplay();
  });

  router.get('/overlay/live/:place/:kind', site.limit('pages'), async (ctx) => {
    const asked = askedOf(site, ctx);
    const place = asked === undefined ? undefined : placeOf(site, ctx);
    if (asked === undefined || place === undefined) return;
    const race = asked.options.demo ? undefined : await raceAt(site, ctx, place);
    await show(site, ctx, asked, race, place);
  });

  router.get('/overlay/:id/:kind', site.limit('pages'), async (ctx) => {
    const asked = askedOf(site, ctx);
    if (asked === undefined) return;
    const race = await raceFor(site, ctx);
    if (race !== undefined) await show(site, ctx, asked, race, null);
  });

  router.get('/overlay/live/:place/:kind/file', site.limit('pages'), async (ctx) => {
    const asked = askedOf(site, ctx);
    const place = asked === undefined ? undefined : placeOf(site, ctx);
    if (asked !== undefined && place !== undefined)
      file(site, ctx, place, site.links.liveOverlay(place, asked.kind), place);
  });

  router.get('/overlay/:id/:kind/file', site.limit('pages'), async (ctx) => {
    const asked = askedOf(site, ctx);
    if (asked === undefined) return;
    const race = await raceFor(site, ctx);
    if (race !== undefined) file(site, ctx, race.name, site.links.overlay(race.id, asked.kind), race.code);
  });
}

type Asked = { readonly kind: OverlayKind; readonly options: OverlayOptions };

/** What the address asks for; answers a broken one itself. */
function askedOf(site: Site, ctx: Ctx): Asked | undefined {
  const kind = OVERLAY_KINDS.find((one) => one === ctx.params.kind);
  if (kind === undefined) {
    refuse(site, ctx, PROBLEMS.not_found);
    return undefined;
  }
  const query = Object.fromEntries(Object.entries(ctx.query).map(([name, value]) => [name, one(value)]));
  const options = parseOverlayOptions(query);
  if (options === undefined) refuse(site, ctx, PROBLEMS.bad_overlay);
  return options === undefined ? undefined : { kind, options };
}

function placeOf(site: Site, ctx: Ctx): LivePlace | undefined {
  const place = parseLivePlace(ctx.params.place ?? '');
  if (place === undefined) refuse(site, ctx, PROBLEMS.not_found);
  return place;
}

/** A draft is known to nobody here but to its organizers, by session or key. */
async function raceFor(site: Site, ctx: Ctx): Promise<Race | undefined> {
  const race = await knownRace(site, ctx, ctx.params.id ?? '');
  if (race === undefined || mayKnow(await viewerOf(site, ctx, race), race)) return race;
  refuse(site, ctx, PROBLEMS.unknown_race);
  return undefined;
}

const raceAt = async (site: Site, ctx: Ctx, place: LivePlace): Promise<Race | undefined> =>
  await currentFor(await currentRaces(place, site.deps.house), (id) => viewerOf(site, ctx, { id }));

const viewerOf = async (site: Site, ctx: Ctx, race: Pick<Race, 'id'>): Promise<Viewer> =>
  await keyedViewer(ctx, race.id, await userOf(site, ctx), site.deps.house.overlayKeys);

async function show(site: Site, ctx: Ctx, { kind, options }: Asked, race: Race | undefined, place: LivePlace | null) {
  const isReal = race !== undefined && !options.demo;
  const view = isReal ? await viewFor(site, race, await viewerOf(site, ctx, race)) : null;
  const key = one(ctx.query.key) ?? null;
  mayBeFramed(ctx);
  site.renderer.page(ctx, 'overlay', {
    overlay: overlayModel({ kind, options, view, place, key, colors: site.colors }),
  });
}

function file(site: Site, ctx: Ctx, name: string, overlay: string, suffix: string): void {
  const query = ctx.querystring === '' ? '' : `?${ctx.querystring}`;
  site.renderer.page(ctx, 'overlay-file', {
    name,
    health: `${site.links.origin}/health`,
    overlay: `${overlay}${query}`,
  });
  ctx.attachment(`speedfog-${ctx.params.kind}-${suffix}.html`);
}

const one = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === 'string' || value === undefined ? value : value[0];
