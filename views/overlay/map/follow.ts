// Which part of the map a follow view shows: the pack of leaders with a way before and behind them; and who is outside of it,
// by side. Pure.

import type { Mark } from './crowd.ts';
import { clamp } from './geometry.ts';
import type { Plan } from './plan.ts';
import { fitView, type View } from './view.ts';

/** So many columns are seen at least; fewer would hide where one comes from and goes to. */
const COLUMNS_LEAST = 7;
/** Columns before and behind the pack. */
const AHEAD = 2.5;
const BEHIND = 1.5;
/** Players further behind the leader than so many columns are not of the pack. */
const PACK_COLUMNS = 4;
const ZOOM_MOST = 4;

export type Outside = { readonly left: readonly Mark[]; readonly right: readonly Mark[] };

/** `marks` in order of the leaderboard. */
export function followView(plan: Plan, marks: readonly Mark[]): View {
  const { size, column } = plan;
  const racing = marks.filter((mark) => mark.state === 'playing' || mark.state === 'offline');
  const columns = racing.map((mark) => columnOf(plan, mark)).filter((x) => x !== undefined);
  if (columns.length === 0) return fitView(size);
  const most = Math.max(...columns);
  const least = Math.min(...columns.filter((x) => x >= most - PACK_COLUMNS));
  const wide = Math.max(most - least + AHEAD + BEHIND, COLUMNS_LEAST);
  const all = [...plan.nodes.values()].map((node) => node.at);
  const tall = Math.max(...all.map(({ y }) => y)) - Math.min(...all.map(({ y }) => y)) + plan.row;
  const zoom = clamp(Math.min(size.width / (wide * column), (size.height * 0.82) / tall), 1, ZOOM_MOST);
  const half = size.width / zoom / 2;
  const middle = ((least - BEHIND + most + AHEAD) / 2) * column;
  const [left, right] = [Math.min(...all.map(({ x }) => x)) - column, Math.max(...all.map(({ x }) => x)) + column];
  const x = right - left <= 2 * half ? size.width / 2 : clamp(originOf(plan) + middle, left + half, right - half);
  return { center: { x, y: size.height / 2 }, zoom };
}

/** Whose station lies beside the picture. */
export function outsideOf(plan: Plan, marks: readonly Mark[], view: View): Outside {
  const half = plan.size.width / view.zoom / 2;
  const x = (mark: Mark) => plan.nodes.get(mark.node)?.at.x ?? view.center.x;
  return {
    left: marks.filter((mark) => x(mark) < view.center.x - half),
    right: marks.filter((mark) => x(mark) > view.center.x + half),
  };
}

const originOf = (plan: Plan): number => {
  const [any] = plan.nodes.values();
  return any === undefined ? 0 : any.at.x - any.layer * plan.column;
};

function columnOf(plan: Plan, mark: Mark): number | undefined {
  const node = plan.nodes.get(mark.node);
  return node === undefined ? undefined : (node.at.x - originOf(plan)) / plan.column;
}
