// Judges what operators should know of: is the database there, are seeds left, are folders broken, is there room. Measuring is handed in, as are
// further checks. Deliberately absent: telling anybody.

import type { HealthCheck, HealthChecks, PoolStats, Time } from './ports/index.ts';

/** With that many seeds left, somebody should generate more. */
export const FEW_SEEDS = 3;
/** Of the disk. */
export const LOW_DISK_PART = 0.1;
/** What is asked of folders and rows holds that long; the database is asked each time. */
const HOLDS_MS = 10_000;

export type HealthPorts = {
  /** Rejects while the database is away. */
  readonly ping: () => Promise<unknown>;
  readonly pools: () => Promise<readonly PoolStats[]>;
  /** Bytes of each disk that the service writes to. */
  readonly disks: () => Promise<readonly { readonly free: number; readonly total: number }[]>;
  /** Others' findings, e.g. of tokens. A rejection is a check that says nothing. */
  readonly further?: readonly (() => Promise<readonly HealthCheck[]>)[];
  readonly time: Pick<Time, 'now'>;
};

export function makeHealthChecks(ports: HealthPorts): HealthChecks {
  let known: { readonly at: number; readonly checks: Promise<readonly HealthCheck[]> } | undefined;
  const looks = [
    async () => (await ports.pools()).map(judgePool),
    async () => judgeFolders(await ports.pools()),
    async () => judgeDisks(await ports.disks()),
    ...(ports.further ?? []),
  ];
  const lookAtAll = async () => (await Promise.all(looks.map((look) => look().catch(() => [])))).flat();
  let asked: Promise<HealthCheck> | undefined;
  /** One question at a time: however many want to know, readiness costs the database no more than that. */
  const lookAtDatabase = (): Promise<HealthCheck> => {
    asked ??= ports
      .ping()
      .then(
        () => judgeDatabase(true),
        () => judgeDatabase(false),
      )
      .finally(() => {
        asked = undefined;
      });
    return asked;
  };
  return {
    async look() {
      const database = await lookAtDatabase();
      const now = ports.time.now();
      // Without a database nothing is known of pools; what was found is not kept then.
      if (known === undefined || now - known.at >= HOLDS_MS) known = { at: now, checks: lookAtAll() };
      const { checks } = known;
      if (!database.ok) known = undefined;
      return [database, ...(await checks)];
    },
  };
}

const judgeDatabase = (ok: boolean): HealthCheck => ({
  name: 'database',
  about: '',
  ok,
  vital: true,
  sentence: ok ? 'The database answers.' : 'The database does not answer. It is tried again all the time.',
});

function judgePool({ name, available }: PoolStats): HealthCheck {
  const left = `${name} has ${available} ${available === 1 ? 'seed' : 'seeds'} left`;
  const ok = available > FEW_SEEDS;
  const sentence = ok ? `${left}.` : `${left}. Generate more: npm run generate-pool -- --pool ${name}`;
  return { name: 'pool', about: name, ok, vital: false, sentence };
}

function judgeFolders(pools: readonly PoolStats[]): readonly HealthCheck[] {
  const broken = pools.filter((pool) => pool.broken.length > 0);
  const many = broken.map((pool) => `${pool.broken.length} of ${pool.name}`).join(', ');
  const sentence =
    broken.length === 0
      ? 'Every seed folder can be used.'
      : `Seed folders that cannot be used: ${many}. \`/seeds stats\` says which and why.`;
  return [{ name: 'seeds', about: '', ok: broken.length === 0, vital: false, sentence }];
}

function judgeDisks(disks: readonly { readonly free: number; readonly total: number }[]): readonly HealthCheck[] {
  const parts = disks.map(({ free, total }) => (total === 0 ? 0 : free / total));
  if (parts.length === 0) return [];
  const least = Math.min(...parts);
  const ok = least >= LOW_DISK_PART;
  const says = `${Math.floor(least * 100)} % of the disk is free`;
  const sentence = ok ? `${says}.` : `${says}. Make room, for example with \`speedfog-racing prune\`.`;
  return [{ name: 'disk', about: '', ok, vital: false, sentence }];
}
