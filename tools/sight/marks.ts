// What a graph must not give away, as texts that stand in no other graph: ids, names, zones, the words of gates, the game's flags.
// Where such a mark stands in a text, however it is escaped; and what else a socket could tell of a map: kinds, positions, ways.

import { presentBlurred } from '../../server/present/graph-view.ts';
import type { ToPage } from '../../server/present/wire/to-page.ts';
import { edgeOfFlag, type Graph } from '../../server/race/graph.ts';
import type { RaceId } from '../../server/race/ids.ts';

export type Marks = {
  /** By node id: everything that names it. */
  readonly nodes: ReadonlyMap<string, readonly string[]>;
  /** Game flags: a mod watches for them, nobody else has a use for them. */
  readonly flags: readonly string[];
};

/** Shorter texts would be found by chance. */
const SHORTEST = 8;

/** `others`: graphs of the same house, with whom a name may be shared. */
export function marksOf(graph: Graph, others: readonly string[]): Marks {
  const isOwn = (text: string) => text.length >= SHORTEST && !others.some((other) => other.includes(text));
  const nodes = Object.values(graph.nodes).map((node) => {
    const words = [...node.exits, ...node.entrances].map((gate) => gate.text);
    return [node.id, [...new Set([node.id, node.displayName, ...node.zones, ...words])].filter(isOwn)] as const;
  });
  const flags = [...Object.keys(graph.eventMap), String(graph.finishEvent), ...Object.values(graph.deathFlags).flat()];
  return { nodes: new Map(nodes), flags: [...new Set(flags.map(String))] };
}

/** Which nodes a text tells of. */
export function nodesIn(text: string, { nodes }: Marks): ReadonlySet<string> {
  const plain = unescaped(text);
  return new Set([...nodes].filter(([, marks]) => marks.some((mark) => plain.includes(mark))).map(([id]) => id));
}

export const flagsIn = (text: string, { flags }: Marks): readonly string[] =>
  flags.filter((flag) => new RegExp(`(?<!\\d)${flag}(?!\\d)`).test(text));

/** What messages to somebody without sight of the map tell of it, one message a line: anything but the invented picture. */
export function mapIn(heard: string, graph: Graph, race: RaceId): readonly string[] {
  const blurred = JSON.stringify(presentBlurred(graph, race));
  const messages = heard.split('\n').map((line): ToPage => JSON.parse(line));
  return messages.flatMap((message) => {
    const players = [
      ...('participants' in message ? message.participants : []),
      ...('player' in message ? [message.player] : []),
    ];
    const placed = players.filter(
      (one) =>
        ('zone_id' in one && one.zone_id !== null) || ('path' in one && Array.isArray(one.path) && one.path.length > 0),
    );
    const invented = message.type !== 'race_state' || JSON.stringify(message.seed.graph_json) === blurred;
    return [
      ...placed.map(({ name }) => `where ${name} is`),
      ...(invented ? [] : ['a map that is not the invented one']),
    ];
  });
}

/** Flags of two gates on a way from the start. */
export function wayOf(graph: Graph): readonly (number | undefined)[] {
  const flags = Object.keys(graph.eventMap).map(Number);
  const first = flags.find((flag) => edgeOfFlag(graph, flag)?.from === graph.start);
  const at = first === undefined ? undefined : edgeOfFlag(graph, first)?.to;
  return [first, flags.find((flag) => edgeOfFlag(graph, flag)?.from === at)];
}

/** As it would be read: out of HTML, out of an address. */
export function unescaped(text: string): string {
  const html = text
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll('\\"', '"');
  return html.includes('%20') ? `${html} ${html.replaceAll('%20', ' ')}` : html;
}
