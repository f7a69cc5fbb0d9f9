// Numbers as people read them, in the browser. The server writes the same texts (server/present/pages/format.ts); a test
// holds the two equal.

/** `1:02:03`, `38:03`: hours only where there are any. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const ss = String(s).padStart(2, '0');
  return h > 0 ? `${h}:${String(m).padStart(2, '0')}:${ss}` : `${m}:${ss}`;
}

/** `+0:12`, `−0:05`; nothing for null and for the leader's zero. */
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

/** `8/12`: the layer one is on, of all. */
export function formatProgress(layer: number, totalLayers: number): string {
  return `${Math.min(layer + 1, totalLayers)}/${totalLayers}`;
}
