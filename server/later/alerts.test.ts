import { pino } from 'pino';
import { expect, it } from 'vitest';
import { manualTime } from '../../tools/testing/manual-time.ts';
import type { HealthCheck, Mouth, Posted, User } from '../play/ports/index.ts';
import type { UserId } from '../race/ids.ts';
import { makeMemoryStore } from '../store/memory/store.ts';
import { makeAlerts } from './alerts.ts';

const MINUTE = 60_000;
const WELL: HealthCheck = { name: 'database', about: '', ok: true, vital: true, sentence: 'The database answers.' };
const pool = (left: number): HealthCheck => ({
  name: 'pool',
  about: 'sprint',
  ok: left > 3,
  vital: false,
  sentence: `sprint has ${left} seeds left.`,
});
const disk: HealthCheck = { name: 'disk', about: '', ok: false, vital: false, sentence: '5 % of the disk is free.' };

function setUp(others: readonly User[] = []) {
  const time = manualTime(Date.UTC(2026, 0, 1));
  const store = makeMemoryStore({ time });
  const admin = { id: 'u1' as UserId, name: 'Root', discordId: '1'.repeat(18) } as User;
  const heard: string[] = [];
  /** Who of the others was written to, and whether they could be reached. */
  const told: string[] = [];
  const nonces = new Set<string>();
  let now: readonly HealthCheck[] = [WELL];
  let answer: Posted = { outcome: 'sent', messageId: 'm' };
  const mouth: Mouth = {
    platform: 'discord',
    post: async () => answer,
    edit: async () => 'edited',
    async tell(to, text, nonce) {
      if (others.includes(to)) {
        told.push(`${to.name} ${answer.outcome}`);
        return answer;
      }
      expect(to).toBe(admin);
      expect(nonce).toHaveLength(24);
      const mine: Posted = others.length === 0 ? answer : { outcome: 'sent', messageId: 'm' };
      if (mine.outcome === 'sent') heard.push(text);
      nonces.add(nonce);
      return mine;
    },
  };
  const ports = {
    ...{
      health: { look: async () => now },
      accounts: { admins: async () => [admin, ...others] },
      keepsakes: store.keepsakes,
    },
    ...{ mouths: [mouth], time, logger: pino({ level: 'silent' }) },
  };
  return {
    time,
    heard,
    told,
    nonces,
    start: () => {
      const alerts = makeAlerts(ports);
      alerts.start();
      return alerts;
    },
    set: (...checks: readonly HealthCheck[]) => {
      now = checks;
    },
    answer: (next: Posted) => {
      answer = next;
    },
  };
}

it('tells each trouble once, and again when it comes back', async () => {
  const house = setUp();
  house.start();
  await house.time.pass(MINUTE);
  expect(house.heard).toEqual([]);
  house.set(WELL, pool(3));
  await house.time.pass(10 * MINUTE);
  expect(house.heard).toEqual(['The race service needs you:\n• sprint has 3 seeds left.']);
  house.set(WELL, pool(2), disk);
  await house.time.pass(MINUTE);
  expect(house.heard.slice(1)).toEqual(['The race service needs you:\n• 5 % of the disk is free.']);
  house.set(WELL, pool(9), disk);
  await house.time.pass(MINUTE);
  house.set(WELL, pool(3), disk);
  await house.time.pass(MINUTE);
  expect(house.heard.slice(2)).toEqual(['The race service needs you:\n• sprint has 3 seeds left.']);
});

it('says nothing twice because of a restart', async () => {
  const house = setUp();
  house.set(WELL, disk);
  const first = house.start();
  await house.time.pass(MINUTE);
  await first.stop();
  house.start();
  await house.time.pass(5 * MINUTE);
  expect(house.heard).toHaveLength(1);
});

it('tries again while nobody can be reached, and does not while messages are refused', async () => {
  const house = setUp();
  house.set(WELL, disk);
  house.answer({ outcome: 'failed' });
  house.start();
  await house.time.pass(3 * MINUTE);
  house.answer({ outcome: 'sent', messageId: 'm' });
  await house.time.pass(3 * MINUTE);
  expect(house.heard).toHaveLength(1);
  house.answer({ outcome: 'refused', why: 'dms_closed' });
  house.set(WELL, disk, pool(1));
  await house.time.pass(MINUTE);
  const { size } = house.nonces;
  await house.time.pass(5 * MINUTE);
  expect(house.nonces.size).toBe(size);
});

it('goes on trying for who could not be reached, and tells nobody else again', async () => {
  const house = setUp([{ id: 'u2' as UserId, name: 'Ada', discordId: '2'.repeat(18) } as User]);
  house.answer({ outcome: 'failed' });
  house.set(WELL, disk);
  house.start();
  await house.time.pass(2 * MINUTE);
  house.answer({ outcome: 'sent', messageId: 'm' });
  await house.time.pass(5 * MINUTE);
  expect(house.told).toEqual(['Ada failed', 'Ada failed', 'Ada failed', 'Ada sent']);
  expect(house.heard).toHaveLength(1);
});

it('logs each trouble each time that it comes, also where there is nobody to tell', async () => {
  const time = manualTime(Date.UTC(2026, 0, 1));
  const lines: string[] = [];
  let now: readonly HealthCheck[] = [WELL, disk];
  const room: HealthCheck = { ...disk, ok: true, sentence: '30 % of the disk is free.' };
  makeAlerts({
    health: { look: async () => now },
    accounts: { admins: async () => [] },
    keepsakes: makeMemoryStore({ time }).keepsakes,
    mouths: [],
    time,
    logger: pino({ level: 'info' }, { write: (line: string) => lines.push(JSON.parse(line).msg) }),
  }).start();
  await time.pass(2 * MINUTE);
  now = [WELL, room];
  await time.pass(2 * MINUTE);
  now = [WELL, disk];
  await time.pass(2 * MINUTE);
  expect(lines).toEqual([disk.sentence, room.sentence, disk.sentence]);
});

it('waits for the database, which knows who administers', async () => {
  const house = setUp();
  house.set({ ...WELL, ok: false }, disk);
  house.start();
  await house.time.pass(3 * MINUTE);
  expect(house.heard).toEqual([]);
  house.set(WELL, disk);
  await house.time.pass(MINUTE);
  expect(house.heard).toHaveLength(1);
});
