// A result as people type it: `1:02:03`, `38:03`, `38:03.250`.

const DURATION = /^(?:(\d{1,3}):)?(\d{1,3}):(\d{2})(?:\.(\d{1,3}))?$/;

/** ms; undefined where it is none. Minutes and seconds stay below 60, but for minutes with no hours in front. */
export function parseDuration(typed: string): number | undefined {
  const [, h, m, s, fraction] = DURATION.exec(typed.trim()) ?? [];
  if (m === undefined || s === undefined) return undefined;
  const [minutes, seconds] = [Number(m), Number(s)];
  if (seconds > 59 || (h !== undefined && minutes > 59)) return undefined;
  return ((Number(h ?? 0) * 60 + minutes) * 60 + seconds) * 1000 + Number((fraction ?? '').padEnd(3, '0'));
}
