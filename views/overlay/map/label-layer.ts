// Names and signs beside the stations as elements: which and where is decided once per change (labels.ts); while the view
// moves they only move along.

import { around, type Box, overlap, type Point } from './geometry.ts';
import { type Label, placeLabels, type Wanted } from './labels.ts';
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
type Shown = { readonly element: HTMLElement; at: Point; offset: Point };

const FONT_PX = { least: 10.5, wide: 12, most: 16 };
const WIDE_PX = 1200;
/** With smaller letters more names have room. */
const ALL_SMALLER = 0.8;
const FONT_PER_COLUMN = 0.145;
const LINE = 1.2;
/** On so narrow columns only landmarks are named, and where somebody is. */
const TIGHT_PX = 45;
const LANDMARK = 3;
const POINT_EVERY_PX = 6;
/** Elements are placed to a tenth of a pixel. */
const ROUNDING_PX = 1;
const WIDEST_COLUMNS = 1.9;
const WIDEST_PX = 190;
/** A place where somebody is now is read before all but the two ends. */
const SOMEBODY_HERE = 5;

export function makeLabelLayer(layer: HTMLElement, { scale, labels }: Rules): LabelLayer {
  const shown = new Map<string, Shown>();
  const context = document.createElement('canvas').getContext('2d');
  const family = getComputedStyle(layer).fontFamily;

  const show = (id: string, node: PlanNode, offset: Point, className: string, text: string, title: string) => {
    const known = shown.get(id);
    const one = known ?? { element: document.createElement('div'), at: node.at, offset };
    if (known === undefined) layer.append(one.element);
    one.at = node.at;
    one.offset = offset;
    one.element.className = className;
    one.element.dataset.node = node.id;
    if (one.element.textContent !== text) one.element.textContent = text;
    one.element.title = title;
    shown.set(id, one);
  };

  return {
    layOut({ plan, stories, occupied, project, growth }) {
      const font =
        Math.min(
          FONT_PX.most,
          Math.max(
            plan.size.width > WIDE_PX ? FONT_PX.wide : FONT_PX.least,
            plan.column * growth * growth * FONT_PER_COLUMN,
          ),
        ) *
        scale *
        (labels === 'all' ? ALL_SMALLER : 1);
      layer.style.fontSize = `${font.toFixed(1)}px`;
      layer.style.lineHeight = String(LINE);
      if (context !== null) context.font = `600 ${font}px ${family}`;
      const measure = (text: string) => context?.measureText(text).width ?? text.length * font * 0.55;
      const skulls = signsOf(plan, stories, project, growth, font);
      const taken = [...[...occupied.values()].flat(), ...skulls.map((skull) => skull.box)];
      const wanted = labels === 'none' ? [] : wantedOf(plan, stories, occupied, project, growth);
      const width = Math.min(plan.column * growth * growth * WIDEST_COLUMNS, WIDEST_PX * scale);
      const lines = pointsOfLines(plan, project);
      const rules = { size: plan.size, line: font * LINE, measure, width: Math.max(width, font * 5), taken, lines };
      const placed = placeLabels(wanted, rules);
      const kept = new Set<string>();
      for (const label of placed) kept.add(showLabel(label, plan, project));
      for (const { node, deaths, box } of skulls) {
        const id = `deaths ${node.id}`;
        const at = project(node.at);
        show(id, node, { x: box.x - at.x, y: box.y - at.y }, 'map-deaths', String(deaths), `${deaths} died here`);
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
      for (const { element, at, offset } of shown.values()) {
        const { x, y } = project(at);
        element.style.transform = `translate(${(x + offset.x).toFixed(1)}px, ${(y + offset.y).toFixed(1)}px)`;
      }
    },
  };

  function showLabel(label: Label, plan: Plan, project: (point: Point) => Point): string {
    const node = plan.nodes.get(label.id);
    if (node === undefined) return label.id;
    const at = project(node.at);
    const offset = { x: label.box.x - at.x, y: label.box.y - at.y };
    show(label.id, node, offset, 'map-label', label.lines.join('\n'), node.name);
    const element = shown.get(label.id)?.element;
    if (element !== undefined) element.style.width = `${(label.box.width - ROUNDING_PX).toFixed(1)}px`;
    return label.id;
  }
}

/** Points all along the slanted parts of the lines; level parts run through stations, where no label is. */
function pointsOfLines(plan: Plan, project: LabelScene['project']): readonly Point[] {
  return [...plan.edges.values()].flatMap(({ through }) =>
    through.slice(1).flatMap((to, index) => {
      const from = through[index] ?? to;
      if (from.y === to.y) return [];
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
): readonly Wanted[] {
  const tight = plan.column * growth * growth < TIGHT_PX;
  return [...plan.nodes.values()]
    .filter((node) => node.short !== '' && (!tight || node.kind.weight >= LANDMARK || occupied.has(node.id)))
    .map((node) => ({
      id: node.id,
      text: node.short,
      at: project(node.at),
      radius: node.radius * growth,
      weight: node.kind.weight + (occupied.has(node.id) ? SOMEBODY_HERE : 0) + (stories.has(node.id) ? 0.5 : 0),
    }));
}

type Sign = { readonly node: PlanNode; readonly deaths: number; readonly box: Box };

/** The number of deaths, at the lower right of a station. */
function signsOf(
  plan: Plan,
  stories: LabelScene['stories'],
  project: LabelScene['project'],
  growth: number,
  font: number,
): readonly Sign[] {
  const signs: Sign[] = [];
  for (const node of plan.nodes.values()) {
    const deaths = stories.get(node.id)?.deaths ?? 0;
    if (deaths === 0) continue;
    const { x, y } = project(node.at);
    const radius = node.radius * growth;
    const width = font * (1.35 + String(deaths).length * 0.55);
    const box = { x: x + radius * 0.6, y: y + radius * 0.5, width, height: font * 1.1 };
    const others = [...plan.nodes.values()].filter((other) => other !== node);
    const covers = others.some((other) => overlap(box, around(project(other.at), other.radius * growth)));
    if (!covers) signs.push({ node, deaths, box });
  }
  return signs;
}
