// Every byte that goes to who races, whatever happens: no zone, no kind of zone, no position, no real edge, while the same race is
// told in full to who may see it. The graph is marked, so that nothing of it can be mistaken for something else.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asNodeId, type Graph, type GraphNode, type NodeId } from '../race/graph.ts';
import type { Intent } from '../race/intents.ts';
import { sight, type Viewer } from '../race/sight.ts';
import {
  by,
  FLAGS,
  GRAPH,
  gate,
  join,
  later,
  open,
  person,
  pid,
  ready,
  running,
  START,
  TICK,
  tell,
} from '../race/story.test-kit.ts';
import { makeStage, user } from './stage.test-kit.ts';

const MARK = 'SECRET';
const idOf = (id: NodeId): NodeId => (id === GRAPH.start ? id : asNodeId(`${MARK}-${id}`));
const nodes = Object.values<GraphNode>(GRAPH.nodes).map(
  (node): GraphNode => ({
    ...node,
    id: idOf(node.id),
    displayName: `${MARK} name of ${node.id}`,
    exits: node.exits.map((exit) => ({ ...exit, to: idOf(exit.to), text: `${MARK} exit` })),
  }),
);
/** The graph of the stories with every name and id marked; the start keeps its id, which the race knows. */
const MARKED: Graph = {
  ...GRAPH,
  nodes: Object.fromEntries(nodes.map((node) => [node.id, node])),
  edges: GRAPH.edges.map(({ from, to }) => ({ from: idOf(from), to: idOf(to) })),
  eventMap: Object.fromEntries(Object.entries(GRAPH.eventMap).map(([flag, id]) => [flag, idOf(id)])),
  nodesOfZone: Object.fromEntries(nodes.map((node) => [`${node.id}_zone`, [node.id]])),
};
const KINDS = [...new Set(nodes.map((node) => node.type))];

/** What a frame gives away that a racing player must not know. */
function leaksOf(frame: string): readonly string[] {
  const message = JSON.parse(frame);
  const graph = message.seed?.graph_json ?? { nodes: [], edges: [] };
  const players = [...(message.participants ?? []), ...(message.player === undefined ? [] : [message.player])];
  const ids = [
    ...graph.nodes.map((node: { id: string }) => node.id),
    ...graph.edges.flatMap((edge: { from: string; to: string }) => [edge.from, edge.to]),
  ];
  return [
    ...(frame.includes(MARK) ? ['a name or an id'] : []),
    ...KINDS.filter((kind) => frame.includes(`"${kind}"`)).map((kind) => `the kind ${kind}`),
    ...ids.filter((id) => !/^b\d+-\d+$/.test(id)).map((id) => `the node ${id}`),
    ...players.flatMap((one) => [
      ...(one.zone_id === null ? [] : ['a position']),
      ...['path', 'path_from', 'path_igt_ms', 'path_deaths'].filter((list) => (one[list] ?? []).length > 0),
    ]),
  ];
}

const WATCHING: Readonly<Record<string, Viewer>> = {
  'player 1': user(1),
  'player 2': user(2),
  'an administrator who plays': { kind: 'user', user: person(3).user, admin: true },
  'who waits': user(9),
  'a player by the key of their own': { kind: 'keyed', user: person(1).user },
  'a player at the screen of a caster': { kind: 'keyed', user: person(7).user, generation: 1, session: person(2).user },
  'nobody known': { kind: 'anonymous', notRacing: false },
  'the public': { kind: 'anonymous', notRacing: true },
  'the caster': { kind: 'keyed', user: person(7).user, generation: 1 },
};

const players = fc.integer({ min: 1, max: 3 });
const flags = fc.constantFrom(...Object.values(FLAGS).filter((flag) => flag !== FLAGS.finish));
const intents: fc.Arbitrary<Intent> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(players, fc.nat(9), flags, fc.nat(100_000))
      .map(([n, seq, flag, igtMs]) => gate(n, seq + 1, flag, igtMs)),
  },
  { weight: 1, arbitrary: fc.tuple(players, fc.nat(9)).map(([n, seq]) => gate(n, seq + 1, FLAGS.finish, 200_000)) },
  { weight: 1, arbitrary: players.map((n): Intent => ({ type: 'forfeit', participant: pid(n), by: by(n) })) },
  { weight: 1, arbitrary: players.map((n): Intent => ({ type: 'unforfeit', participant: pid(n), by: by(n) })) },
  { weight: 1, arbitrary: players.map((n): Intent => ({ type: 'see_map', participant: pid(n) })) },
  { weight: 1, arbitrary: players.map((n): Intent => ({ type: 'restore', participant: pid(n), by: by(0) })) },
  { weight: 1, arbitrary: fc.constant<Intent>({ type: 'remove_caster', user: person(7).user, by: by(0) }) },
);

describe.each([
  ['live', 0],
  ['casters', 0],
  ['live', 20],
] as const)('map %s, %i s of delay', (map, spectatorDelaySeconds) => {
  it('nobody is sent what they may not see then', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(intents, fc.nat(3)), { maxLength: 25 }), async (history) => {
        const lobby = tell(
          open({ map, spectatorDelaySeconds, join: 'ask' }),
          ...[1, 2, 3].flatMap((n) => [
            { type: 'invite', person: person(n), newParticipant: pid(n), by: by(0) } as const,
            ready(n),
          ]),
          join(9),
          { type: 'add_caster', person: person(7), by: by(0) },
        );
        const stage = makeStage(lobby, { graph: MARKED });
        const watching = await Promise.all(
          Object.entries(WATCHING).map(async ([name, viewer]) => ({
            name,
            viewer,
            page: await stage.page(viewer),
            read: 0,
          })),
        );
        const mod = await stage.mod(1);
        const check = async () => {
          const { race } = (await stage.live.view(stage.race, 'inside')) ?? {};
          if (race === undefined) throw new Error('no race');
          for (const one of watching) {
            const fresh = one.page.frames.slice(one.read).map(String);
            one.read = one.page.frames.length;
            if (sight(one.viewer, race).graph === 'full') continue;
            for (const frame of fresh) expect(leaksOf(frame), `${one.name}: ${frame}`).toEqual([]);
          }
        };
        stage.say(START);
        await stage.time.pass(10_000);
        stage.say(TICK);
        await check();
        for (const [intent, seconds] of history) {
          await stage.time.pass(seconds * 1_000);
          // Who may see it until now is sent what happened until now.
          await check();
          tryTo(() => stage.say(intent));
          mod.seat.status({ igtMs: 100_000, deaths: 2, zone: `${MARK}-a_zone`, mapId: null });
          await check();
        }
        await stage.live.stop();
      }),
      { numRuns: 25 },
    );
  });
});

it('the marks are there to be found: who may see the map is sent them', async () => {
  const stage = makeStage(later(running(2), 1_000), { graph: MARKED });
  const [public_, player] = [await stage.page({ kind: 'anonymous', notRacing: true }), await stage.page(user(1))];
  stage.say(gate(1, 1, FLAGS.a, 900));
  const told = public_.frames.map(String);
  expect(leaksOf(told[0] ?? '{}')).toEqual(
    expect.arrayContaining(['a name or an id', 'the kind start', 'a position', 'path']),
  );
  expect(told.some((frame) => frame.includes('"player_update"') && leaksOf(frame).includes('path_igt_ms'))).toBe(true);
  expect(player.frames.map(String).flatMap(leaksOf)).toEqual([]);
});

it('who gives up and asks for the map gets it whole at once, who may come back does not', async () => {
  const stage = makeStage(later(running(2), 1_000), { graph: MARKED });
  const page = await stage.page(user(1));
  stage.say(gate(2, 1, FLAGS.a, 900));
  stage.say({ type: 'forfeit', participant: pid(1), by: by(1) });
  expect(page.frames.map(String).flatMap(leaksOf)).toEqual([]);
  stage.say({ type: 'see_map', participant: pid(1) });
  const last = page.all().at(-1);
  expect(last).toMatchObject({ type: 'race_state', seed: { blurred: false } });
  expect(JSON.stringify(last)).toContain(`"path":["start","${MARK}-a"]`);
});

/** A refused intent is no news. */
function tryTo(job: () => unknown): void {
  try {
    job();
  } catch (error) {
    if (!String(error).includes('refused')) throw error;
  }
}
