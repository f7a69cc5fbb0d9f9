// A race that is over, gate by gate, as the API's document describes it; present/replay.ts makes it.

import { z } from 'zod';
import { ABANDON_REASONS } from '../../race/facts.ts';
import { PLAYER_STATUSES } from '../../race/race.ts';
import { pageGraph } from '../wire/to-page.ts';

const count = z.int().min(0);

export const ApiReplay = z
  .object({
    race: z.object({ id: z.string(), code: z.string(), name: z.string(), started_at: count, finished_at: count }),
    seed: z.object({ graph_json: pageGraph, total_layers: count }),
    duration_ms: count,
    players: z
      .array(
        z.object({
          id: z.string(),
          name: z.string(),
          color: count,
          status: z.enum(PLAYER_STATUSES),
          reason: z.enum(ABANDON_REASONS).nullable(),
          place: z.int().min(1).nullable(),
          igt_ms: count,
          death_count: count,
          gates: z
            .array(z.tuple([count, count, z.int().min(-1), count, count]))
            .describe('t, node, node it was entered from or -1, igt_ms, deaths until then; in order of t'),
          end: z.object({ t: count, igt_ms: count, deaths: count, how: z.enum(['finished', 'out']) }).nullable(),
          splits: z.array(z.tuple([count, count])).describe('layer, igt_ms of its first entry'),
        }),
      )
      .describe('In order of the result'),
  })
  .meta({ id: 'Replay' });
