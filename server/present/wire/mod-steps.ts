// What to tell mods so that they get from one scene to the next: once for all of them, and once for each.

import type { Fact } from '../../race/facts.ts';
import type { ParticipantId } from '../../race/ids.ts';
import { makeDeathCounts, makeModBoard, makeZone } from './for-mod.ts';
import { countdownStoppedText, statusText } from './messages.ts';
import { participantOf, reasonOf, type Scene } from './scene.ts';
import type { ToMod } from './to-mod.ts';

/** For every mod of the race: the status. `facts`: those between the scenes. */
export function sharedModSteps(before: Scene, after: Scene, facts: readonly Fact[]): readonly ToMod[] {
  const was = before.race.phase;
  const is = after.race.phase;
  if (is.status === 'countdown') {
    const same = was.status === 'countdown' && was.startsAt === is.startsAt;
    return same ? [] : [{ type: 'countdown', starts_at: is.startsAt, seconds: is.seconds }];
  }
  if (was.status === is.status) return [];
  if (is.status === 'running' && was.status !== 'finished') return [{ type: 'race_start', started_at: is.startedAt }];
  if (is.status === 'open' && was.status === 'countdown') {
    return [{ type: 'countdown_cancelled', message: countdownStoppedText(facts, after.race) }];
  }
  return [{ type: 'race_status_change', status: is.status, message: statusText(after.race) }];
}

/** What one player's mod was told last, so that it hears only of changes, and of all of them. */
export type Told = { readonly status: string; readonly zone: string; readonly deaths: string };

/** What `auth_ok` says; of deaths it says nothing. */
export function toldByAuth(scene: Scene, id: ParticipantId): Told {
  return { status: statusOf(scene, id), zone: JSON.stringify(makeZone(scene, id)), deaths: '[]' };
}

/** For one player's mod: its status, its zone, the marks of others' deaths. */
export function ownModSteps(told: Told, scene: Scene, id: ParticipantId): { steps: readonly ToMod[]; told: Told } {
  const standing = participantOf(scene, id)?.standing;
  if (standing === undefined) return { steps: [], told };
  const steps: ToMod[] = [];
  const status = statusOf(scene, id);
  if (status !== told.status) {
    steps.push({ type: 'player_status', status: standing.status, reason: reasonOf(standing) });
  }
  const zone = makeZone(scene, id);
  const zoneText = JSON.stringify(zone);
  if (zone !== null && zoneText !== told.zone) steps.push({ type: 'zone_update', ...zone });
  const counts = makeDeathCounts(scene, id);
  const deaths = JSON.stringify(counts.flags);
  if (deaths !== told.deaths) steps.push(counts);
  return { steps, told: { status, zone: zoneText, deaths } };
}

function statusOf(scene: Scene, id: ParticipantId): string {
  const standing = participantOf(scene, id)?.standing;
  return standing === undefined ? '' : JSON.stringify([standing.status, reasonOf(standing)]);
}

/** `now`: a fact moved somebody; `soon`: only deaths, gaps or connections changed (at most every 2 s). */
export function boardDue(before: Scene, after: Scene): 'now' | 'soon' | 'no' {
  if (before.race === after.race) return onlyTicked(before, after) ? 'soon' : 'no';
  const was = makeModBoard(before, null);
  const is = makeModBoard(after, null);
  if (same(was, is)) return 'no';
  const still = (board: typeof is) =>
    board.participants.map(({ death_count, gap_ms, connected, ...rest }) => JSON.stringify(rest)).join();
  return still(was) !== still(is) || !same(was.leader_splits, is.leader_splits) ? 'now' : 'soon';
}

/** Between two facts the lines keep their order, and only these of a board move. */
function onlyTicked(before: Scene, after: Scene): boolean {
  const sameThere = before.connected === after.connected;
  if (sameThere && before.lines === after.lines) return false;
  return after.lines.some((line, at) => {
    const was = before.lines[at];
    const { id } = line.participant;
    return (
      was?.deaths !== line.deaths ||
      was.gapMs !== line.gapMs ||
      (!sameThere && before.connected.has(id) !== after.connected.has(id))
    );
  });
}

/** True where no mod has anything of its own to hear: neither facts nor a place or deaths that a pulse brought. */
export function ownIsSame(before: Scene, after: Scene): boolean {
  return (
    before.race === after.race &&
    before.graph === after.graph &&
    after.lines.every((line, at) => {
      const was = before.lines[at];
      return was?.deaths === line.deaths && was.node === line.node;
    })
  );
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
