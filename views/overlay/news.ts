// What a screen reader is told of a race: who leads, who finished, who is out. Ticking numbers are never announced.

import type { PagePlayer } from '../../server/present/wire/to-page.ts';
import { formatDuration } from './format.ts';
import type { Watched } from './race-state.ts';

/** A sentence or two about what is new, or nothing. */
export function newsOf(before: Watched | undefined, after: Watched): string {
  if (before === undefined || before.race.id !== after.race.id) return '';
  const old = new Map(before.players.map((player) => [player.id, player]));
  const said = after.players.flatMap((player) => newsOfPlayer(old.get(player.id), player));
  const [led, leads] = [before.players[0], after.players[0]];
  if (leads?.status === 'playing' && led !== undefined && led.id !== leads.id) said.push(`${leads.name} leads.`);
  return said.join(' ');
}

function newsOfPlayer(before: PagePlayer | undefined, after: PagePlayer): readonly string[] {
  if (before === undefined || before.status === after.status) return [];
  if (after.status === 'finished') return [`${after.name} finished in ${formatDuration(after.igt_ms)}.`];
  if (after.status === 'abandoned') return [`${after.name} is out.`];
  return after.status === 'ready' ? [`${after.name} is ready.`] : [];
}
