// The doors between rooms, as data: who may import what, and which words a pure room never says. The rows down to `tools` are
// the table "Doors" of the architecture; what it leaves open stands below each row with its reason. Judged by ./doors/check.ts.

export type Door = {
  /** A folder or a single file, from the root. */
  room: string;
  /** Folders or files whose values and types it may import. It may always import itself. */
  rooms?: string[];
  /** Those it may `import type` from, besides TYPES_FOR_ALL. */
  types?: string[];
  /** Packages; a `*` at the end stands for any rest. */
  libraries?: string[];
  /** No clock, dice, waiting or environment, no node: modules but those in `libraries`; its unit tests stay inside too. */
  pure?: true;
  /** Runs in a browser: no node: modules and no logging. */
  browser?: true;
  /** Why the row grants more than the table in words. */
  why?: string;
};

const RACE = 'server/race';
const SEEDS = 'server/seeds';
const PLAY = 'server/play';
const PORTS = 'server/play/ports';
const COMMANDS = 'server/commands';
const PRESENT = 'server/present';

export const DOORS: Door[] = [
  { room: RACE, pure: true },
  {
    room: SEEDS,
    rooms: [RACE],
    libraries: ['node:crypto', 'smol-toml'],
    pure: true,
    why: 'A hash of given bytes and the reading and writing of given TOML are functions like any other.',
  },
  {
    room: PLAY,
    rooms: [RACE, SEEDS],
    libraries: ['p-queue'],
    why: 'p-queue lines up the intents of one race.',
  },
  {
    room: COMMANDS,
    rooms: [PLAY, RACE, SEEDS],
    libraries: ['chrono-node', 'temporal-polyfill'],
    why: 'A start is free text, read here (when.ts): one reads the words, the other knows the zones.',
  },
  { room: PRESENT, rooms: [RACE, SEEDS], types: [COMMANDS], pure: true },
  { room: 'server/live', rooms: [RACE, PORTS, PRESENT] },
  { room: 'server/later', rooms: [PLAY, RACE, PRESENT] },
  {
    room: 'server/pools',
    rooms: [SEEDS, PORTS, 'server/race/graph.ts'],
    libraries: ['smol-toml'],
    why: "pools.toml and config.toml are its files; whether a graph.json can be raced is for the graph's own parser to say.",
  },
  {
    room: 'server/store',
    rooms: [RACE, SEEDS, PORTS],
    libraries: ['typeorm', 'pg'],
    why: 'pg is the driver under typeorm; the built-in server is set up with it before typeorm connects.',
  },
  { room: 'server/zip', rooms: [SEEDS], libraries: ['archiver'] },
  {
    room: 'server/http',
    rooms: [COMMANDS, PLAY, PRESENT, 'server/live', 'server/zip'],
    libraries: [
      ...['koa', 'eta', '@twurple/auth'],
      ...['@koa/bodyparser', '@koa/router', 'koa-helmet', 'koa-session', 'koa-static', 'rate-limiter-flexible'],
      ...['ical-generator', 'csv-stringify/*'],
    ],
    why: "Koa's own parts: bodies, routes, headers, sessions, files; the limit on requests; formats of other programs.",
  },
  {
    room: 'server/socket',
    rooms: [PLAY, PRESENT, 'server/live'],
    libraries: ['koa-websocket', 'ws', 'koa'],
    why: 'koa-websocket wraps a Koa.',
  },
  {
    room: 'server/cli',
    rooms: [COMMANDS, PLAY, RACE, 'server/pools', 'server/store'],
    libraries: ['commander'],
  },
  { room: 'bot/discord', rooms: [COMMANDS, PRESENT, PORTS], libraries: ['discord.js'] },
  { room: 'bot/twitch', rooms: [COMMANDS, PRESENT, PORTS], libraries: ['@twurple/*'] },
  { room: 'bot/console', rooms: [COMMANDS, PRESENT, PORTS], libraries: ['commander'] },
  {
    room: 'views/overlay',
    rooms: ['server/present/palette.ts', 'server/present/palette.json'],
    types: [PRESENT],
    libraries: ['sigma', 'sigma/*', '@sigma/*', 'graphology', 'partysocket', 'partysocket/*'],
    browser: true,
    why: 'partysocket is the socket that reconnects for ever.',
  },
  { room: 'ormconfig.ts', rooms: ['server/store', 'server/config.ts'], libraries: ['typeorm'] },
  {
    room: 'server/config.ts',
    rooms: ['server/play/admins.ts'],
    libraries: ['dotenv'],
    why: 'It reads the environment, once; how an administrator is named is for play to say.',
  },
  { room: 'server/main.ts', rooms: ['server', 'bot', 'ormconfig.ts'], libraries: ['*'] },
  {
    room: 'server/main',
    rooms: ['server', 'bot', 'ormconfig.ts'],
    libraries: ['*'],
    why: 'The other half of main: what its commands beside serving open and hand to cli.',
  },
  { room: 'tools', rooms: ['server', 'bot', 'ormconfig.ts'], libraries: ['*'] },
];

/** Rooms whose types anybody may import. */
export const TYPES_FOR_ALL = [RACE, SEEDS, PLAY];
export const LIBRARIES_FOR_ALL = ['zod'];
/** Not for pure rooms and not for browsers. */
export const LIBRARIES_TO_OBSERVE = ['pino', 'prom-client'];

/** What tests bring besides their room's own libraries. */
export const TEST_LIBRARIES = [
  ...['vitest', 'vitest/*', 'fast-check', 'ajv', 'ajv/*', 'ajv-formats', '@seriousme/openapi-schema-validator'],
  ...['playwright-core', 'tmi.js', 'ws', 'pg', 'typeorm', 'axe-core', 'culori'],
];
/** The in-memory twins of the ports, made for the tests of everybody who uses a port. */
export const ROOMS_FOR_TESTS = ['tools', 'server/store/memory', 'server/store/memory.ts'];

/** Words that a pure room does not say, as they stand in the syntax tree (comments and sentences may). */
export const IMPURE_WORDS = [
  ...['Date.now', 'new Date()', 'Math.random', 'await', 'process', 'performance', 'console'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'fetch', 'crypto'],
];

export const TOP_FOLDERS = ['bot', 'server', 'views', 'mod', 'tools'];
/** Made by tools and by running, never committed; dot-folders are free. */
export const UNCOMMITTED_FOLDERS = ['node_modules', 'coverage', 'data', 'built'];
