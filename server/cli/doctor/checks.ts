// What doctor thinks of what it was told: functions from measurements to findings. Deliberately absent: measuring.
import { FEW_SEEDS, LOW_DISK_PART } from '../../play/health.ts';
import type { PoolStats } from '../../play/ports/index.ts';
import type { SchemaState } from '../../store/migrate.ts';
import { type Finding, good, problem, warning } from '../doctor.ts';

/** Some packs, and PostgreSQL's log. */
const LOW_DISK_BYTES = 500e6;
/** Answers name whole seconds and need some time. */
const CLOCK_OFF_MS = 3_000;
const OLDEST_POSTGRES = 14;

export function judgeDisk(folder: string, { free, total }: { readonly free: number; readonly total: number }): Finding {
  const part = total === 0 ? 0 : free / total;
  const says = `${Math.round(part * 100)} % of the disk under ${folder} is free (${(free / 1e9).toFixed(1)} GB)`;
  if (free < LOW_DISK_BYTES) return problem(`${says}: make room, for example with \`speedfog-racing prune\``);
  return part < LOW_DISK_PART ? warning(`${says}: \`speedfog-racing prune\` deletes used seeds`) : good(says);
}

/** `theirs`: an instant (ms) that `who` named, `now` ours when it was read. */
export function judgeClock(who: string, theirs: number, now: number): Finding {
  const off = now - theirs;
  if (Math.abs(off) <= CLOCK_OFF_MS) return good(`agrees with ${who}`);
  const seconds = Math.round(Math.abs(off) / 1000);
  return problem(
    `is ${seconds} s ${off > 0 ? 'ahead of' : 'behind'} ${who}. Set it by network time (timedatectl set-ntp true): starts and logins depend on it`,
  );
}

export function judgeSchema({ isNew, pending, unknown }: SchemaState): Finding {
  if (unknown.length > 0) return problem(`is newer than this version (${unknown.join(', ')}). Start the newer version`);
  if (isNew) return good('is empty; the first start prepares it');
  if (pending.length > 0)
    return warning(`is of an older version; the next start makes a backup and brings it up to date`);
  return good('has the schema of this version');
}

export function judgePostgres(version: string): Finding {
  const major = Number.parseInt(version, 10);
  return major >= OLDEST_POSTGRES
    ? good(`PostgreSQL ${version} answers`)
    : problem(`PostgreSQL ${version} is too old; ${OLDEST_POSTGRES} or newer is needed`);
}

export type PoolCount = Pick<PoolStats, 'name' | 'available' | 'broken'>;

export function judgePools(pools: readonly PoolCount[], dir: string): readonly Finding[] {
  if (pools.length === 0)
    return [problem(`there is no pool in ${dir}: see "Seeds" in README.md, or try npm run demo-seeds`)];
  return pools.map(({ name, available }) => {
    const says = `${name} has ${available} ${available === 1 ? 'seed' : 'seeds'} left`;
    if (available === 0) return problem(`${says}: npm run generate-pool -- --pool ${name}`);
    return available <= FEW_SEEDS ? warning(`${says}: npm run generate-pool -- --pool ${name}`) : good(says);
  });
}

export type Addresses = {
  readonly host: string;
  readonly publicUrl: string;
  readonly websocketUrl: string;
  readonly trustProxy: number;
};

/** Settings that are allowed and still probably not meant. */
export function judgeAddresses({ host, publicUrl, websocketUrl, trustProxy }: Addresses): readonly Finding[] {
  const [page, socket] = [new URL(publicUrl), new URL(websocketUrl)];
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(page.hostname);
  const findings: Finding[] = [];
  if (isLocal && host !== '127.0.0.1' && host !== 'localhost' && host !== '::1') {
    findings.push(warning(`PUBLIC_URL is ${publicUrl}: links work on this computer only`));
  }
  if (!isLocal && page.protocol === 'http:') {
    findings.push(warning('PUBLIC_URL is without https: pack links and logins go over the net in the clear'));
  }
  if (page.protocol === 'https:' && trustProxy === 0) {
    findings.push(
      warning(
        'PUBLIC_URL is https and TRUST_PROXY 0: behind a proxy, all players seem to have one address. Set TRUST_PROXY=1',
      ),
    );
  }
  if (page.protocol === 'https:' && socket.protocol === 'ws:') {
    findings.push(problem('PUBLIC_URL is https and WEBSOCKET_URL ws: browsers refuse that. Use wss'));
  }
  return findings.length === 0 ? [good(`${publicUrl}, sockets at ${websocketUrl}`)] : findings;
}
