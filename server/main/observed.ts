// What operators see of the service, made once: checks of its health, metrics, and the page of them.

import { statfs } from 'node:fs/promises';
import type { Heard } from '../commands/command.ts';
import type { Config } from '../config.ts';
import type { MetricsPage } from '../http/deps.ts';
import { makeHealthChecks } from '../play/health.ts';
import type { Change, HealthCheck, HealthChecks, Seeds, Time } from '../play/ports/index.ts';
import type { Store } from '../store/store.ts';
import { type Metrics, makeMetrics } from './metrics.ts';

export type Observed = {
  readonly health: HealthChecks;
  readonly metrics: Metrics;
  readonly page: MetricsPage;
  readonly heard: (said: Heard) => void;
  readonly changed: (change: Change) => void;
};

type Parts = {
  readonly config: Pick<Config, 'dataDir' | 'seedsDir'>;
  readonly store: Pick<Store, 'ping' | 'tallies'>;
  readonly seeds: Seeds;
  /** As the bots find them; none before they are started. */
  readonly tokens: () => readonly HealthCheck[];
  readonly time: Time;
};

export function makeObserved({ config, store, seeds, tokens, time }: Parts): Observed {
  const disks = () => measureDisks([config.dataDir, config.seedsDir]);
  const health = makeHealthChecks({
    ping: store.ping,
    pools: seeds.pools,
    disks,
    further: [async () => tokens()],
    time,
  });
  const metrics = makeMetrics({ tallies: store.tallies, seeds, health });
  return {
    health,
    metrics,
    page: {
      contentType: metrics.registry.contentType,
      text: () => metrics.registry.metrics(),
      answered({ method, route, status, ms }) {
        const known = METHODS.includes(method) ? method : 'other';
        metrics.requests.observe({ method: known, route, status: String(status) }, ms / 1000);
      },
    },
    heard({ command, platform, outcome, ms }) {
      metrics.commands.observe({ command, platform, outcome }, ms / 1000);
    },
    changed({ facts }) {
      for (const { fact } of facts) metrics.facts.inc({ type: fact.type });
    },
  };
}

const METHODS: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

export type Disk = { readonly folder: string; readonly free: number; readonly total: number };

/** Bytes of the disk under each folder that is there. */
export async function measureDisks(folders: readonly string[]): Promise<readonly Disk[]> {
  const found = await Promise.all(folders.map((folder) => statfs(folder).catch(() => undefined)));
  return folders.flatMap((folder, index) => {
    const disk = found[index];
    return disk === undefined ? [] : [{ folder, free: disk.bavail * disk.bsize, total: disk.blocks * disk.bsize }];
  });
}
