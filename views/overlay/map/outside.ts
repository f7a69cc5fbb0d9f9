// Signs at the borders of a follow view: who is further left or right.

import type { Mark } from './crowd.ts';
import type { Outside } from './follow.ts';

const NAMED_MOST = 3;

export function makeOutside(root: HTMLElement): (outside: Outside) => void {
  const sides = { left: side(root, 'left'), right: side(root, 'right') };
  return (outside) => {
    write(sides.left, outside.left, (text) => `‹ ${text}`);
    write(sides.right, outside.right, (text) => `${text} ›`);
  };
}

function side(root: HTMLElement, name: string): HTMLElement {
  const element = document.createElement('div');
  element.className = `map-outside outside-${name}`;
  element.hidden = true;
  root.append(element);
  return element;
}

function write(element: HTMLElement, marks: readonly Mark[], arrow: (text: string) => string): void {
  const named = marks.slice(0, NAMED_MOST).map((mark) => mark.name);
  const more = marks.length - named.length;
  const text = marks.length === 0 ? '' : arrow([...named, ...(more > 0 ? [`+${more}`] : [])].join(', '));
  if (element.textContent !== text) element.textContent = text;
  element.hidden = text === '';
  element.dataset.players = marks.map((mark) => mark.id).join(' ');
}
