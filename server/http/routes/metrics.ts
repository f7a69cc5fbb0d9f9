// `/metrics` for Prometheus. Only for who shows METRICS_TOKEN; where none is set, only from this machine itself. A request that a proxy
// passes on comes from elsewhere, whatever its connection says.

import type Router from '@koa/router';
import type { Ctx } from '../ctx.ts';
import { sameText } from '../keys.ts';
import { PROBLEMS } from '../problem.ts';
import { refuse, type Site } from '../site.ts';

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;
const FORWARDED = ['Forwarded', 'X-Forwarded-For', 'X-Forwarded-Host', 'X-Forwarded-Proto', 'X-Real-IP', 'Via'];

export function metricsRoutes(router: Router, site: Site): void {
  const { metrics, config } = site.deps;

  router.get('/metrics', site.limit('metrics'), async (ctx) => {
    ctx.set('Cache-Control', 'no-store');
    if (!mayScrape(ctx, config.metricsToken)) return refuse(site, ctx, PROBLEMS.metrics_closed);
    ctx.body = await metrics.text();
    ctx.set('Content-Type', metrics.contentType);
  });
}

function mayScrape(ctx: Ctx, token: string | null): boolean {
  if (token === null) {
    return LOOPBACK.test(ctx.req.socket.remoteAddress ?? '') && FORWARDED.every((name) => ctx.get(name) === '');
  }
  const [, sent = ''] = /^Bearer +(\S+) *$/i.exec(ctx.get('Authorization')) ?? [];
  return sameText(sent, token);
}
