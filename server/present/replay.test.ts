// A race as a film: its gates in order with their times, what became of everybody, and only once it has ended.

import { describe, expect, it } from 'vitest';
import type { LoggedFact } from '../race/facts.ts';
import { by, FLAGS, GRAPH, gate, later, pid, running, type Story, tell } from '../race/story.test-kit.ts';
import { demoReplay } from './demo.ts';
import { makeReplay, type Replay } from './replay.ts';
import { pageGraph } from './wire/to-page.ts';

const logOf = (story: Story): readonly LoggedFact[] => story.facts.map((fact, index) => ({ seq: index + 1, fact }));
const END = { type: 'end', by: by(0) } as const;
const MINUTE = 60_000;

/** Two players; the first goes a, boss, back to a, final, and finishes; the second passes b. */
function raced(): Story {
  let story = running(2);
  const pass = (minutes: number, ...args: Parameters<typeof gate>) => {
    story = tell(later(story, minutes * MINUTE), gate(...args));
  };
  pass(1, 1, 1, FLAGS.a, 50_000);
  pass(1, 2, 1, FLAGS.b, 110_000);
  pass(1, 1, 2, FLAGS.bossFromA, 170_000);
  pass(1, 1, 3, FLAGS.a, 230_000);
  pass(1, 1, 4, FLAGS.final, 290_000);
  pass(1, 1, 5, FLAGS.finish, 350_000);
  return later(story, MINUTE);
}

function filmOf(story: Story): Replay {
  const replay = makeReplay(logOf(story), GRAPH);
  if (replay === undefined) throw new Error('no replay');
  return replay;
}

const player = (replay: Replay, n: number) => replay.players.find((one) => one.id === pid(n));
const names = (replay: Replay, n: number) =>
  player(replay, n)?.gates.map(([, node]) => replay.seed.graph_json.nodes[node]?.id);

describe('a replay', () => {
  it('is made of a race that has ended, never before', () => {
    expect(makeReplay(logOf(raced()), GRAPH)).toBeUndefined();
    expect(makeReplay([], GRAPH)).toBeUndefined();
    expect(filmOf(tell(raced(), END)).duration_ms).toBe(7 * MINUTE);
  });

  it('has everybody in order of the result, with their gates since the start and how they were entered', () => {
    const replay = filmOf(tell(raced(), END));
    expect(replay.players.map(({ id, place, status, reason }) => [id, place, status, reason])).toEqual([
      [pid(1), 1, 'finished', null],
      [pid(2), null, 'abandoned', 'ended'],
    ]);
    expect(names(replay, 1)).toEqual(['start', 'a', 'boss', 'a', 'final']);
    expect(player(replay, 1)?.gates.map(([t, , , igt]) => [t, igt])).toEqual([
      [0, 0],
      [MINUTE, 50_000],
      [3 * MINUTE, 170_000],
      [4 * MINUTE, 230_000],
      [5 * MINUTE, 290_000],
    ]);
    const froms = player(replay, 1)?.gates.map(([, , from]) => replay.seed.graph_json.nodes[from]?.id);
    expect(froms).toEqual([undefined, 'start', 'a', 'boss', 'boss']);
    expect(player(replay, 1)).toMatchObject({
      end: { t: 6 * MINUTE, igt_ms: 350_000, how: 'finished' },
      splits: [
        [0, 0],
        [1, 50_000],
        [2, 170_000],
        [3, 290_000],
        [4, 350_000],
      ],
    });
    expect(player(replay, 2)?.end).toMatchObject({ t: 7 * MINUTE, how: 'out' });
  });

  it('shows what was held back of who came back, and judgements after the end at its last moment', () => {
    const forfeit = { type: 'forfeit', participant: pid(2), by: by(2) } as const;
    const out = tell(
      later(running(2), MINUTE),
      forfeit,
      gate(2, 1, FLAGS.a, 40_000),
      gate(2, 2, FLAGS.bossFromA, 50_000),
    );
    expect(names(filmOf(tell(out, END)), 2)).toEqual(['start']);
    const back = tell(later(out, MINUTE), { type: 'unforfeit', participant: pid(2), by: by(2) });
    expect(names(filmOf(tell(later(back, MINUTE), END)), 2)).toEqual(['start', 'a', 'boss']);
    const ended = later(tell(raced(), END), MINUTE);
    const judged = tell(ended, { type: 'disqualify', participant: pid(1), reason: 'x', by: by(0) });
    expect(player(filmOf(judged), 1)).toMatchObject({
      status: 'abandoned',
      reason: 'disqualified',
      end: { t: 7 * MINUTE, how: 'out' },
    });
  });

  it('tells nothing but its fields, and is small', () => {
    const replay = filmOf(tell(raced(), END));
    expect(Object.keys(replay)).toEqual(['race', 'seed', 'duration_ms', 'players']);
    expect(Object.keys(replay.players[0] ?? {})).toEqual([
      ...['id', 'name', 'color', 'status', 'reason', 'place', 'igt_ms', 'death_count', 'gates', 'end', 'splits'],
    ]);
  });
});

describe('the invented race', () => {
  it('is a replay whose gates lead along its edges', () => {
    const replay = demoReplay();
    const { nodes, edges } = pageGraph.parse(replay.seed.graph_json);
    for (const { gates, end } of replay.players) {
      const times = gates.map(([t]) => t);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(end?.t).toBeLessThanOrEqual(replay.duration_ms);
      for (const [, to, from] of gates.slice(1)) {
        expect(edges).toContainEqual(expect.objectContaining({ from: nodes[from]?.id, to: nodes[to]?.id }));
      }
    }
    expect(replay.players.filter((one) => one.status === 'finished').length).toBeGreaterThan(5);
    expect(replay.players.some((one) => one.status === 'abandoned')).toBe(true);
    expect(demoReplay()).toBe(replay);
  });
});
