// The legend: each kind with its shape and word, drawn as small SVG like the shader draws the stations; and the signs of players.

import { KINDS, type Kind, type Shape } from './kinds.ts';

const SVG = 'http://www.w3.org/2000/svg';

/** In a box of 24 by 24. */
const PATHS: Readonly<Record<Shape, string>> = {
  circle: 'M12 4a8 8 0 1 0 0 16a8 8 0 1 0 0-16z',
  square: 'M4.5 4.5h15v15h-15z',
  diamond: 'M12 2.2l9.8 9.8l-9.8 9.8l-9.8-9.8z',
  triangle: 'M12 2.5l10 17.5h-20z',
  hexagon: 'M12 2.5l8.3 4.75v9.5l-8.3 4.75l-8.3-4.75v-9.5z',
  start: 'M4 2l17.5 10l-17.5 10z',
};

/** What else is drawn: the sign as its class in map.css, and its words. */
const SIGNS = [
  ['sign-leader', 'leads'],
  ['sign-first', 'ring: who was first'],
  ['sign-deaths', 'deaths'],
  ['sign-finished', 'finished'],
  ['sign-out', 'out'],
  ['sign-offline', 'offline'],
] as const;

/** `signs`: explains those too, where there is room. */
export function makeLegend(signs: boolean): HTMLElement {
  const list = document.createElement('ul');
  list.className = 'map-legend';
  for (const kind of Object.values<Kind>(KINDS)) {
    const item = document.createElement('li');
    item.append(symbolOf(kind), kind.label);
    list.append(item);
  }
  for (const [name, words] of signs ? SIGNS : []) {
    const item = document.createElement('li');
    const sign = document.createElement('span');
    sign.className = `sign ${name}`;
    sign.setAttribute('aria-hidden', 'true');
    item.append(sign, words);
    list.append(item);
  }
  return list;
}

export function symbolOf({ shape, color }: Kind): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', PATHS[shape]);
  path.setAttribute('fill', color);
  path.setAttribute('stroke', 'currentColor');
  path.setAttribute('stroke-width', '1.5');
  svg.append(path);
  return svg;
}
