// A gate or a finish from a mod: known already, impossible, or a fact with its marks.

import { heldBackOf } from '../evolve-participant.ts';
import type { Mark, ReportSubject } from '../facts.ts';
import type { Graph, NodeId } from '../graph.ts';
import { predecessors, resolveZone } from '../graph.ts';
import type { Circumstances, Intent } from '../intents.ts';
import { progressOf } from '../pulses.ts';
import type { Participant, Race, Received } from '../race.ts';
import type { Body, Judged } from './body.ts';
import { holds, no, SYSTEM, yes } from './body.ts';
import { isIgt } from './judging.ts';
import { lateUntil } from './late.ts';
import { startLate } from './mods.ts';

/** More than this below the player's last fact: an older save, most likely. */
export const REWOUND_MS = 60_000;
/** More than this above the time since the start. */
export const AHEAD_MS = 10_000;

type Report = Extract<Intent, { readonly type: 'report' }>;

export function report(race: Race, player: Participant, said: Report, { now, graph, live }: Circumstances): Judged {
  const { standing } = player;
  if (standing.status === 'abandoned' && standing.why === 'removed') return no({ code: 'not_racing' });
  if (!isIgt(said.igtMs)) return no({ code: 'bad_igt' });
  const known = said.place === null ? undefined : player.outboxes[said.place.outbox]?.[said.place.seq];
  if (known !== undefined) return isSame(known, said) ? holds : no({ code: 'seq_conflict' });
  const { phase } = race;
  if (phase.status === 'cancelled' || (phase.status === 'finished' && phase.final)) return no({ code: 'not_racing' });
  if (phase.status !== 'running' && phase.status !== 'finished') return no({ code: 'race_not_running' });
  // Kept by the mod and sent again, until the graph can be read.
  if (graph === undefined) return no({ code: 'race_not_running' });

  const goal = goalOf(graph, said.subject, player);
  if (goal === undefined) return no({ code: 'unknown_zone' });
  // A race that has started began in the past, also where the clock was put back since: nothing is early by that alone.
  const latest = Math.max(now, phase.startedAt);
  const happenedAt = Math.min(said.happenedAt ?? latest, latest);
  const progress = progressOf(player);
  const deaths = said.deaths ?? live[player.id]?.deaths ?? progress?.deaths ?? 0;
  const from = goal === 'finish' ? null : cameFrom(graph, player, goal);
  const marks = marksOf({
    said,
    happenedAt,
    startedAt: phase.startedAt,
    player,
    noPath: goal !== 'finish' && from === null,
  });
  const common = {
    participant: player.id,
    place: said.place,
    subject: said.subject,
    igtMs: said.igtMs,
    deaths,
    happenedAt,
    marks,
  };
  const body: Body =
    goal === 'finish'
      ? { type: 'player_finished', ...common }
      : { type: 'gate_passed', ...common, node: goal, layer: graph.nodes[goal]?.layer ?? 0, from };
  if (marks.includes('early_play')) return yes(body);
  return yes(...startLate(race, player, now), ...lifted(race, player, body, happenedAt), body);
}

function isSame(known: Received, said: Report): boolean {
  const a = known.subject;
  const b = said.subject;
  const subject =
    (a.kind === 'flag' && b.kind === 'flag' && a.flag === b.flag) ||
    (a.kind === 'zone' && b.kind === 'zone' && a.zone === b.zone) ||
    (a.kind === 'finish' && b.kind === 'finish');
  const counts = said.deaths === null || said.deaths === known.deaths;
  return subject && counts && known.igtMs === said.igtMs;
}

/** The node that was entered, or the finish. A zone of several nodes means one that the player could reach, else the first. */
function goalOf(graph: Graph, subject: ReportSubject, player: Participant): NodeId | 'finish' | undefined {
  switch (subject.kind) {
    case 'finish':
      return 'finish';
    case 'flag':
      return subject.flag === graph.finishEvent ? 'finish' : graph.eventMap[String(subject.flag)];
    case 'zone': {
      const nodes = resolveZone(graph, subject.zone);
      return nodes.find((node) => cameFrom(graph, player, node) !== null) ?? nodes[0];
    }
  }
}

/** The visited node that leads there, the latest first; the node itself when it was visited before without one. */
function cameFrom(graph: Graph, player: Participant, node: NodeId): NodeId | null {
  const progress = progressOf(player);
  const start = graph.start;
  // What is held back counts as visited: it will, should they come back.
  const held = heldBackOf(player.standing).flatMap((fact) => (fact.type === 'gate_passed' ? [fact.node] : []));
  const visited = [...(progress === undefined ? [start] : progress.visits.map((visit) => visit.node)), ...held];
  if (node === start) return start;
  const before = predecessors(graph, node);
  const here = held.at(-1) ?? progress?.node;
  if (here !== undefined && before.includes(here)) return here;
  return visited.toReversed().find((one) => before.includes(one)) ?? (visited.includes(node) ? node : null);
}

function marksOf(seen: {
  readonly said: Report;
  readonly happenedAt: number;
  readonly startedAt: number;
  readonly player: Participant;
  readonly noPath: boolean;
}): readonly Mark[] {
  const { said, happenedAt, startedAt, player } = seen;
  if (happenedAt < startedAt) return ['early_play'];
  const marks: Mark[] = [];
  const last = heldBackOf(player.standing).at(-1)?.igtMs ?? progressOf(player)?.igtMs ?? 0;
  if (said.igtMs < last - REWOUND_MS) marks.push('igt_rewound');
  if (said.igtMs > happenedAt - startedAt + AHEAD_MS) marks.push('igt_ahead');
  if (seen.noPath) marks.push('no_path');
  return marks;
}

/** Inactive lifts itself with the next fact, no-show only with one within `late`; once the race is over only by a finish. */
function lifted(race: Race, player: Participant, body: Body, happenedAt: number): readonly Body[] {
  const { standing } = player;
  if (standing.status !== 'abandoned' || player.sawMap) return [];
  if (race.phase.status === 'finished' && body.type !== 'player_finished') return [];
  const startedAt = race.phase.status === 'running' || race.phase.status === 'finished' ? race.phase.startedAt : 0;
  const participant = player.id;
  const back: Body = { type: 'player_restored', by: SYSTEM, participant, how: 'active_again' };
  if (standing.why === 'inactive') return [back];
  if (standing.why !== 'no_show' || happenedAt >= lateUntil(race, player, startedAt)) return [];
  return [back, { type: 'player_started_late', participant, lateMs: Math.max(0, happenedAt - startedAt) }];
}
