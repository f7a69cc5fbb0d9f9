// What ticks between facts: IGT, deaths, the place shown. Laid over the state for display; never a fact, never a rule's input
// but through `Liveness`.

import type { NodeId } from './graph.ts';
import type { Participant, Progress } from './race.ts';

export type Pulse = {
  readonly igtMs: number;
  readonly deaths: number;
  /** The visited node that the shown position moved to; null while the last gate's node stands. */
  readonly node: NodeId | null;
  /** When IGT last rose, server ms. */
  readonly movedAt: number;
};

/** A `status_update` as it counts: `node` already resolved to a visited node, or null. */
export type PulseReport = { readonly igtMs: number; readonly deaths: number; readonly node: NodeId | null };

/** The next pulse. IGT may fall (a reload of an older save is shown as it is); only a rise counts as movement. */
export function nextPulse(before: Pulse | undefined, report: PulseReport, now: number): Pulse {
  const rose = before === undefined || report.igtMs > before.igtMs;
  return {
    igtMs: report.igtMs,
    deaths: report.deaths,
    node: report.node ?? before?.node ?? null,
    movedAt: rose ? now : before.movedAt,
  };
}

/** Progress of whoever has some; undefined before the start. */
export function progressOf(participant: Participant): Progress | undefined {
  const { standing } = participant;
  switch (standing.status) {
    case 'registered':
    case 'ready':
      return undefined;
    case 'playing':
    case 'finished':
      return standing.progress;
    case 'abandoned':
      return standing.progress ?? undefined;
  }
}

/** What a screen shows of a player: a fact's numbers until a pulse has newer ones. Finished: the result, whatever ticks on. */
export function shown(
  participant: Participant,
  pulse: Pulse | undefined,
): { readonly igtMs: number; readonly deaths: number; readonly node: NodeId | null; readonly layer: number } {
  const { standing } = participant;
  const progress = progressOf(participant);
  if (progress === undefined) return { igtMs: 0, deaths: 0, node: null, layer: 0 };
  if (standing.status === 'finished') {
    return { igtMs: standing.igtMs, deaths: standing.deaths, node: progress.node, layer: progress.layer };
  }
  if (pulse === undefined || standing.status === 'abandoned') {
    return { igtMs: progress.igtMs, deaths: progress.deaths, node: progress.node, layer: progress.layer };
  }
  return {
    igtMs: Math.max(progress.igtMs, pulse.igtMs),
    deaths: Math.max(progress.deaths, pulse.deaths),
    node: pulse.node ?? progress.node,
    layer: progress.layer,
  };
}
