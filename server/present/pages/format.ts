// Numbers as people read them. The overlay draws the same texts in the browser (views/overlay/format.ts); a test holds
// the two equal.

/** `1:02:03`, `38:03`, `0:09`: hours only where there are any. Negative input counts as zero. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const ss = String(s).padStart(2, '0');
  return h > 0 ? `${h}:${String(m).padStart(2, '0')}:${ss}` : `${m}:${ss}`;
}

/** `+0:12`, `−0:05`, `+0:00` for a lead below a second; nothing for null and for the leader's zero. */
export function formatGap(ms: number | null): string {
  if (ms === null || ms === 0) return '';
  return `${ms <= -1000 ? '−' : '+'}${formatDuration(Math.abs(ms))}`;
}

/** How far a finish is behind the best one, in the seconds that both are shown with: `2:10` is `+0:05` behind `2:05`. Nothing for equal times. */
export function formatBehind(igtMs: number, bestMs: number): string {
  if (igtMs === bestMs) return '';
  const seconds = Math.floor(igtMs / 1000) - Math.floor(bestMs / 1000);
  return `${seconds < 0 ? '−' : '+'}${formatDuration(Math.abs(seconds) * 1000)}`;
}

/** How far two clocks are apart: `+0:12`, `−0:05`, and `±0:00` below a second. */
export const formatOffset = (ms: number): string => (Math.abs(ms) < 1000 ? '±0:00' : formatGap(ms));

/** `8/12`: the layer one is on, of all (ARCHITECTURE.md, Facts). */
export function formatProgress(layer: number, totalLayers: number): string {
  return `${Math.min(layer + 1, totalLayers)}/${totalLayers}`;
}

/** `82 MB`, `1.4 GB`; decimal units, as browsers show downloads. */
export function formatSize(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  if (bytes >= 1e6) return `${Math.round(bytes / 1e6)} MB`;
  return `${Math.max(1, Math.round(bytes / 1e3))} kB`;
}

/** An instant for a `<time>`: ISO for machines, UTC words for people until a script shows their own zone. */
export type TimeText = { readonly iso: string; readonly text: string };

const UTC_WORDS = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});

/** `Sun, 22 Nov 2026, 20:00 (Europe/Paris)`; `zone`: an IANA name or an offset. */
export function momentIn(at: number, zone: string | null): string {
  const timeZone = zone ?? 'UTC';
  const [, sign, h, m] = /^([+-])(\d{2}):(\d{2})$/.exec(timeZone) ?? [];
  const offsetMs = sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(h) * 60 + Number(m)) * 60_000;
  const words = new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: sign === undefined ? timeZone : 'UTC',
  });
  return `${words.format(new Date(at + offsetMs))} (${sign === undefined ? timeZone : `UTC${timeZone}`})`;
}

/** `22 Nov 2026, 20:00 UTC`. */
export function timeText(at: number): TimeText {
  const date = new Date(at);
  return { iso: date.toISOString(), text: `${UTC_WORDS.format(date)} UTC` };
}
