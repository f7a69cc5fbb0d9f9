// What is known of a zone, beside the map: its kind, who passed it, when, deaths there, and where its exits lead. Drawn anew only
// where it says something else: a button under the pointer and a selected text stay while a race ticks.

import type { PageGraph, PageNode } from '../../../server/present/wire/to-page.ts';
import { element, headCell } from '../dom.ts';
import { formatDuration } from '../format.ts';
import { symbolOf } from './legend.ts';
import type { PlanNode } from './plan.ts';
import type { NodeStory } from './visits.ts';

export type ZoneStory = {
  show(node: PlanNode, graph: PageGraph, story: NodeStory | undefined): void;
  hide(): void;
};

const HEADS = ['Player', 'Entered at', 'From', 'Deaths'];

export function makeZoneStory(panel: HTMLElement, closed: () => void): ZoneStory {
  panel.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') closed();
  });
  let drawn = '';
  return {
    show(node, graph, story) {
      const names = new Map(graph.nodes.map((one) => [one.id, one.display_name ?? '']));
      const data = graph.nodes.find((one) => one.id === node.id);
      const visits = story?.visits.map(({ player, ...visit }) => [player.id, player.name, visit]);
      const now = JSON.stringify([data, visits]);
      if (now === drawn) return;
      drawn = now;
      panel.replaceChildren(headOf(node, data, closed), visitsOf(story, names), exitsOf(data, names));
      panel.dataset.node = node.id;
      panel.hidden = false;
    },
    hide() {
      drawn = '';
      panel.hidden = true;
      panel.dataset.node = '';
    },
  };
}

function headOf(node: PlanNode, data: PageNode | undefined, closed: () => void): HTMLElement {
  const head = element('div', 'zone-head');
  const title = element('h3');
  title.append(symbolOf(node.kind), node.name);
  const close = document.createElement('button');
  close.type = 'button';
  close.className = 'quiet-button';
  close.textContent = 'Close';
  close.addEventListener('click', closed);
  const tier = data?.tier === null || data?.tier === undefined ? '' : ` · tier ${data.tier}`;
  head.append(title, element('p', 'quiet', `${node.kind.label} · layer ${node.layer + 1}${tier}`), close);
  return head;
}

function visitsOf(story: NodeStory | undefined, names: ReadonlyMap<string, string>): HTMLElement {
  if (story === undefined) return element('p', 'quiet', 'Nobody has been here yet.');
  const table = document.createElement('table');
  table.className = 'positions';
  table.createCaption().textContent = `Passed by ${story.visits.length}, ${deathWords(story.deaths)}`;
  const head = table.createTHead().insertRow();
  for (const text of HEADS) head.append(headCell('col', text));
  const body = table.createTBody();
  story.visits.forEach(({ player, igtMs, from, deaths }, index) => {
    const row = body.insertRow();
    row.dataset.player = player.id;
    row.append(headCell('row', index === 0 ? `${player.name} (first)` : player.name));
    const origin = from === null ? '' : (names.get(from) ?? '');
    for (const text of [formatDuration(igtMs), origin, String(deaths)]) row.insertCell().textContent = text;
  });
  return table;
}

function exitsOf(node: PageNode | undefined, names: ReadonlyMap<string, string>): HTMLElement {
  const exits = node?.exits ?? [];
  if (exits.length === 0) return element('p', 'quiet', 'No way leads on from here.');
  const box = element('div', 'zone-exits');
  const list = document.createElement('ul');
  for (const exit of exits) list.append(element('li', '', `${exit.text} → ${names.get(exit.to) ?? '?'}`));
  box.append(element('h4', '', 'Exits'), list);
  return box;
}

const deathWords = (deaths: number): string => (deaths === 1 ? '1 death' : `${deaths} deaths`);
