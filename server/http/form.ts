// What a posted form holds, as texts. Deliberately absent: what any of it means.

import type { Ctx } from './ctx.ts';

export type Form = Readonly<Record<string, string>>;

/** Of a field that came twice the last counts; whatever is no text is left out. Line breaks of text areas become blanks. */
export function formOf(ctx: Ctx): Form {
  const body: unknown = ctx.request.body;
  if (typeof body !== 'object' || body === null) return {};
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]): [string, string][] => {
      const last: unknown = Array.isArray(value) ? value.at(-1) : value;
      return typeof last === 'string' ? [[name, onOneLine(last.replaceAll('\0', '\uFFFD'))]] : [];
    }),
  );
}

/** Without a pattern that begins with blanks: of many of them it would try each. */
function onOneLine(text: string): string {
  if (!/[\r\n]/.test(text)) return text;
  const lines = text.split(/[\r\n]/);
  const inner = lines.slice(1, -1).flatMap((line) => line.trim() || []);
  return [lines[0]?.trimEnd(), ...inner, lines.at(-1)?.trimStart()].join(' ');
}

/** Asked by htmx, which swaps a part of the page that is there. */
export const wantsPart = (ctx: Ctx): boolean => ctx.get('HX-Request') === 'true';

/** To another page of ours, as a browser goes there after a form. */
export function goTo(ctx: Ctx, path: string): void {
  if (wantsPart(ctx)) {
    ctx.set('HX-Redirect', path);
    ctx.status = 204;
    return;
  }
  ctx.redirect(path);
  ctx.status = 303;
}
