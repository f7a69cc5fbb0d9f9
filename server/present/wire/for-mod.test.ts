// What a mod is shown: names of what its own player reached, marks of others' deaths, no unfinished IGT.

import { describe, expect, it } from 'vitest';
import type { Graph, NodeId } from '../../race/graph.ts';
import { FLAGS, GRAPH, gate, later, pid, player, running, type Story, tell } from '../../race/story.test-kit.ts';
import { lastSeqOf, makeAuthOk, makeDeathCounts, makeModBoard, makeZone, placeOf } from './for-mod.ts';
import { makeScene } from './scene.ts';
import { parseToMod } from './to-mod.ts';

const sceneOf = (story: Story, graph: Graph | undefined = GRAPH) =>
  makeScene({ race: story.race, seq: story.facts.length, graph, pulses: {}, connected: new Set([pid(1)]) });
const minuteIn = (story: Story) => later(story, 60_000);
const died = (n: number, seq: number, flag: number, igtMs: number, deaths: number) => ({
  ...gate(n, seq, flag, igtMs),
  deaths,
});

describe('auth_ok', () => {
  it('names the ids to watch, sorted, and passes its own parser', () => {
    const story = tell(minuteIn(running(2)), gate(1, 1, FLAGS.a, 5_000), gate(1, 2, FLAGS.bossFromA, 9_000));
    const message = makeAuthOk(sceneOf(story), player(story, 1), 2);
    expect(message.seed.event_ids).toEqual([1000, 1001, 1002, 1003, 1004]);
    expect(message.seed.finish_event).toBe(FLAGS.finish);
    expect(parseToMod(JSON.stringify(message))).toEqual({ message });
  });

  it('holds nothing of the graph but the zone of the player', () => {
    const story = minuteIn(running(1));
    const text = JSON.stringify(makeAuthOk(sceneOf(story), player(story, 1), 0));
    for (const hidden of ['boss', 'final', '_zone']) expect(text).not.toContain(hidden);
  });

  it('continues an outbox after its last number, another from 0', () => {
    const story = tell(minuteIn(running(1)), gate(1, 1, FLAGS.a, 5_000), gate(1, 2, FLAGS.bossFromA, 9_000));
    expect(lastSeqOf(player(story, 1), 'box1')).toBe(2);
    expect(lastSeqOf(player(story, 1), 'other')).toBe(0);
    expect(lastSeqOf(player(story, 1), undefined)).toBe(0);
  });
});

describe('the zone', () => {
  it('names an exit once its node was visited, and the way back', () => {
    const at = tell(minuteIn(running(1)), gate(1, 1, FLAGS.a, 5_000), gate(1, 2, FLAGS.bossFromA, 9_000));
    expect(makeZone(sceneOf(at), pid(1))).toEqual({
      node: 'boss',
      display_name: 'boss',
      tier: 3,
      layer: 2,
      exits: [
        { text: 'to boss', to: 'a', origin: true },
        { text: 'to final', to: null },
      ],
    });
    const back = tell(at, gate(1, 3, FLAGS.a, 12_000));
    expect(makeZone(sceneOf(back), pid(1))?.exits).toEqual([
      { text: 'to a', to: 'start', origin: true },
      { text: 'to boss', to: 'boss' },
    ]);
  });

  it('says where the gate stands on this side where the graph tells', () => {
    const boss = GRAPH.nodes['boss' as NodeId];
    if (boss === undefined) throw new Error('no boss');
    const entrances = [{ text: 'at the front of the arena', from: 'a' as NodeId }];
    const graph = { ...GRAPH, nodes: { ...GRAPH.nodes, boss: { ...boss, entrances } } };
    const at = tell(minuteIn(running(1)), gate(1, 1, FLAGS.a, 5_000), gate(1, 2, FLAGS.bossFromA, 9_000));
    expect(makeZone(sceneOf(at, graph), pid(1))?.exits[0]).toEqual({ text: entrances[0]?.text, to: 'a', origin: true });
  });

  it('is null without a graph', () => {
    const scene = { ...sceneOf(minuteIn(running(1))), graph: undefined };
    expect(makeZone(scene, pid(1))).toBeNull();
  });
});

describe('deaths', () => {
  const graph = { ...GRAPH, deathFlags: { start: [1, 2, 3], a: [11, 12, 13], boss: [21, 22, 23] } } as Graph;

  it('belong to the node between two facts, also after going back', () => {
    const story = tell(
      minuteIn(running(2)),
      died(1, 1, FLAGS.a, 5_000, 1),
      died(1, 2, FLAGS.bossFromA, 9_000, 1),
      died(1, 3, FLAGS.a, 12_000, 3),
      died(1, 4, FLAGS.bossFromA, 15_000, 8),
    );
    // start 1; a 0 and then 5; boss 2.
    expect(makeDeathCounts(sceneOf(story, graph), pid(2)).flags).toEqual([1, 11, 12, 13, 21, 22]);
    expect(makeDeathCounts(sceneOf(story, graph), pid(1)).flags).toEqual([]);
  });

  it('of several add up; a count that falls is an older save, nobody lives again', () => {
    const story = tell(
      minuteIn(running(3)),
      died(1, 1, FLAGS.a, 5_000, 1),
      died(2, 1, FLAGS.a, 5_000, 1),
      died(2, 2, FLAGS.bossFromA, 5_500, 0),
    );
    expect(makeDeathCounts(sceneOf(story, graph), pid(3)).flags).toEqual([1, 2]);
  });
});

describe('the board', () => {
  it('has no IGT of the unfinished, for nobody', () => {
    const story = tell(minuteIn(running(2)), gate(1, 1, FLAGS.a, 5_000), gate(2, 1, FLAGS.finish, 9_000));
    const { participants, leader_splits } = makeModBoard(sceneOf(story), pid(1));
    expect(participants.map(({ id, igt_ms, finished }) => [id, igt_ms, finished])).toEqual([
      [pid(2), 9_000, true],
      [pid(1), null, false],
    ]);
    expect(leader_splits).toEqual({ 0: 0, 4: 9_000 });
    expect(placeOf(story.race, pid(2))).toBe(1);
    expect(placeOf(story.race, pid(9))).toBeNull();
  });
});
