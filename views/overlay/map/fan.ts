// Players who stand on the same station: up to four side by side in a fan above it, without covering it; more, or where the
// columns are too close, one badge with their number. Pure.

import type { Point } from './geometry.ts';

/** More than these are one badge. */
export const FAN_MOST = 4;

export type Stand = {
  /** Offset from the station's middle to the marker's. */
  readonly at: Point;
  /** Several players in one sign: their number, else null. */
  readonly badge: number | null;
};

/** `marker`: a marker's radius. `room`: how wide the fan may get, the distance of columns. */
export function fanOut(count: number, station: number, marker: number, room: number): readonly Stand[] {
  if (count === 0) return [];
  const up = station + marker + 2;
  if (count === 1) return [{ at: { x: 0, y: -up }, badge: null }];
  const wide = fan(count, up, marker);
  const width = 2 * (Math.max(...wide.map((at) => at.x)) + marker);
  if (count > FAN_MOST || width > room) return [{ at: { x: 0, y: -up }, badge: count }];
  return wide.map((at) => ({ at, badge: null }));
}

/** On an arc around the station's top, so far apart that markers touch at most. */
function fan(count: number, up: number, marker: number): readonly Point[] {
  const arc = count === 2 ? 80 : count === 3 ? 130 : 150;
  const step = ((arc / (count - 1)) * Math.PI) / 180;
  const radius = Math.max(up, marker / Math.sin(step / 2) + 0.5);
  return Array.from({ length: count }, (_, index) => {
    const angle = (index - (count - 1) / 2) * step;
    return { x: Math.sin(angle) * radius, y: -Math.cos(angle) * radius };
  });
}
