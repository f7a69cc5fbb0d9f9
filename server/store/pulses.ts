// Pulses in PostgreSQL: one statement per batch, not waiting for the disk, for losing the last of them loses nothing.
import type { DataSource } from 'typeorm';
import type { Pulses } from '../play/ports/index.ts';
import { asNodeId } from '../race/graph.ts';
import type { ParticipantId } from '../race/ids.ts';
import type { Pulse } from '../race/pulses.ts';
import { toJson } from './json.ts';
import type { PulseRow } from './schemas/pulses.ts';

export function makePulses(source: DataSource): Pulses {
  return {
    async load(race) {
      const rows = await source.query<Omit<PulseRow, 'race_id'>[]>(
        'select participant_id, igt_ms::float8, deaths, node, moved_at from pulses where race_id = $1',
        [race],
      );
      return Object.fromEntries(rows.map((row) => [row.participant_id, pulseOf(row)] as const)) as Record<
        ParticipantId,
        Pulse
      >;
    },
    async write(pulses) {
      if (pulses.length === 0) return;
      // The last of a player counts: one statement cannot write the same row twice.
      const newest = new Map(pulses.map((entry) => [`${entry.race} ${entry.participant}`, entry]));
      const rows = [...newest.values()].map(({ race, participant, pulse }) => ({
        race_id: race,
        participant_id: participant,
        igt_ms: pulse.igtMs,
        deaths: pulse.deaths,
        node: pulse.node,
        moved_at: new Date(pulse.movedAt),
      }));
      await source.transaction(async (manager) => {
        await manager.query('set local synchronous_commit = off');
        await manager.query(
          `insert into pulses select * from jsonb_populate_recordset(null::pulses, $1::jsonb)
           on conflict (race_id, participant_id) do update
           set igt_ms = excluded.igt_ms, deaths = excluded.deaths, node = excluded.node, moved_at = excluded.moved_at`,
          [toJson(rows)],
        );
      });
    },
  };
}

const pulseOf = (row: Omit<PulseRow, 'race_id'>): Pulse => ({
  igtMs: row.igt_ms,
  deaths: row.deaths,
  node: row.node === null ? null : asNodeId(row.node),
  movedAt: row.moved_at.getTime(),
});
