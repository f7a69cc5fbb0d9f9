// Names and signs beside the stations as elements: which and where is decided once per change (labels.ts); while the view
// moves they only move along.

import { widestBand } from './drawing.ts';
import { around, type Box, clamp, overlap, type Point, type Size, turned } from './geometry.ts';
import { type Label, placeLabels, stationRoom, type Wanted } from './labels.ts';
import type { Plan, PlanNode } from './plan.ts';
import type { NodeStory } from './visits.ts';

export type LabelScene = {
  readonly plan: Plan;
  readonly stories: ReadonlyMap<string, NodeStory>;
  /** What markers cover at each node, in the picture. */
  readonly occupied: ReadonlyMap<string, readonly Box[]>;
  readonly project: (point: Point) => Point;
  /** How much larger shapes are than in the plan. */
  readonly growth: number;
};

export type LabelLayer = {
  layOut(scene: LabelScene): void;
  place(project: (point: Point) => Point): void;
};

type Rules = { readonly scale: number; readonly labels: 'auto' | 'all' | 'none' };
type Shown = { readonly element: HTMLElement; at: Point; offset: Point; turn: string };

const FONT_PX = { least: 10.5, wide: 12, most: 16 };
const WIDE_PX = 1200;
/** With smaller letters more names have room. */
const ALL_SMALLER = 0.8;
const FONT_PER_COLUMN = 0.145;
const LINE = 1.2;
/** On columns narrower than so many letters are high, names are slanted; on yet narrower ones only landmarks are named, and where somebody is. */
const [SLANTED_BELOW, LANDMARKS_BELOW] = [5.5, 2];
const LANDMARK = 3;
const POINT_EVERY_PX = 6;
/** Elements are placed to a tenth of a pixel. */
const ROUNDING_PX = 1;
const WIDEST_COLUMNS = 1.9;
/** In heights of letters. */
const NARROWEST = 5;
const WIDEST_PX = 190;
/** A place where somebody is now is read before all but the two ends. */
const SOMEBODY_HERE = 5;

export function makeLabelLayer(layer: HTMLElement, { scale, labels }: Rules): LabelLayer {
  const shown = new Map<string, Shown>();
  const context = document.createElement('canvas').getContext('2d');
  const family = getComputedStyle(layer).fontFamily;

  const show = (id: string, node: PlanNode, offset: Point, className: string, text: string): Shown => {
    const known = shown.get(id);
    const one = known ?? { element: document.createElement('div'), at: node.at, offset, turn: '' };
    if (known === undefined) layer.append(one.element);
    one.at = node.at;
    one.offset = offset;
    one.element.className = className;
    one.element.dataset.node = node.id;
    if (one.element.textContent !== text) one.element.textContent = text;
    shown.set(id, one);
    return one;
  };

  let known: { readonly plan: Plan; readonly corners: string; readonly points: readonly Point[] } | undefined;
  /** In order of x; the same as long as the view is. */
  const linesIn = (plan: Plan, project: LabelScene['project']): readonly Point[] => {
    const { width, height } = plan.size;
    const corners = JSON.stringify([project({ x: 0, y: 0 }), project({ x: width, y: height })]);
    if (known?.plan !== plan || known.corners !== corners)
      known = { plan, corners, points: [...pointsOfLines(plan, project)].sort((a, b) => a.x - b.x) };
    return known.points;
  };

  return {
    layOut({ plan, stories, occupied, project, growth }) {
      const column = plan.column * growth * growth;
      const least = plan.size.width > WIDE_PX ? FONT_PX.wide : FONT_PX.least;
      const font = clamp(column * FONT_PER_COLUMN, least, FONT_PX.most) * scale * (labels === 'all' ? ALL_SMALLER : 1);
      layer.style.fontSize = `${font.toFixed(1)}px`;
      layer.style.lineHeight = String(LINE);
      if (context !== null) context.font = `600 ${font}px ${family}`;
      const measure = (text: string) => context?.measureText(text).width ?? text.length * font * 0.55;
      const slanted = column < SLANTED_BELOW * font;
      const skulls = signsOf({ plan, stories, occupied, project, growth }, font, slanted);
      const taken = [
        ...[...plan.nodes.values()].map((node) => stationRoom(project(node.at), node.radius * growth, slanted)),
        ...[...[...occupied.values()].flat(), ...skulls.map((skull) => skull.box)].map((box) => turned(box)),
      ];
      const landmarks = column < LANDMARKS_BELOW * font;
      const wanted = labels === 'none' ? [] : wantedOf(plan, stories, occupied, project, growth, landmarks);
      const widest = WIDEST_PX * scale;
      const width = slanted ? widest : clamp(column * WIDEST_COLUMNS, font * NARROWEST, widest);
      const [lines, band] = [linesIn(plan, project), widestBand(plan) * growth];
      const rules = { size: plan.size, line: font * LINE, measure, width, slanted, taken, lines, band };
      const placed = placeLabels(wanted, rules);
      const kept = new Set<string>();
      for (const label of placed) kept.add(showLabel(label, plan, project));
      for (const { node, deaths, box } of skulls) {
        const id = `deaths ${node.id}`;
        const at = project(node.at);
        show(id, node, { x: box.x - at.x, y: box.y - at.y }, 'map-deaths', String(deaths));
        kept.add(id);
      }
      for (const [id, one] of shown) {
        if (kept.has(id)) continue;
        one.element.remove();
        shown.delete(id);
      }
      layer.dataset.wanted = String(wanted.length);
      layer.dataset.placed = String(placed.length);
    },
    place(project) {
      for (const { element, at, offset, turn } of shown.values()) {
        const { x, y } = project(at);
        element.style.transform = `translate(${(x + offset.x).toFixed(1)}px, ${(y + offset.y).toFixed(1)}px)${turn}`;
      }
    },
  };

  function showLabel(label: Label, plan: Plan, project: (point: Point) => Point): string {
    const node = plan.nodes.get(label.id);
    if (node === undefined) return label.id;
    const at = project(node.at);
    const offset = { x: label.box.x - at.x, y: label.box.y - at.y };
    const one = show(label.id, node, offset, 'map-label', label.lines.join('\n'));
    one.turn = label.turn === 0 ? '' : ` rotate(${label.turn.toFixed(4)}rad)`;
    one.element.style.width = `${(label.box.width - ROUNDING_PX).toFixed(1)}px`;
    return label.id;
  }
}

/** Points all along the lines, level parts too: those of the next row pass beside a station. */
function pointsOfLines(plan: Plan, project: LabelScene['project']): readonly Point[] {
  return [...plan.edges.values()].flatMap(({ through }) =>
    through.slice(1).flatMap((to, index) => {
      const from = through[index] ?? to;
      const steps = Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / POINT_EVERY_PX);
      return Array.from({ length: steps }, (_, step) => {
        const t = (step + 0.5) / steps;
        return project({ x: from.x + (to.x - from.x) * t, y: from.y + (to.y - from.y) * t });
      });
    }),
  );
}

function wantedOf(
  plan: Plan,
  stories: LabelScene['stories'],
  occupied: LabelScene['occupied'],
  project: LabelScene['project'],
  growth: number,
  landmarks: boolean,
): readonly Wanted[] {
  return [...plan.nodes.values()]
    .filter((node) => node.shorts.length > 0)
    .filter((node) => !landmarks || node.kind.weight >= LANDMARK || occupied.has(node.id))
    .map((node) => ({
      id: node.id,
      names: node.shorts,
      at: project(node.at),
      radius: node.radius * growth,
      weight: node.kind.weight + (occupied.has(node.id) ? SOMEBODY_HERE : 0) + (stories.has(node.id) ? 0.5 : 0),
    }));
}

type Sign = { readonly node: PlanNode; readonly deaths: number; readonly box: Box };

/** The number of deaths, at the first free spot. Where none is, the station goes without. */
function signsOf(scene: LabelScene, font: number, slanted: boolean): readonly Sign[] {
  const { plan, stories, occupied, project, growth } = scene;
  const stations = [...plan.nodes.values()].map((node) => ({
    node,
    box: around(project(node.at), node.radius * growth),
  }));
  const markers = [...occupied.values()].flat();
  const signs: Sign[] = [];
  for (const { node, box: station } of stations) {
    const deaths = stories.get(node.id)?.deaths ?? 0;
    if (deaths === 0) continue;
    const size = { width: font * (1.35 + String(deaths).length * 0.55), height: font * 1.1 };
    const others = stations.filter((other) => other.node !== node).map((other) => other.box);
    const taken = [...others, ...markers, ...signs.map((sign) => sign.box)];
    const marker = occupied.has(node.id) ? plan.marker + MARKER_GAP : 0;
    const box = signSpots(station, size, marker, slanted).find((spot) => !taken.some((one) => overlap(spot, one)));
    if (box !== undefined) signs.push({ node, deaths, box });
  }
  return signs;
}

const MARKER_GAP = 3;

/**
 * At the lower right of a station, else below it; where names slant past there, at the upper left or above it, beside the markers that
 * stand there. `marker`: half of their width, 0 where none is.
 */
function signSpots(station: Box, { width, height }: Size, marker: number, slanted: boolean): readonly Box[] {
  const [x, y, radius] = [station.x + station.width / 2, station.y + station.height / 2, station.width / 2];
  const lowerRight = { x: x + radius * 0.6, y: y + radius * 0.5 };
  const above = y - radius - height - 1;
  const spots = !slanted
    ? [lowerRight, { x: x - width / 2, y: y + radius + 1 }]
    : marker === 0
      ? [
          { x: x - radius * 0.6 - width, y: y - radius * 0.5 - height },
          { x: x - width / 2, y: above },
        ]
      : [lowerRight, { x: x - marker - width, y: above }, { x: x + marker, y: above }];
  return spots.map((spot) => ({ ...spot, width, height }));
}
