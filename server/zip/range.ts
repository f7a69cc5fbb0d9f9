// Which bytes a download asks for (RFC 9110, sections 13.1.5 and 14.2): one range, its suffix form, and If-Range.
// Deliberately absent: several ranges at once (answered with the whole, as the RFC allows), HTTP itself.

export type PickedRange =
  | { readonly kind: 'whole' }
  | { readonly kind: 'part'; readonly start: number; readonly end: number }
  | { readonly kind: 'unsatisfiable' };

/** `range` and `ifRange` as the headers came; `etag` strong, in quotes. What cannot be read means the whole. */
export const pickRange = (ask: {
  readonly range: string | undefined;
  readonly ifRange: string | undefined;
  readonly etag: string;
  readonly size: number;
}): PickedRange => {
  const whole = { kind: 'whole' } as const;
  if (ask.ifRange !== undefined && ask.ifRange !== '' && ask.ifRange !== ask.etag) return whole;
  const [, from, to] = /^bytes=\s*(\d{0,16})-(\d{0,16})\s*$/i.exec(ask.range ?? '') ?? [];
  if (from === undefined || to === undefined || (from === '' && to === '')) return whole;
  const last = ask.size - 1;
  if (from === '') {
    const count = Number(to);
    return count === 0 ? { kind: 'unsatisfiable' } : { kind: 'part', start: Math.max(0, ask.size - count), end: last };
  }
  const start = Number(from);
  const end = to === '' ? last : Math.min(Number(to), last);
  if (to !== '' && Number(to) < start) return whole;
  return start > last ? { kind: 'unsatisfiable' } : { kind: 'part', start, end };
};
