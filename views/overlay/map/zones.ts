// Zones as buttons over the stations: for pointers, keys and screen readers. One of them is in the order of the tab key; arrows
// lead to the next station in that direction. Blurred maps have none.

import type { Point } from './geometry.ts';
import type { RaceMap } from './map.ts';
import type { PlanNode } from './plan.ts';
import { growth } from './view.ts';

const TOUCH_PX = 24;
/** Parts of the map's width that count as its sides. */
const SIDE = 0.25;
const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};
/** How much a step aside counts against one ahead. */
const ASIDE = 2.5;

export type Zones = {
  /** After the map showed something new. */
  refresh(blurred: boolean): void;
  /** Puts the focus back on a zone. */
  focus(node: string): void;
};

export function makeZones(holder: HTMLElement, map: RaceMap, chosen: (node: string) => void): Zones {
  const layer = document.createElement('div');
  layer.className = 'map-zones';
  layer.setAttribute('role', 'group');
  layer.setAttribute('aria-label', 'Zones of the map: arrow keys move, Enter tells about one');
  holder.append(layer);
  const buttons = new Map<string, HTMLButtonElement>();
  let current = '';

  const place = () => {
    const grown = growth(map.view().zoom);
    const { width } = map.plan().size;
    for (const [id, button] of buttons) {
      const node = map.plan().nodes.get(id);
      if (node === undefined) continue;
      const { x, y } = map.project(node.at);
      const size = Math.max(TOUCH_PX, node.radius * 2 * grown);
      button.style.width = button.style.height = `${size}px`;
      // The whole name, beside the pointer, stays within the map.
      button.dataset.side = x < width * SIDE ? 'left' : x > width * (1 - SIDE) ? 'right' : '';
      button.style.transform = `translate(${(x - size / 2).toFixed(1)}px, ${(y - size / 2).toFixed(1)}px)`;
    }
  };
  map.onPlaced(place);

  const make = (id: string): HTMLButtonElement => {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'map-zone';
    button.dataset.node = id;
    // Where a station is changes with the size of the map.
    const node = () => map.plan().nodes.get(id);
    button.addEventListener('click', () => {
      makeCurrent(id);
      chosen(id);
    });
    button.addEventListener('keydown', (event) => {
      const [step, from] = [ARROWS[event.key], node()];
      if (step === undefined || from === undefined) return;
      event.preventDefault();
      const next = towards(map, from, step);
      if (next === undefined) return;
      makeCurrent(next.id);
      buttons.get(next.id)?.focus();
    });
    button.addEventListener('focus', () => {
      const at = node();
      if (at !== undefined) bringIntoView(map, at);
    });
    return button;
  };

  const makeCurrent = (id: string) => {
    buttons.get(current)?.setAttribute('tabindex', '-1');
    buttons.get(id)?.setAttribute('tabindex', '0');
    current = id;
  };

  return {
    refresh(blurred) {
      const nodes = blurred ? [] : [...map.plan().nodes.values()];
      layer.hidden = nodes.length === 0;
      if (nodes.length !== buttons.size || nodes.some((node) => !buttons.has(node.id))) {
        buttons.clear();
        for (const node of nodes) buttons.set(node.id, make(node.id));
        layer.replaceChildren(...buttons.values());
        for (const button of buttons.values()) button.setAttribute('tabindex', '-1');
        makeCurrent(buttons.has(current) ? current : (nodes[0]?.id ?? ''));
      }
      for (const node of nodes) {
        const button = buttons.get(node.id);
        const words = nameOf(map, node);
        if (button !== undefined && button.dataset.name !== node.name) button.dataset.name = node.name;
        if (button !== undefined && button.getAttribute('aria-label') !== words)
          button.setAttribute('aria-label', words);
      }
      place();
    },
    focus: (node) => buttons.get(node)?.focus(),
  };
}

function nameOf(map: RaceMap, node: PlanNode): string {
  const story = map.stories().get(node.id);
  const visits = story?.visits.length ?? 0;
  const been =
    visits === 0 ? 'nobody has been here' : `${visits} ${visits === 1 ? 'player has' : 'players have'} been here`;
  return `${node.name}, ${node.kind.label.toLowerCase()}, layer ${node.layer + 1}, ${been}`;
}

/** The nearest station ahead; what lies aside counts as further. */
function towards(map: RaceMap, from: PlanNode, step: Point): PlanNode | undefined {
  const ahead = [...map.plan().nodes.values()].flatMap((node) => {
    const [dx, dy] = [node.at.x - from.at.x, node.at.y - from.at.y];
    const along = dx * step.x + dy * step.y;
    const aside = Math.abs(dx * step.y) + Math.abs(dy * step.x);
    return along > 1 ? [{ node, far: along + ASIDE * aside }] : [];
  });
  return ahead.sort((a, b) => a.far - b.far)[0]?.node;
}

function bringIntoView(map: RaceMap, node: PlanNode): void {
  const { size } = map.plan();
  const { x, y } = map.project(node.at);
  const seen = x > 0 && y > 0 && x < size.width && y < size.height;
  if (!seen) map.look({ center: node.at, zoom: map.view().zoom });
}
