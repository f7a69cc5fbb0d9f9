// What Prometheus is told (README.md, Metrics). Labels have few values, known beforehand or made by operators (pools): never a name, an id, an
// address or a token. Deliberately absent: who may ask (server/http/routes/metrics.ts), and where things are counted (measured.ts).

import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { HealthChecks, Seeds, Tallies } from '../play/ports/index.ts';
import { DROPS } from '../socket/wire.ts';

/** ms as seconds, from what is felt at once to what nobody waits for. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** What is asked when somebody scrapes. */
export type MetricSources = {
  readonly tallies: Tallies;
  readonly seeds: Pick<Seeds, 'pools'>;
  readonly health: HealthChecks;
};

export type Metrics = ReturnType<typeof makeMetrics>;

export function makeMetrics({ tallies, seeds, health }: MetricSources) {
  const [tally, pools] = [shared(() => tallies.count()), shared(() => seeds.pools())];
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  /** Without a database there is nothing to tell, rather than something old. */
  const gauge = <Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
    read: (set: (labels: Record<Label, string>, value: number) => void) => Promise<void>,
  ) =>
    new Gauge({
      name,
      help,
      labelNames: [...labelNames],
      registers,
      async collect() {
        this.reset();
        await read((labels, value) => this.set(labels, value)).catch(() => this.reset());
      },
    });

  gauge('speedfog_races', 'Races by status', ['status'], async (set) => {
    for (const [status, count] of Object.entries((await tally()).races)) set({ status }, count);
  });
  gauge(
    'speedfog_notices_waiting',
    'What is still to be said; tried: what failed at least once',
    ['tried'],
    async (set) => {
      const { waiting, retried } = (await tally()).notices;
      set({ tried: 'no' }, waiting - retried);
      set({ tried: 'yes' }, retried);
    },
  );
  gauge('speedfog_seeds_available', 'Seeds left by pool', ['pool'], async (set) => {
    for (const pool of await pools()) set({ pool: pool.name }, pool.available);
  });
  gauge('speedfog_seeds_consumed', 'Seeds that races have, by pool', ['pool'], async (set) => {
    for (const pool of await pools()) set({ pool: pool.name }, pool.consumed);
  });
  gauge('speedfog_seeds_broken', 'Seed folders that cannot be used, by pool', ['pool'], async (set) => {
    for (const pool of await pools()) set({ pool: pool.name }, pool.broken.length);
  });
  gauge('speedfog_healthy', '1: well; 0: /ready says why', ['check', 'about'], async (set) => {
    for (const { name, about, ok } of await health.look()) set({ check: name, about }, ok ? 1 : 0);
  });

  const metrics = {
    registry,
    mods: new Gauge({ name: 'speedfog_mods_connected', help: 'Mods in their race', registers }),
    viewers: new Gauge({ name: 'speedfog_viewers_connected', help: 'Pages and overlays that watch', registers }),
    pulses: new Counter({
      name: 'speedfog_pulses_total',
      help: 'IGT and deaths as mods report them',
      labelNames: ['outcome'],
      registers,
    }),
    facts: new Counter({ name: 'speedfog_facts_total', help: 'Facts appended', labelNames: ['type'], registers }),
    commands: new Histogram({
      name: 'speedfog_command_seconds',
      help: 'What people said, by word, platform and what came of it',
      labelNames: ['command', 'platform', 'outcome'],
      buckets: SECONDS,
      registers,
    }),
    notices: new Counter({
      name: 'speedfog_notices_total',
      help: 'What was said on platforms, by what became of it',
      labelNames: ['outcome'],
      registers,
    }),
    packs: new Counter({
      name: 'speedfog_packs_served_total',
      help: 'Downloads of packs: complete, or cut off',
      labelNames: ['outcome'],
      registers,
    }),
    drops: new Counter({
      name: 'speedfog_websocket_drops_total',
      help: 'Connections that were ended because of what they did',
      labelNames: ['why'],
      registers,
    }),
    requests: new Histogram({
      name: 'speedfog_http_seconds',
      help: 'Requests by pattern of their address',
      labelNames: ['method', 'route', 'status'],
      buckets: SECONDS,
      registers,
    }),
  };
  // Known from the beginning, so that the first one is seen as a rise.
  for (const outcome of ['ok', 'bad_igt']) metrics.pulses.inc({ outcome }, 0);
  for (const outcome of ['sent', 'refused', 'dropped', 'failed']) metrics.notices.inc({ outcome }, 0);
  for (const outcome of ['complete', 'cut_off']) metrics.packs.inc({ outcome }, 0);
  for (const why of DROPS) metrics.drops.inc({ why }, 0);
  return metrics;
}

/** Several who ask at once share one answer: all gauges of a scrape are read together. */
function shared<T>(read: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined;
  return () => {
    asked ??= read().finally(() => {
      asked = undefined;
    });
    return asked;
  };
}
