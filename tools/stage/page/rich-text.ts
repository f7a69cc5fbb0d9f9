// Discord's Markdown as nodes. Times go on counting by themselves.

import { type Block, parseMarkdown, type Span } from '../markdown.ts';
import type { View } from '../wire.ts';
import { append, h, outLink } from './dom.ts';

export type NameBook = Pick<View, 'people' | 'places' | 'channels' | 'roles' | 'botId'>;

const TICK_MS = 500;

export function richText(text: string, names: NameBook): HTMLElement {
  const box = h('div', { class: 'md' });
  append(
    box,
    parseMarkdown(text).map((block) => drawBlock(block, names)),
  );
  return box;
}

/** One line, for titles. */
export function richLine(text: string, names: NameBook): HTMLElement {
  const box = h('span', { class: 'md' });
  append(
    box,
    parseMarkdown(text).flatMap((block) => ('spans' in block ? block.spans.map((span) => drawSpan(span, names)) : [])),
  );
  return box;
}

function drawBlock(block: Block, names: NameBook): HTMLElement {
  if (block.kind === 'code') return h('pre', {}, block.text);
  const spans = block.spans.map((span) => drawSpan(span, names));
  switch (block.kind) {
    case 'heading':
      return h('div', { class: `md-h md-h${block.level}` }, ...spans);
    case 'quote':
    case 'item':
    case 'small':
      return h('div', { class: `md-${block.kind}` }, ...spans);
    case 'line':
      return spans.length === 0 ? h('div', { class: 'md-gap' }) : h('div', {}, ...spans);
  }
}

function drawSpan(span: Span, names: NameBook): Node {
  const inside = (all: readonly Span[]) => all.map((each) => drawSpan(each, names));
  switch (span.kind) {
    case 'text':
      return document.createTextNode(span.text);
    case 'bold':
      return h('strong', {}, ...inside(span.inside));
    case 'italic':
      return h('em', {}, ...inside(span.inside));
    case 'underline':
      return h('u', {}, ...inside(span.inside));
    case 'strike':
      return h('s', {}, ...inside(span.inside));
    case 'spoiler':
      return h('span', { class: 'spoiler', tabindex: '0' }, ...inside(span.inside));
    case 'code':
      return h('code', {}, span.text);
    case 'time':
      return timeNode(span.unix, span.style);
    case 'user':
      return mention(`@${nameIn(names.people, span.id)}`);
    case 'role':
      return mention(nameIn(names.roles, span.id).replace(/^@?/, '@'));
    case 'channel':
      return mention(`#${nameIn([...names.channels, ...names.places], span.id)}`);
    case 'command':
      return mention(`/${span.name}`);
    case 'link':
      return outLink(span.url, span.text);
  }
}

const mention = (text: string) => h('span', { class: 'mention' }, text);
const nameIn = (all: readonly { id: string; name: string }[], id: string): string =>
  all.find((one) => one.id === id)?.name ?? 'unknown';

function timeNode(unix: number, style: string): HTMLElement {
  const element = h('time', {
    'data-unix': String(unix),
    'data-style': style,
    title: new Date(unix * 1000).toLocaleString(),
  });
  element.textContent = writeTime(unix, style);
  return element;
}

const STYLES: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: { dateStyle: 'short' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
};
const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

function writeTime(unix: number, style: string): string {
  if (style !== 'R') return new Date(unix * 1000).toLocaleString([], STYLES[style]);
  const seconds = Math.round(unix - Date.now() / 1000);
  const [unit, size] = UNITS.find(([, each]) => Math.abs(seconds) >= each) ?? UNITS[3];
  return new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(Math.trunc(seconds / size), unit);
}

setInterval(() => {
  for (const element of document.querySelectorAll<HTMLElement>('time[data-style="R"]')) {
    const text = writeTime(Number(element.dataset.unix), 'R');
    if (element.textContent !== text) element.textContent = text;
  }
}, TICK_MS);
