// The map of a race: Sigma paints ways and stations, elements above it carry names, players and signs. It is told what to show
// and draws when that differs, or while something moves; else nothing. No socket, no clock, no page around it.

import type { PageGraph, PagePlayer } from '../../../server/present/wire/to-page.ts';
import { crowd, type Mark } from './crowd.ts';
import { draw, type Traveller } from './drawing.ts';
import { followedColumns, followView } from './follow.ts';
import type { Box, Point, Size } from './geometry.ts';
import { initialsOf } from './initials.ts';
import { type LabelLayer, makeLabelLayer } from './label-layer.ts';
import { makeMarkers } from './markers.ts';
import { makePlan, type Plan } from './plan.ts';
import { makeStage, type Stage } from './stage.ts';
import { type ThemeName, themeOf } from './theme.ts';
import { eased, makeTicker } from './ticker.ts';
import { blendViews, fitView, growth, sameView, type View } from './view.ts';
import { type NodeStory, storiesOf } from './visits.ts';

export type MapOptions = {
  readonly theme: ThemeName;
  /** Of shapes, lines and letters. */
  readonly scale: number;
  readonly labels: 'auto' | 'all' | 'none';
  /** Shows the leaders large instead of everything. */
  readonly follow: boolean;
  /** The coloured lines of players. */
  readonly lines: boolean;
  readonly color: (player: PagePlayer) => string;
};

export type MapInput = {
  readonly graph: PageGraph;
  readonly blurred: boolean;
  /** In order of the leaderboard; all of them, or those asked for. */
  readonly players: readonly PagePlayer[];
  /** Who leads, also where they are not among those asked for. */
  readonly leader: string | undefined;
};

export type RaceMap = {
  show(input: MapInput): void;
  /** Moves the view there; at once where less motion is asked for. */
  look(view: View, atOnce?: boolean): void;
  readonly view: () => View;
  readonly plan: () => Plan;
  readonly stories: () => ReadonlyMap<string, NodeStory>;
  readonly marks: () => readonly Mark[];
  /** Where a point of the plan is in the picture. */
  project(point: Point): Point;
  /** Called after each frame and after each change. */
  onPlaced(listener: () => void): void;
  restyle(theme: ThemeName): void;
};

const LOOK_MS = 900;
const EMPTY: PageGraph = { nodes: [], edges: [] };

export function makeMap(root: HTMLElement, options: MapOptions): RaceMap {
  let { theme } = options;
  const { scale } = options;
  const layers = { canvas: part(root, 'map-canvas'), labels: part(root, 'map-labels'), marks: part(root, 'map-marks') };
  const stage: Stage = makeStage(layers.canvas);
  let input: MapInput = { graph: EMPTY, blurred: false, players: [], leader: undefined };
  let plan = makePlan(EMPTY, sizeOf(root), scale);
  let view: View = fitView(plan.size);
  let aim: View = view;
  let stories: ReadonlyMap<string, NodeStory> = new Map();
  let initials: ReadonlyMap<string, string> = new Map();
  let drawn = '';
  let updates = 0;
  const listeners: (() => void)[] = [];

  // A page that nobody sees gets no frames: nothing waits there to be moved later.
  const still = () => document.hidden || matchMedia('(prefers-reduced-motion: reduce)').matches;
  const project = (point: Point, by: View = view): Point => ({
    x: plan.size.width / 2 + (point.x - by.center.x) * by.zoom,
    y: plan.size.height / 2 + (point.y - by.center.y) * by.zoom,
  });
  const placed = () => {
    root.dataset.frames = String(stage.frames());
    root.dataset.zoom = String(Math.round(view.zoom * 100) / 100);
    for (const listener of listeners) listener();
  };
  const ticker = makeTicker(placed);
  const markers = makeMarkers({ layer: layers.marks, ticker, project, still });
  const labels: LabelLayer = makeLabelLayer(layers.labels, { scale, labels: options.labels });

  const place = () => {
    stage.look(view);
    markers.place();
    labels.place(project);
  };
  const label = () => {
    const radius = growth(aim.zoom);
    labels.layOut({ plan, stories, occupied: occupied(), project: (at) => project(at, aim), growth: radius });
    labels.place(project);
  };
  const occupied = (): ReadonlyMap<string, readonly Box[]> => {
    const boxes = new Map<string, Box[]>();
    const r = plan.marker + 2;
    for (const mark of people().marks) {
      const node = plan.nodes.get(mark.node);
      if (node === undefined) continue;
      const at = project(node.at, aim);
      const box = { x: at.x + mark.offset.x - r, y: at.y + mark.offset.y - r, width: 2 * r, height: 2 * r };
      boxes.set(mark.node, [...(boxes.get(mark.node) ?? []), box]);
    }
    return boxes;
  };
  const people = () =>
    crowd(input.blurred ? [] : input.players, {
      leader: input.leader,
      initials,
      color: options.color,
      station: (node) => {
        const found = plan.nodes.get(node);
        return found === undefined ? undefined : found.radius * growth(aim.zoom);
      },
      marker: plan.marker,
      room: plan.column * aim.zoom,
    });

  const paint = () => {
    const travellers: readonly Traveller[] = options.lines
      ? input.players.map((player) => ({ id: player.id, color: options.color(player), ...journey(player) }))
      : [];
    stage.draw(draw(plan, { travellers, stories, color: options.color, theme: themeOf(theme), scale }), plan.size);
  };

  const update = (everything: boolean) => {
    stories = input.blurred ? new Map() : storiesOf(input.players);
    initials = initialsOf(input.players);
    const now = `${theme} ${JSON.stringify(input.players.map((player) => [player.id, player.path, player.path_from]))}`;
    if (everything || now !== drawn) paint();
    drawn = now;
    markers.show(plan, people());
    if (everything) stage.look(view);
    const target = options.follow ? followView(plan, people().marks) : aim;
    if (everything || sameView(target, aim)) label();
    else look(target);
    root.style.setProperty('--marker', `${plan.marker}px`);
    root.dataset.nodes = String(plan.nodes.size);
    root.dataset.edges = String(plan.edges.size);
    root.dataset.blurred = String(input.blurred);
    updates += 1;
    root.dataset.updates = String(updates);
    placed();
  };

  const look = (target: View, atOnce = false) => {
    if (sameView(target, aim)) return;
    const from = view;
    aim = target;
    markers.show(plan, people());
    label();
    if (atOnce || still()) {
      ticker.stop('look');
      view = target;
      place();
      return placed();
    }
    let began: number | undefined;
    ticker.run('look', (now) => {
      began ??= now;
      const t = Math.min(1, (now - began) / LOOK_MS);
      view = blendViews(from, target, eased(t));
      place();
      return t < 1;
    });
  };

  const replan = () => {
    const size = sizeOf(root);
    plan = makePlan(input.graph, size, scale, options.follow ? followedColumns(size, scale) : undefined);
    ticker.stop('look');
    view = options.follow ? followView(plan, people().marks) : fitView(plan.size);
    aim = view;
    update(true);
  };
  new ResizeObserver(() => {
    const { width, height } = sizeOf(root);
    if (width !== plan.size.width || height !== plan.size.height) replan();
  }).observe(root);

  return {
    show(next) {
      const [known, same] = [visible(next) === visible(input), next.graph === input.graph];
      input = next;
      if (!same) replan();
      else if (!known) update(false);
    },
    look,
    view: () => aim,
    plan: () => plan,
    stories: () => stories,
    marks: () => people().marks,
    project,
    onPlaced: (listener) => void listeners.push(listener),
    restyle(name) {
      theme = name;
      update(true);
    },
  };
}

/** All of a picture but its graph that can be seen on the map: most of what ticks cannot. */
const visible = ({ players, blurred, leader }: MapInput): string =>
  JSON.stringify([
    blurred,
    leader,
    players.map(({ id, name, color, zone_id, status, connected, path, death_count }) => [
      ...[id, name, color, zone_id, status, connected, death_count],
      path.length,
      path.at(-1),
    ]),
  ]);

const journey = ({ path, path_from }: PagePlayer) => ({ path, from: path_from });

const sizeOf = (root: HTMLElement): Size => ({ width: root.clientWidth, height: root.clientHeight });

function part(root: HTMLElement, name: string): HTMLElement {
  const element = document.createElement('div');
  element.className = name;
  root.append(element);
  return element;
}
