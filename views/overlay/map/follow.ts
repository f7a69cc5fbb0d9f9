// Which part of the map a follow view shows: the leaders with the way before them and most of it behind; and who is outside of
// it, by side. Columns are wide there and the view only slides. Pure.

import type { Mark } from './crowd.ts';
import { clamp, type Size } from './geometry.ts';
import type { Plan } from './plan.ts';
import { fitView, type View } from './view.ts';

/** Room for a column, so that names have theirs. */
const COLUMN_PX = 165;
const COLUMNS = { least: 6, most: 12 };
/** Columns seen before the leader. */
const AHEAD = 3;

/** How many columns a follow view shows at once. */
export const followedColumns = ({ width }: Size, scale: number): number =>
  clamp(width / (COLUMN_PX * scale), COLUMNS.least, COLUMNS.most);

/** `marks`: any order. Everything where it fits, or where nobody races. */
export function followView(plan: Plan, marks: readonly Mark[]): View {
  const all = fitView(plan.size);
  const { width } = plan.size;
  const xs = [...plan.nodes.values()].map((node) => node.at.x);
  const [left, right] = [Math.min(...xs) - plan.column, Math.max(...xs) + plan.column];
  if (xs.length === 0 || right - left <= width) return all;
  const racing = marks.filter((mark) => mark.state === 'playing' || mark.state === 'offline');
  const seen = (racing.length > 0 ? racing : marks).map((mark) => plan.nodes.get(mark.node)?.at.x ?? left);
  const leader = seen.length > 0 ? Math.max(...seen) : left;
  const x = clamp(leader + AHEAD * plan.column - width / 2, left + width / 2, right - width / 2);
  return { center: { x, y: all.center.y }, zoom: 1 };
}

export type Outside = { readonly left: readonly Mark[]; readonly right: readonly Mark[] };

/** Whose station lies beside the picture. */
export function outsideOf(plan: Plan, marks: readonly Mark[], view: View): Outside {
  const half = plan.size.width / view.zoom / 2;
  const x = (mark: Mark) => plan.nodes.get(mark.node)?.at.x ?? view.center.x;
  return {
    left: marks.filter((mark) => x(mark) < view.center.x - half),
    right: marks.filter((mark) => x(mark) > view.center.x + half),
  };
}
