// Players as elements above the map, moved by CSS transforms: along the edges when they pass a gate, at once where less motion
// is asked for. Elements stay with their player. Where points lie in the picture is told by `project`.

import type { Badge, Crowd, Mark } from './crowd.ts';
import { along, makeWay, type Point, type Way } from './geometry.ts';
import type { Plan } from './plan.ts';
import { routeBetween } from './route.ts';
import { eased, type Ticker } from './ticker.ts';

const HOP_MS = 1_100;
const LONGEST_MS = 2_600;

type Shown = {
  readonly element: HTMLElement;
  mark: Mark;
  /** Where the station or the way is, in the plan. */
  at: Point;
  offset: Point;
};

export type Markers = {
  show(plan: Plan, crowd: Crowd): void;
  /** Puts everything where the view has it now. */
  place(): void;
};

export type MarkerRules = {
  readonly layer: HTMLElement;
  readonly ticker: Ticker;
  readonly project: (point: Point) => Point;
  readonly still: () => boolean;
};

export function makeMarkers({ layer, ticker, project, still }: MarkerRules): Markers {
  const shown = new Map<string, Shown>();
  const badges = new Map<string, { readonly element: HTMLElement; badge: Badge; at: Point }>();

  const put = (element: HTMLElement, at: Point, offset: Point) => {
    const { x, y } = project(at);
    element.style.transform = `translate(${(x + offset.x).toFixed(1)}px, ${(y + offset.y).toFixed(1)}px)`;
  };

  const arrive = (one: Shown, at: Point) => {
    one.at = at;
    one.offset = one.mark.offset;
    put(one.element, one.at, one.offset);
    one.element.classList.toggle('in-badge', one.mark.inBadge);
    one.element.classList.remove('moves');
  };

  const travel = (one: Shown, way: Way, plan: Plan, hops: number) => {
    const { mark } = one;
    const start = one.offset;
    const lasts = Math.min(HOP_MS * hops, LONGEST_MS);
    let began: number | undefined;
    one.element.classList.add('moves');
    one.element.classList.remove('in-badge');
    ticker.run(mark.id, (now) => {
      began ??= now;
      const part = Math.min(1, (now - began) / lasts);
      if (part >= 1) {
        const node = plan.nodes.get(one.mark.node);
        arrive(one, node?.at ?? one.at);
        return false;
      }
      const gone = eased(part);
      one.at = along(way, gone);
      const up = Math.sin(part * Math.PI);
      one.offset = {
        x: start.x + (mark.offset.x - start.x) * gone,
        y: (start.y + (mark.offset.y - start.y) * gone) * (1 - 0.8 * up),
      };
      put(one.element, one.at, one.offset);
      return true;
    });
  };

  const showMark = (mark: Mark, plan: Plan, moved: boolean) => {
    const target = plan.nodes.get(mark.node);
    if (target === undefined) return;
    const known = shown.get(mark.id);
    const one = known ?? { element: markElement(layer), mark, at: target.at, offset: mark.offset };
    const from = one.mark.node;
    one.mark = mark;
    dress(one.element, mark);
    shown.set(mark.id, one);
    if (known !== undefined && from === mark.node && one.element.classList.contains('moves') && !moved) return;
    const way = known === undefined || moved || still() ? undefined : routeBetween(plan, from, mark.node);
    if (way === undefined) {
      ticker.stop(mark.id);
      arrive(one, target.at);
    } else {
      const hops = Math.abs(target.layer - (plan.nodes.get(from)?.layer ?? target.layer)) || 1;
      // Who is still on the way goes on from there.
      const moving = one.element.classList.contains('moves');
      travel(one, moving ? makeWay([one.at, ...way.points]) : way, plan, hops);
    }
  };

  let lastPlan: Plan | undefined;
  return {
    show(plan, crowd) {
      const moved = lastPlan !== plan;
      lastPlan = plan;
      for (const mark of crowd.marks) showMark(mark, plan, moved);
      const ids = new Set(crowd.marks.map((mark) => mark.id));
      for (const [id, one] of shown) {
        if (ids.has(id)) continue;
        ticker.stop(id);
        one.element.remove();
        shown.delete(id);
      }
      showBadges(plan, crowd.badges);
    },
    place() {
      for (const one of shown.values()) put(one.element, one.at, one.offset);
      for (const one of badges.values()) put(one.element, one.at, one.badge.offset);
    },
  };

  function showBadges(plan: Plan, wanted: readonly Badge[]): void {
    const nodes = new Set(wanted.map((badge) => badge.node));
    for (const [node, one] of badges) {
      if (nodes.has(node)) continue;
      one.element.remove();
      badges.delete(node);
    }
    for (const badge of wanted) {
      const at = plan.nodes.get(badge.node)?.at ?? { x: 0, y: 0 };
      const known = badges.get(badge.node);
      const one = known ?? { element: markElement(layer), badge, at };
      one.badge = badge;
      one.at = at;
      badges.set(badge.node, one);
      dressBadge(one.element, badge);
      put(one.element, at, badge.offset);
    }
  }
}

function markElement(layer: HTMLElement): HTMLElement {
  const element = document.createElement('div');
  const face = document.createElement('span');
  face.className = 'face';
  element.append(face);
  layer.append(element);
  return element;
}

function dress(element: HTMLElement, mark: Mark): void {
  const kept = ['moves', 'in-badge'].filter((name) => element.classList.contains(name));
  // Its sign is away from the station.
  const side = mark.offset.x < 0 ? 'at-left' : '';
  element.className = ['map-mark', `is-${mark.state}`, mark.leader ? 'is-leader' : '', side, ...kept].join(' ');
  element.dataset.player = mark.id;
  element.dataset.node = mark.node;
  element.title = mark.name;
  element.style.setProperty('--player', mark.color);
  const face = element.firstElementChild;
  if (face !== null && face.textContent !== mark.initials) face.textContent = mark.initials;
}

/** A disc with the number, in a ring that has a piece of each player's colour. */
function dressBadge(element: HTMLElement, { node, marks, state }: Badge): void {
  const leads = marks.some((mark) => mark.leader);
  element.className = `map-mark badge is-${state}${leads ? ' is-leader' : ''}`;
  element.dataset.node = node;
  element.dataset.count = String(marks.length);
  element.title = marks.map((mark) => mark.name).join(', ');
  const part = 100 / marks.length;
  const pieces = marks.map((mark, index) => `${mark.color} ${index * part}% ${(index + 1) * part}%`);
  element.style.background = `conic-gradient(${pieces.join(', ')})`;
  const face = element.firstElementChild;
  if (face !== null) face.textContent = String(marks.length);
}
