// Tells administrators what needs them: few seeds, a full disk, a dead token, broken folders. Each trouble once, also across
// restarts, until it is over. Deliberately absent: what trouble is (play/health.ts).

import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Accounts, HealthCheck, HealthChecks, Keepsakes, Mouth, Time } from '../play/ports/index.ts';
import { alert } from '../present/sentences/en/alerts.ts';
import type { UserId } from '../race/ids.ts';

export type AlertPorts = {
  readonly health: HealthChecks;
  readonly accounts: Pick<Accounts, 'admins'>;
  readonly keepsakes: Keepsakes;
  readonly mouths: readonly Mouth[];
  readonly time: Time;
  readonly logger: Pick<Logger, 'warn' | 'info' | 'error'>;
};

export type Alerts = { start(): void; stop(): Promise<void> };

const LOOK_MS = 60_000;
/** Discord's limit is 25 characters. */
const NONCE_LENGTH = 24;
/** What has been told and is not over, by name and about. */
const KEY = 'alerts.told';
const Told = z.array(z.string());

export function makeAlerts(ports: AlertPorts): Alerts {
  const { health, keepsakes, time, logger } = ports;
  let callOff: () => void = () => {};
  let looking: Promise<void> = Promise.resolve();
  let stopped = false;
  const logged = new Set<string>();
  /** By trouble: administrators who were told of it, or take no messages, while others could not be reached yet. */
  const heard = new Map<string, Set<UserId>>();

  const look = async () => {
    const checks = await health.look();
    // Without a database nobody knows who administers, nor what was told.
    if (checks.some((one) => one.name === 'database' && !one.ok)) return;
    const before = readTold(await keepsakes.get(KEY));
    const wrong = checks.filter((one) => !one.ok);
    const fresh = wrong.filter((one) => !before.includes(keyOf(one)));
    for (const one of fresh.filter((each) => !logged.has(keyOf(each)))) {
      logged.add(keyOf(one));
      logger.warn({ check: keyOf(one) }, one.sentence);
    }
    for (const well of checks.filter((one) => one.ok)) {
      // Also of what nobody was told of.
      const wasLogged = logged.delete(keyOf(well));
      if (wasLogged || before.includes(keyOf(well))) logger.info({ check: keyOf(well) }, well.sentence);
    }
    for (const key of heard.keys()) if (!fresh.some((one) => keyOf(one) === key)) heard.delete(key);
    // Not well, not seen now (a platform that is off): it stays told.
    const still = before.filter((key) => !checks.some((one) => one.ok && keyOf(one) === key));
    const told = fresh.length > 0 && (await tell(fresh, heard, ports)) ? [...still, ...fresh.map(keyOf)] : still;
    if (told.length !== before.length || told.some((key) => !before.includes(key))) {
      await keepsakes.set(KEY, JSON.stringify(told));
    }
  };
  const next = () => {
    looking = look()
      .catch((error: unknown) => logger.error({ err: error }, 'administrators could not be told how things are'))
      .then(() => {
        if (!stopped) callOff = time.after(LOOK_MS, next);
      });
  };
  return {
    start: next,
    async stop() {
      stopped = true;
      callOff();
      await looking;
    },
  };
}

/** False: there is nobody to tell, or somebody could not be reached yet; later they may be. */
async function tell(
  fresh: readonly HealthCheck[],
  heard: Map<string, Set<UserId>>,
  { accounts, mouths, time }: AlertPorts,
): Promise<boolean> {
  const reached = mouths.flatMap(({ tell: say }) => (say === undefined ? [] : [say]));
  const admins = await accounts.admins();
  let all = reached.length > 0 && admins.length > 0;
  for (const admin of admins) {
    const unheard = fresh.filter((one) => heard.get(keyOf(one))?.has(admin.id) !== true);
    if (unheard.length === 0) continue;
    const text = alert(unheard.map((one) => one.sentence));
    const nonce = nonceOf([admin.id, ...unheard.map(keyOf), Math.floor(time.now() / LOOK_MS)]);
    const outcomes = await Promise.all(reached.map((say) => say(admin, text, nonce)));
    const isOut =
      outcomes.some(({ outcome }) => outcome === 'sent') || outcomes.every(({ outcome }) => outcome !== 'failed');
    if (!isOut) all = false;
    else for (const key of unheard.map(keyOf)) heard.set(key, (heard.get(key) ?? new Set()).add(admin.id));
  }
  return all;
}

const keyOf = ({ name, about }: HealthCheck): string => (about === '' ? name : `${name} ${about}`);

const nonceOf = (parts: readonly (string | number)[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, NONCE_LENGTH);

function readTold(text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  const read = Told.safeParse(JSON.parse(text));
  return read.success ? read.data : [];
}
