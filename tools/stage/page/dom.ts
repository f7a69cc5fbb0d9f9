// Building nodes without HTML: text is always text.

type Props = {
  readonly class?: string;
  readonly title?: string;
  readonly [attribute: string]: string | boolean | undefined;
};
type Child = Node | string | null | false | undefined;

/** `h('p', { class: 'quiet' }, 'text')`. Attributes that are undefined or false are left out. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  append(element, children);
  return element;
}

export function append(parent: Node, children: readonly Child[]): void {
  for (const child of children) {
    if (child !== null && child !== false && child !== undefined)
      parent.appendChild(child instanceof Node ? child : document.createTextNode(child));
  }
}

export function button(label: string, onClick: () => void, props: Props = {}): HTMLButtonElement {
  const element = h('button', { type: 'button', ...props }, label);
  element.addEventListener('click', onClick);
  return element;
}

/** A link that opens beside the stage; anything but http is shown as text. */
export function outLink(url: string, text: string, props: Props = {}): HTMLElement {
  if (!/^https?:\/\//.test(url)) return h('span', props, text);
  return h('a', { href: url, target: '_blank', rel: 'noreferrer', ...props }, text);
}

/** Children that stay while what they show stays: by key, drawn anew when `of` them changed. Keeps focus, selection and scrolling. */
export function keyed<T>(parent: HTMLElement, keyOf: (item: T) => string, draw: (item: T) => HTMLElement) {
  const drawn = new Map<string, { element: HTMLElement; is: string }>();
  return (items: readonly T[]): void => {
    const keys = new Set(items.map(keyOf));
    for (const [key, { element }] of drawn) {
      if (keys.has(key)) continue;
      element.remove();
      drawn.delete(key);
    }
    let before: ChildNode | null = parent.firstChild;
    for (const item of items) {
      const key = keyOf(item);
      const is = JSON.stringify(item);
      const known = drawn.get(key);
      if (known?.is === is) {
        if (known.element === before) before = before.nextSibling;
        else parent.insertBefore(known.element, before);
        continue;
      }
      const element = draw(item);
      if (known !== undefined) {
        if (known.element === before) before = before.nextSibling;
        known.element.replaceWith(element);
        if (element.nextSibling !== before) parent.insertBefore(element, before);
      } else parent.insertBefore(element, before);
      drawn.set(key, { element, is });
    }
  };
}

/**
 * For a box that grows at its end: what is answered, called after drawing, keeps whoever reads there at the end, and leaves alone who
 * scrolled up. The box may become smaller meanwhile. `near`, px: still the end.
 */
export function keepAtEnd(box: HTMLElement, near: number): (always?: boolean) => void {
  let atEnd = true;
  let lastTop = 0;
  const toEnd = () => {
    box.scrollTop = box.scrollHeight;
  };
  box.addEventListener('scroll', () => {
    const isNear = box.scrollHeight - box.scrollTop - box.clientHeight < near;
    atEnd = isNear || (atEnd && box.scrollTop >= lastTop);
    lastTop = box.scrollTop;
  });
  new ResizeObserver(() => atEnd && toEnd()).observe(box);
  return (always = false) => {
    atEnd ||= always;
    if (atEnd) toEnd();
  };
}

export function must<T extends Element>(selector: string, kind: new () => T): T {
  const found = document.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`the page has no ${selector}`);
  return found;
}

/** A colour that stays with a name. */
export function hueOf(text: string): string {
  let sum = 7;
  for (const letter of text) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 360;
  return `hsl(${sum} 45% 42%)`;
}

export const clockOf = (ms: number): string =>
  new Date(ms).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', hour12: false });
