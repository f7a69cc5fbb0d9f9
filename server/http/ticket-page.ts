// The page of a link for one use: nothing keeps it, nothing finds it. The policy for referrers is that of all pages: it tells other
// sites nothing, and `no-referrer` would turn the Origin of the page's own form into "null".

import type { TicketPage } from '../present/pages/ticket.ts';
import type { Ctx } from './ctx.ts';
import type { Site } from './site.ts';

export function showTicket(site: Site, ctx: Ctx, ticket: TicketPage): void {
  ctx.set({ 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' });
  site.renderer.page(ctx, 'ticket', { ticket });
}
