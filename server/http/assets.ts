// Scripts, styles and pictures. What the build made carries its hash in its name and may be kept for ever; the few others
// (icons) for minutes.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Middleware } from 'koa';
import serveFolder from 'koa-static';
import { z } from 'zod';

const HASHED_MAX_AGE_S = 365 * 24 * 3600;
const OTHER_MAX_AGE_S = 300;
const Manifest = z.record(z.string(), z.string());

export type Assets = {
  /** The address of a built file by its plain name: `site.css` -> `/static/built/site-1A2B3C.css`. */
  readonly url: (name: string) => string;
  readonly serve: Middleware;
  /** Text of a built file: for the worker, which has to be served from another address. */
  readonly read: (name: string) => string;
};

/** Throws where the build has not run. `viewsDir`: the folder `views`. */
export function loadAssets(viewsDir: string): Assets {
  const built = join(viewsDir, 'static', 'built');
  const manifest = readManifest(join(built, 'manifest.json'));
  const fileOf = (name: string): string => {
    const file = manifest[name];
    if (file === undefined) throw new Error(`no built file ${name}: run "npm run build"`);
    return file;
  };
  return {
    url: (name) => `/static/built/${fileOf(name)}`,
    read: (name) => readFileSync(join(built, fileOf(name)), 'utf8'),
    serve: below('/static', serveStatic(join(viewsDir, 'static'))),
  };
}

function readManifest(path: string): Readonly<Record<string, string>> {
  try {
    return Manifest.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new Error('the scripts and styles of the pages are not built: run "npm run build"', { cause: error });
  }
}

const serveStatic = (folder: string): Middleware =>
  serveFolder(folder, {
    index: false,
    setHeaders: (response, path) => {
      const hashed = /[\\/]built[\\/][^\\/]+-[0-9A-Z]{8}\.\w+$/.test(path);
      const age = hashed ? `max-age=${HASHED_MAX_AGE_S}, immutable` : `max-age=${OTHER_MAX_AGE_S}`;
      response.setHeader('Cache-Control', `public, ${age}`);
    },
  });

/** Serves a folder below a prefix, and nothing else. */
function below(prefix: string, serve: Middleware): Middleware {
  return async (ctx, next) => {
    if (!ctx.path.startsWith(`${prefix}/`)) return await next();
    const { path } = ctx;
    ctx.state.route = `${prefix}/*`;
    ctx.path = path.slice(prefix.length);
    try {
      await serve(ctx, async () => {});
    } finally {
      ctx.path = path;
    }
  };
}
