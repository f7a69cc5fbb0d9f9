// The words of the command line over the store's twin in memory: what they print, and which exit code they answer.
import { expect, it } from 'vitest';
import type { AdminName } from '../play/admins.ts';
import type { UserId } from '../race/ids.ts';
import { aStory, joined, participantId, SYSTEM, T0 } from '../store/contract/world.test-kit.ts';
import { makeMemoryStore } from '../store/memory/store.ts';
import { judgeAddresses, judgeClock, judgeDisk, judgePools, judgePostgres, judgeSchema } from './doctor/checks.ts';
import { examine, good, problem, warning } from './doctor.ts';
import { makeAdmin } from './make-admin.ts';
import { makeProgram, type Tasks } from './program.ts';
import { prune } from './prune.ts';
import { replay } from './replay.ts';
import { printStatus } from './status.ts';

const house = () => {
  const lines: string[] = [];
  return { store: makeMemoryStore({ time: { now: () => T0 } }), lines, print: (line: string) => void lines.push(line) };
};
const who = (login: string) => ({ platform: 'twitch' as const, id: login, login, displayName: login, avatarUrl: null });

it('status: 1 while a race is in its countdown or runs, 0 before and after', async () => {
  const { store, lines, print } = house();
  const status = async () => {
    lines.length = 0;
    return await printStatus(store.log, T0 + 600_000, print);
  };
  expect(await status()).toBe(0);
  const story = await aStory(store);
  const participant = participantId();
  await story.append(
    { type: 'race_opened', v: 1, at: T0 + 1, by: SYSTEM },
    joined(participant, { user: 'u' as UserId, name: 'zank' }),
    { type: 'player_ready', v: 1, at: T0 + 2, participant },
  );
  expect(await status()).toBe(0);
  expect(lines).toEqual([expect.stringContaining(`${story.state().code}  open`), 'No race runs.']);
  await story.append({ type: 'countdown_started', v: 1, at: T0 + 3, by: SYSTEM, startsAt: T0 + 10_000, seconds: 10 });
  expect(await status()).toBe(1);
  await story.append({ type: 'race_started', v: 1, at: T0 + 10_000, startedAt: T0 + 10_000, clockBoundsMs: {} });
  expect(await status()).toBe(1);
  expect(lines[0]).toMatch(/running .*1 player .*for 10 min/);
  await story.append({ type: 'race_cancelled', v: 1, at: T0 + 20_000, by: SYSTEM, reason: null, fate: 'spent' });
  expect(await status()).toBe(0);
});

it('replay: by code or id, says whether the tables agree', async () => {
  const { store, lines, print } = house();
  const story = await aStory(store);
  const deps = { log: store.log, formatDuration: (ms: number) => `${ms} ms`, print };
  const same = { ...deps, differences: async () => [] };
  expect(await replay(story.state().code.toLowerCase(), same)).toBe(0);
  expect(await replay(story.id, same)).toBe(0);
  expect(lines.at(-1)).toBe('What is stored says the same.');
  expect(await replay(story.id, { ...deps, differences: async () => ['zank: igt_ms is stored as 1'] })).toBe(1);
  expect(lines).toContain('Differs: zank: igt_ms is stored as 1.');
  for (const nobody of ['CCCCC', 'not a race', crypto.randomUUID()]) expect(await replay(nobody, same)).toBe(2);
});

it('make-admin: an account that has been here, by its platform; lists them; takes it back', async () => {
  const { store, lines, print } = house();
  const { accounts } = store;
  const deps = { accounts, configured: ['twitch:boss' as const], print };
  const ask = (account: AdminName | undefined, revoke = false) => makeAdmin({ who: account, revoke }, deps);
  expect(await ask(undefined)).toBe(0);
  expect(lines.at(-1)).toContain('no administrator yet');
  expect(await ask('twitch:zank')).toBe(1);
  const { id } = await accounts.ofIdentity(who('zank'));
  expect(await ask('twitch:zank')).toBe(0);
  expect((await accounts.byId(id))?.isAdmin).toBe(true);
  expect(await ask(undefined)).toBe(0);
  expect(lines.at(-1)).toBe('zank (twitch:zank)');
  expect(await ask('twitch:zank', true)).toBe(0);
  expect((await accounts.byId(id))?.isAdmin).toBe(false);
  await accounts.ofIdentity(who('boss'));
  expect(await ask('twitch:boss', true)).toBe(1);
  expect(lines.at(-1)).toContain('ADMINS');
});

it('prune: says what it would delete, deletes that, and tells the database', async () => {
  const { lines, print } = house();
  const asked: unknown[] = [];
  const seeds = [{ id: 's1' as never, pool: 'sprint', folder: 'seed_1', liesIn: 'consumed' }];
  const deps = {
    prunable: async (before: number) => {
      asked.push(before);
      return { seeds, packsInUse: ['p'] };
    },
    removeFolder: async (...folder: string[]) => asked.push(folder) > 0,
    sweepPacks: async (inUse: ReadonlySet<string>) => asked.push([...inUse]),
    rows: { place: async (places: unknown) => void asked.push(places) },
    print,
  };
  const days = 86_400_000;
  expect(await prune({ keepDays: 30, dryRun: true, now: 100 * days }, deps)).toBe(0);
  expect(asked).toEqual([70 * days]);
  expect(lines).toEqual(['sprint/consumed/seed_1', expect.stringContaining('nothing was')]);
  asked.length = 0;
  await prune({ keepDays: 30, dryRun: false, now: 100 * days }, deps);
  expect(asked).toEqual([70 * days, ['sprint', 'seed_1'], [{ seed: 's1', liesIn: null }], ['p']]);
});

it('doctor: a check that fails is a problem, and only problems fail', async () => {
  const { lines, print } = house();
  const check = (...findings: ReturnType<typeof good>[]) => ({ about: 'thing', look: async () => findings });
  expect(await examine([check(good('a')), check(warning('b'))], print)).toBe(0);
  expect(lines).toEqual(['ok       thing: a', 'warning  thing: b', '0 problems, 1 warning.']);
  const broken = { about: 'other', look: () => Promise.reject(new Error('is away')) };
  expect(await examine([check(good('a')), broken, check(problem('c'))], print)).toBe(1);
  expect(lines).toContain('PROBLEM  other: is away');
  expect(await examine([check(good('a'))], print)).toBe(0);
});

const MISPLACED = {
  host: '0.0.0.0',
  publicUrl: 'http://localhost:3000',
  websocketUrl: 'ws://localhost:3000',
  trustProxy: 0,
};
it.each([
  ['good', judgeDisk('d', { free: 50e9, total: 100e9 })],
  ['warning', judgeDisk('d', { free: 9e9, total: 100e9 })],
  ['problem', judgeDisk('d', { free: 100e6, total: 100e9 })],
  ['good', judgeClock('Twitch', 1_000_000, 1_002_000)],
  ['problem', judgeClock('Twitch', 1_000_000, 1_012_000)],
  ['problem', judgeClock('Twitch', 1_012_000, 1_000_000)],
  ['good', judgeSchema({ isNew: false, pending: [], unknown: [] })],
  ['warning', judgeSchema({ isNew: false, pending: ['x'], unknown: [] })],
  ['problem', judgeSchema({ isNew: false, pending: [], unknown: ['x'] })],
  ['good', judgePostgres('14.2 (Debian)')],
  ['problem', judgePostgres('9.6.1')],
  ['problem', judgePools([], 'd')[0]],
  ['problem', judgePools([{ name: 'p', available: 0, broken: [] }], 'd')[0]],
  ['warning', judgePools([{ name: 'p', available: 3, broken: [] }], 'd')[0]],
  ['good', judgePools([{ name: 'p', available: 4, broken: [] }], 'd')[0]],
  ['warning', judgeAddresses(MISPLACED)[0]],
  ['good', judgeAddresses({ ...MISPLACED, host: '127.0.0.1' })[0]],
  ['warning', judgeAddresses({ ...MISPLACED, publicUrl: 'http://r.example', websocketUrl: 'ws://r.example' })[0]],
  ['warning', judgeAddresses({ ...MISPLACED, publicUrl: 'https://r.example', websocketUrl: 'wss://r.example' })[0]],
  [
    'good',
    judgeAddresses({ ...MISPLACED, publicUrl: 'https://r.example', websocketUrl: 'wss://r.example', trustProxy: 1 })[0],
  ],
  [
    'problem',
    judgeAddresses({ ...MISPLACED, publicUrl: 'https://r.example', websocketUrl: 'ws://r.example', trustProxy: 1 })[0],
  ],
])('doctor finds it %s: %j', (level, finding) => expect(finding?.level).toBe(level));

it('make-admin: an account of another form is no account', async () => {
  let said = '';
  const program = makeProgram(
    {} as Tasks,
    () => {},
    () => {},
  );
  for (const command of program.commands) command.configureOutput({ writeErr: (text) => (said += text) });
  const wrong = program.parseAsync(['node', 'main.ts', 'make-admin', 'bob']);
  await expect(wrong).rejects.toMatchObject({ code: 'commander.invalidArgument' });
  expect(said).toContain('Write twitch:LOGIN, or discord:ID');
});

it('every word explains itself and hands on what was said', async () => {
  const called: unknown[] = [];
  const take =
    (word: string) =>
    async (...args: unknown[]) => {
      called.push([word, ...args]);
      return 7;
    };
  const words = [
    'start',
    'console',
    'migrate',
    'makeAdmin',
    'twitchLogin',
    'doctor',
    'status',
    'backup',
    'restore',
    'prune',
    'replay',
  ];
  const tasks = { ...Object.fromEntries(words.map((word) => [word, take(word)])), scan: async () => ({ broken: [] }) };
  const codes: number[] = [];
  const program = () =>
    makeProgram(
      tasks as unknown as Tasks,
      () => {},
      (code) => codes.push(code),
    );
  const say = (...args: string[]) => program().parseAsync(['node', 'main.ts', ...args]);
  await say('prune', '--days', '3', '--dry-run');
  await say('restore', 'f.gz', '--overwrite');
  await say('backup');
  await say('make-admin', ' Twitch:X', '--revoke');
  await say('replay', 'K7Q2X');
  expect(called).toEqual([
    ['prune', { days: 3, dryRun: true }],
    ['restore', 'f.gz', { overwrite: true }],
    ['backup', undefined],
    ['makeAdmin', { who: 'twitch:x', revoke: true }],
    ['replay', 'K7Q2X'],
  ]);
  expect(codes).toEqual([7, 7, 7, 7, 7]);
  for (const { commands } of [program()]) {
    for (const command of commands) {
      let help = '';
      command.configureOutput({ writeOut: (text) => (help += text) }).exitOverride();
      await expect(command.parseAsync(['node', 'x', '--help'])).rejects.toMatchObject({ exitCode: 0 });
      expect(help).toContain(command.description().split(' ')[0]);
    }
    expect(commands).toHaveLength(12);
  }
});
