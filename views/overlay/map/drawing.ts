// What of a race is drawn: lines and stations with their colours, from the plan and from who went where. Pure; Sigma paints
// it (stage.ts). Players' lines run beside each other where they share a way, always in the same order.

import type { PagePlayer } from '../../../server/present/wire/to-page.ts';
import type { Point } from './geometry.ts';
import { SHAPES } from './kinds.ts';
import { edgeKey, type Plan } from './plan.ts';
import type { Theme } from './theme.ts';
import type { NodeStory } from './visits.ts';

export type Line = {
  readonly id: string;
  readonly through: readonly Point[];
  readonly width: number;
  readonly offset: number;
  /** How far before a bend it begins to turn. */
  readonly radius: number;
  readonly color: string;
  readonly casing: string;
  readonly casingWidth: number;
};
export type Station = {
  readonly id: string;
  readonly at: Point;
  readonly size: number;
  readonly shape: number;
  readonly color: string;
  readonly ring: string;
  readonly ringWidth: number;
  readonly outline: string;
  readonly outlineWidth: number;
};
/** Lines from the lowest to the topmost. */
export type Drawing = { readonly lines: readonly Line[]; readonly stations: readonly Station[] };

/** A player as the lines know them: a colour, the nodes in order of first visits, and from which of them each was entered. */
export type Traveller = {
  readonly id: string;
  readonly color: string;
  readonly path: readonly string[];
  readonly from: readonly (number | null)[];
};

export type Look = {
  readonly travellers: readonly Traveller[];
  readonly stories: ReadonlyMap<string, NodeStory>;
  readonly color: (player: PagePlayer) => string;
  readonly theme: Theme;
  readonly scale: number;
};

/** A player's line against a plain one. */
const LANE = { least: 0.35, most: 1.15 };
/** Casings and rings are as given on a map of lines so wide. */
const USUAL_LINE_PX = 3;
/** All lines of one way together, against the diameter of a plain station: they leave it and enter it side by side. */
const BAND_OF_STATION = 1.15;
const RING_PX = 2.4;

export function draw(plan: Plan, look: Look): Drawing {
  const { travellers, theme, scale } = look;
  const fine = Math.min(scale, plan.line / USUAL_LINE_PX);
  const lanes = lanesOf(travellers);
  const station = plainStation(plan);
  const under: Line[] = [];
  const over: Line[] = [];
  for (const [key, edge] of plan.edges) {
    const players = lanes.get(key) ?? [];
    const lane = laneWidth(players.length, station, plan.line);
    const taken = players.length > 0;
    const width = taken ? players.length * lane + 2 * theme.edgeWidth * fine : plan.line;
    const color = taken ? theme.edge : theme.line;
    const casing = { casing: theme.casing, casingWidth: theme.casingWidth * fine };
    const { through } = edge;
    const radius = plan.bend;
    (taken ? over : under).push({ id: key, through, radius, width, offset: 0, color, ...casing });
    players.forEach((player, index) => {
      const offset = (index - (players.length - 1) / 2) * lane;
      const line = { id: `${key}/${player.id}`, through, radius, width: lane, offset, color: player.color };
      over.push({ ...line, casing: player.color, casingWidth: 0 });
    });
  }
  return { lines: [...under, ...over], stations: stationsOf(plan, look, fine) };
}

const laneWidth = (players: number, station: number, line: number): number =>
  Math.min(LANE.most * line, Math.max(LANE.least * line, (station * BAND_OF_STATION) / Math.max(1, players)));

/** How wide a way gets once everybody took it. */
export const widestBand = (plan: Plan): number => plainStation(plan) * BAND_OF_STATION;

/** Diameter of the smallest. */
const plainStation = (plan: Plan): number => Math.min(...[...plan.nodes.values()].map((node) => node.radius)) * 2;

/** Who went over which edge, in a constant order. Going back over an edge is the same line. */
function lanesOf(travellers: readonly Traveller[]): ReadonlyMap<string, readonly Traveller[]> {
  const lanes = new Map<string, Traveller[]>();
  for (const traveller of [...travellers].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    for (const key of waysOf(traveller)) lanes.set(key, [...(lanes.get(key) ?? []), traveller]);
  }
  return lanes;
}

/** The edges that somebody took. */
function waysOf({ path, from }: Traveller): ReadonlySet<string> {
  const ways = path.map((node, index) => {
    const before = path[from[index] ?? -1];
    return before === undefined ? undefined : edgeKey(before, node);
  });
  return new Set(ways.filter((key) => key !== undefined));
}

/** Where somebody was: filled, with a ring in the colour of who was there first. */
function stationsOf(plan: Plan, { stories, color, theme }: Look, fine: number): readonly Station[] {
  return [...plan.nodes.values()].map((node) => {
    const first = stories.get(node.id)?.first;
    return {
      id: node.id,
      at: node.at,
      size: node.radius,
      shape: SHAPES.indexOf(node.kind.shape),
      color: first === undefined ? theme.unvisited : node.kind.color,
      ring: first === undefined ? node.kind.color : color(first),
      ringWidth: RING_PX * fine,
      outline: theme.outline,
      outlineWidth: theme.outlineWidth * fine,
    };
  });
}
