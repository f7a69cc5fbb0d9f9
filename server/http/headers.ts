// Security headers. Nothing inline, nothing from elsewhere: scripts, styles and sockets come from this host alone.

import type { Middleware } from 'koa';
import helmet from 'koa-helmet';
import type { Ctx } from './ctx.ts';

/** For a page that our own pages may show in a frame. */
export function mayBeFramed(ctx: Ctx): void {
  const policy = ctx.response.get('Content-Security-Policy');
  ctx.set('Content-Security-Policy', policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'"));
  ctx.set('X-Frame-Options', 'SAMEORIGIN');
}

/** `publicUrl` decides about HTTPS; `authorizeOrigin`: where the login form may lead. */
export function securityHeaders(publicUrl: string, authorizeOrigin: string | null): Middleware {
  const url = new URL(publicUrl);
  const https = url.protocol === 'https:';
  const sockets = `${https ? 'wss' : 'ws'}://${url.host}`;
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'", sockets],
        workerSrc: ["'self'"],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        // A race's page shows its overlays as they will look.
        frameSrc: ["'self'"],
        formAction: authorizeOrigin === null ? ["'self'"] : ["'self'", authorizeOrigin],
        frameAncestors: ["'none'"],
      },
    },
    // `no-referrer` would turn the Origin of our own forms into "null".
    referrerPolicy: { policy: 'same-origin' },
    // Other services may live below the same name.
    strictTransportSecurity: https ? { maxAge: 180 * 24 * 3600, includeSubDomains: false } : false,
    xFrameOptions: { action: 'deny' },
    // OBS and capture tools may embed pictures and fetch the local file's health check; set per route where needed.
    crossOriginEmbedderPolicy: false,
  });
}
