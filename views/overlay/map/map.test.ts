// The parts of the map that are drawn: fans, ways, routes, what a race makes of them. Given a small graph or a race,
// then what is to be seen.

import { describe, expect, it } from 'vitest';
import type { PageGraph } from '../../../server/present/wire/to-page.ts';
import { replayAt } from '../replay.ts';
import { crowd, leaderOf } from './crowd.ts';
import { draw } from './drawing.ts';
import { FAN_MOST, fanOut } from './fan.ts';
import { followedColumns, followView, outsideOf } from './follow.ts';
import { along, makeWay, rounded } from './geometry.ts';
import { initialsOf } from './initials.ts';
import { inventRace } from './invented.test-kit.ts';
import { edgeKey, makePlan } from './plan.ts';
import { routeBetween } from './route.ts';
import { themeOf } from './theme.ts';
import { storiesOf } from './visits.ts';

const SIZE = { width: 1920, height: 1080 };

/** `wide` nodes on each inner layer, each joined to all of the next. */
function ladder(layers: number, wide: number): PageGraph {
  const column = (layer: number) => (layer === 0 || layer === layers - 1 ? 1 : wide);
  const nodes = Array.from({ length: layers }, (_, layer) =>
    Array.from({ length: column(layer) }, (_, row) => ({
      id: `n${layer}-${row}`,
      type: layer === 0 ? 'start' : layer === layers - 1 ? 'final_boss' : 'mini_dungeon',
      display_name: `Limgrave - Cave ${layer} ${row}`,
      layer,
      tier: 1,
      x: layer,
      y: row - (column(layer) - 1) / 2,
      exits: [],
    })),
  );
  const edges = nodes.flatMap((layer, index) =>
    layer.flatMap((from) =>
      (nodes[index + 1] ?? []).map((to) => ({
        from: from.id,
        to: to.id,
        via:
          from.y === to.y ? [] : [[from.x + 0.3, from.y] as [number, number], [to.x - 0.3, to.y] as [number, number]],
      })),
    ),
  );
  return { nodes: nodes.flat(), edges };
}

describe('players on one station', () => {
  it.each([1, 2, 3, 4])('%i stand beside each other, none on the station or on another', (count) => {
    const [station, marker] = [11, 12];
    const stands = fanOut(count, station, marker, 200);
    expect(stands).toHaveLength(count);
    for (const [index, { at, badge }] of stands.entries()) {
      expect(badge).toBeNull();
      expect(Math.hypot(at.x, at.y)).toBeGreaterThanOrEqual(station + marker);
      for (const other of stands.slice(index + 1)) {
        expect(Math.hypot(at.x - other.at.x, at.y - other.at.y)).toBeGreaterThanOrEqual(2 * marker - 0.01);
      }
    }
  });
  it('more than four are a badge with their number', () => {
    expect(fanOut(FAN_MOST + 1, 11, 12, 500)).toEqual([{ at: { x: 0, y: -25 }, badge: 5 }]);
  });
  it('two are a badge too where columns are close', () => {
    expect(fanOut(2, 5, 9, 26).map((stand) => stand.badge)).toEqual([2]);
  });
});

describe('lines', () => {
  const bent = [
    { x: 0, y: 0 },
    { x: 40, y: 0 },
    { x: 60, y: 100 },
    { x: 100, y: 100 },
  ];
  it('begin and end where they should and stay near their bends', () => {
    const points = rounded(bent, 12);
    expect([points[0], points.at(-1)]).toEqual([bent[0], bent[3]]);
    const nearest = (to: { x: number; y: number }) =>
      Math.min(...points.map((p) => Math.hypot(p.x - to.x, p.y - to.y)));
    expect(nearest({ x: 40, y: 0 })).toBeLessThan(6);
    expect(nearest({ x: 60, y: 100 })).toBeLessThan(6);
  });
  it('are travelled evenly', () => {
    const way = makeWay(rounded(bent, 12));
    const steps = Array.from({ length: 11 }, (_, step) => along(way, step / 10));
    const lengths = steps
      .slice(1)
      .map((p, index) => Math.hypot(p.x - (steps[index]?.x ?? 0), p.y - (steps[index]?.y ?? 0)));
    for (const length of lengths) expect(length).toBeGreaterThan(way.length / 14);
    expect(along(way, 0)).toEqual(bent[0]);
    expect(along(way, 1)).toEqual(bent[3]);
  });
});

describe('a plan', () => {
  const graph = ladder(10, 3);
  const plan = makePlan(graph, SIZE, 1);
  it('lies within its picture', () => {
    for (const { at, radius } of plan.nodes.values()) {
      expect(at.x - radius).toBeGreaterThan(0);
      expect(at.x + radius).toBeLessThan(SIZE.width);
      expect(at.y - radius).toBeGreaterThan(0);
      expect(at.y + radius).toBeLessThan(SIZE.height);
    }
  });
  it.each([
    [1920, 1],
    [1920, 1.6],
    [1280, 2],
    [800, 1],
    [480, 1],
  ])('at %i pixels, %f times the size, players at both ends stand within the picture', (width, scale) => {
    for (const layers of [6, 10, 18, 30]) {
      const { nodes, marker, column } = makePlan(ladder(layers, 3), { width, height: width * 0.75 }, scale);
      const ends = [nodes.get('n0-0'), nodes.get(`n${layers - 1}-0`)];
      for (const end of ends) {
        if (end === undefined) throw new Error('no end');
        for (const count of [1, 2, 3, 4]) {
          for (const { at } of fanOut(count, end.radius, marker, column)) {
            expect(end.at.x + at.x - marker).toBeGreaterThan(0);
            expect(end.at.x + at.x + marker).toBeLessThan(width);
          }
        }
      }
    }
  });
  it('routes follow the edges, forward and back, and do not go far', () => {
    const forward = routeBetween(plan, 'n1-0', 'n2-2');
    expect(forward?.points[0]).toEqual(plan.nodes.get('n1-0')?.at);
    expect(forward?.points.at(-1)).toEqual(plan.nodes.get('n2-2')?.at);
    expect(routeBetween(plan, 'n2-2', 'n1-0')?.points.at(-1)).toEqual(plan.nodes.get('n1-0')?.at);
    expect(routeBetween(plan, 'n0-0', 'n9-0')).toBeUndefined();
    expect(routeBetween(plan, 'n1-0', 'n1-0')).toBeUndefined();
  });
  it('follow shows the leader and tells who is left behind', () => {
    const long = ladder(30, 2);
    const wide = makePlan(long, SIZE, 1, followedColumns(SIZE, 1));
    const log = inventRace(long, 8);
    const state = replayAt(log, log.duration_ms * 0.6);
    const { marks } = crowd(state.players, rulesOf(wide, state.players));
    const view = followView(wide, marks);
    const x = (node: string) => (wide.nodes.get(node)?.at.x ?? 0) - view.center.x + SIZE.width / 2;
    const leader = marks.find((mark) => mark.leader);
    expect(x(leader?.node ?? '')).toBeGreaterThan(0);
    expect(x(leader?.node ?? '')).toBeLessThan(SIZE.width);
    const { left, right } = outsideOf(wide, marks, view);
    expect(left.map((mark) => mark.id)).toEqual(marks.filter((mark) => x(mark.node) < 0).map((mark) => mark.id));
    expect(right).toEqual([]);
  });
});

const rulesOf = (plan: ReturnType<typeof makePlan>, players: Parameters<typeof crowd>[0]) => ({
  leader: leaderOf(players),
  initials: initialsOf(players),
  color: () => '#FFFFFF',
  station: (node: string) => plan.nodes.get(node)?.radius,
  marker: plan.marker,
  room: plan.column,
});

describe('a race on the map', () => {
  const graph = ladder(8, 2);
  const plan = makePlan(graph, SIZE, 1);
  const log = inventRace(graph, 6);
  const state = replayAt(log, log.duration_ms * 0.7);
  const stories = storiesOf(state.players);

  it('everybody stands where the log has them; one leads; who is out is out', () => {
    const { marks } = crowd(state.players, rulesOf(plan, state.players));
    expect(marks.map(({ id, node }) => [id, node])).toEqual(
      expect.arrayContaining(state.players.map(({ id, zone_id }) => [id, zone_id])),
    );
    expect(marks.filter((mark) => mark.leader).map((mark) => mark.id)).toEqual([state.players[0]?.id]);
    const out = state.players.filter((player) => player.status === 'abandoned').map((player) => player.id);
    expect(out).not.toEqual([]);
    expect(marks.filter((mark) => mark.state === 'out').map((mark) => mark.id)).toEqual(out);
  });

  it('a badge of players who all finished, or are all out, says so', () => {
    const here = state.players.map((player) => ({ ...player, zone_id: 'n3-0', status: 'finished' as const }));
    const { badges } = crowd(here, rulesOf(plan, here));
    expect(badges.map(({ state, marks }) => [state, marks.length])).toEqual([['finished', here.length]]);
    const out = here.map((player) => ({ ...player, status: 'abandoned' as const }));
    expect(crowd(out, rulesOf(plan, out)).badges[0]?.state).toBe('out');
    const [one, ...rest] = here;
    const mixed = one === undefined ? rest : [{ ...one, status: 'playing' as const }, ...rest];
    expect(crowd(mixed, rulesOf(plan, mixed)).badges[0]?.state).toBe('playing');
  });

  it('a map of some of the players crowns nobody who does not lead', () => {
    const [leader, second] = state.players;
    const rules = rulesOf(plan, state.players);
    const some = crowd(state.players.slice(1), rules);
    expect(some.marks.filter((mark) => mark.leader)).toEqual([]);
    const both = crowd(
      [leader, second].filter((one) => one !== undefined),
      rules,
    );
    expect(both.marks.filter((mark) => mark.leader).map((mark) => mark.id)).toEqual([leader?.id]);
  });

  it('each node tells who came first and counts its deaths; together they are all deaths', () => {
    for (const { visits, first } of stories.values()) {
      expect(first).toBe(visits[0]?.player);
      expect(visits.every((visit) => visit.igtMs >= (visits[0]?.igtMs ?? 0))).toBe(true);
    }
    const died = [...stories.values()].reduce((sum, story) => sum + story.deaths, 0);
    expect(died).toBe(state.players.reduce((sum, player) => sum + player.death_count, 0));
    expect(died).toBeGreaterThan(0);
  });

  it('each player has a line over each edge that they took, and no other', () => {
    const travellers = state.players.map(({ id, path, path_from }) => ({
      id,
      color: '#FF0000',
      path,
      from: path_from,
    }));
    const color = () => '#00FF00';
    const { lines, stations } = draw(plan, { travellers, stories, color, theme: themeOf('dark'), scale: 1 });
    const drawn = lines.filter((line) => line.id.includes('/')).map((line) => line.id);
    const taken = state.players.flatMap(({ id, path }) =>
      path.slice(1).map((node, index) => `${edgeKey(path[index] ?? '', node)}/${id}`),
    );
    expect(drawn.toSorted()).toEqual(taken.toSorted());
    const visited = stations.filter((station) => station.ring === '#00FF00').map((station) => station.id);
    expect(visited.toSorted()).toEqual([...stories.keys()].toSorted());
  });
});
