// Pages out of eta templates. A template prints its model; what every page needs (assets, who is logged in, the form token)
// is added here. Templates are ours alone: no text of a person is ever compiled.

import { Eta } from 'eta';
import type { Assets } from './assets.ts';
import type { Ctx } from './ctx.ts';

/** What a layout prints around a page. */
export type Surroundings = {
  readonly userName: string | null;
  readonly isAdmin: boolean;
  /** Of the page, to mark it among the links above it. */
  readonly path: string;
  readonly csrf: string;
  readonly loginPath: string | null;
};

/** `name`: a file of views/pages without its ending; `model` an object. Sets type and body, not the status. */
export type Render = (ctx: Ctx, name: string, model: object) => void;

export type Renderer = {
  readonly page: Render;
  /** A fragment alone, for htmx. */
  readonly fragment: Render;
};

/** `around` is asked per request; it must not throw where no session was read yet. */
export function makeRenderer(viewsDir: string, assets: Assets, around: (ctx: Ctx) => Surroundings): Renderer {
  const eta = new Eta({ views: viewsDir, cache: true, autoEscape: true });
  const renderFrom =
    (folder: string): Render =>
    (ctx, name, model) => {
      ctx.type = 'html';
      // A page knows who looks, and carries the token of their forms.
      if (!ctx.res.hasHeader('Cache-Control')) ctx.set('Cache-Control', 'private, no-cache');
      const surroundings = around(ctx);
      const body = eta.render(`${folder}/${name}`, {
        ...model,
        around: surroundings,
        csrf: surroundings.csrf,
        asset: assets.url,
      });
      ctx.body = body;
    };
  return { page: renderFrom('./pages'), fragment: renderFrom('./fragments') };
}
