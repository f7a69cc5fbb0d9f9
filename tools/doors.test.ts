// The doors between rooms hold, in every source file; and the checker sees what it should, shown on planted files.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findStrayFolders, findViolations } from './doors/check.ts';
import { DOORS, TOP_FOLDERS } from './doors.ts';

const root = join(import.meta.dirname, '..');

/** What cargo builds comes and goes, and holds nothing of ours. */
const BUILT = 'target';

function filesIn(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (!entry.isDirectory()) return [path];
    return entry.name === BUILT ? [] : filesIn(path);
  });
}

function readAll(): { path: string; text: string }[] {
  const folders = TOP_FOLDERS.filter((folder) => existsSync(join(root, folder)));
  return [...folders.flatMap(filesIn), ...readdirSync(root)]
    .filter((path) => path.endsWith('.ts'))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

describe('this project', () => {
  const files = readAll();

  test('has files to check', () => {
    expect(files.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['tools/doors.ts', 'server/store/embedded.ts']),
    );
  });

  // Reads every file of the project; a machine that does other things at the same time needs longer.
  test('keeps its doors', () => {
    expect(findViolations(files)).toEqual([]);
  });

  test('has no folder at the top but its own', () => {
    const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(findStrayFolders(folders.map(({ name }) => name))).toEqual([]);
  });
});

describe('the checker refuses', () => {
  test.each([
    ['a room that is not listed', 'server/live/fan.ts', "import { pool } from '../store/pool.ts';"],
    ['a value where only types are free', 'server/zip/build.ts', "import { decide } from '../race/decide.ts';"],
    [
      'types in braces, which still load the module',
      'server/zip/build.ts',
      "import { type Race } from '../race/race.ts';",
    ],
    ['a re-export', 'server/zip/build.ts', "export { decide } from '../race/decide.ts';"],
    ['a star', 'server/zip/build.ts', "export * from '../race/decide.ts';"],
    ['a side effect', 'server/race/race.ts', "import '../store/pool.ts';"],
    ['a dynamic import', 'server/zip/build.ts', "export const later = () => import('../store/pool.ts');"],
    ['a computed import', 'server/zip/build.ts', 'export const later = (name: string) => import(name);'],
    ['require', 'server/zip/build.ts', "export const pool = require('../store/pool.ts');"],
    ['types of a room that are not free', 'server/race/race.ts', "import type { Page } from '../present/page.ts';"],
    ['types inside a type', 'server/race/race.ts', "export type Page = import('../present/page.ts').Page;"],
    ['more of play than its ports', 'server/live/fan.ts', "import { submit } from '../play/submit.ts';"],
    ['bots that know each other', 'bot/discord/bot.ts', "import { say } from '../twitch/say.ts';"],
    ['tools outside of tests', 'server/play/submit.ts', "import { world } from '../../tools/world.ts';"],
    ['views in tools', 'tools/stage.ts', "import { board } from '../views/overlay/board.ts';"],
    ['rules in the browser', 'views/overlay/board.ts', "import { decide } from '../../server/race/decide.ts';"],
    ['node in the browser', 'views/overlay/board.ts', "import { join } from 'node:path';"],
    ["another room's library", 'server/http/app.ts', "import { DataSource } from 'typeorm';"],
    ['a logger in a pure room', 'server/race/race.ts', "import pino from 'pino';"],
    ['node in a pure room', 'server/present/page.ts', "import { createHash } from 'node:crypto';"],
    ['node in a pure room, the old way', 'server/present/page.ts', "import { readFileSync } from 'fs';"],
    ['tools in unit tests of a pure room', 'server/race/race.test.ts', "import { world } from '../../tools/world.ts';"],
    ['files in unit tests of a pure room', 'server/race/race.test.ts', "import { readFileSync } from 'node:fs';"],
    ["a test's far room", 'server/zip/zip.int.test.ts', "import { say } from '../../bot/twitch/say.ts';"],
    ['a default export', 'server/play/submit.ts', 'export default 1;'],
    ['a default export in disguise', 'server/play/submit.ts', 'const one = 1; export { one as default };'],
    ['the clock', 'server/race/race.ts', 'export const now = () => Date.now();'],
    ['the clock as an object', 'server/race/race.ts', 'export const now = () => new Date();'],
    ['dice', 'server/seeds/draw.ts', 'export const roll = () => Math.random();'],
    ['dice by reference', 'server/seeds/draw.ts', 'export const roll = Math.random;'],
    ['waiting', 'server/present/page.ts', 'export const f = async (x: Promise<void>) => { await x; };'],
    ['the environment', 'server/race/race.ts', 'export const home = process.env.HOME;'],
    ['a file in no room', 'server/helpers.ts', 'export const one = 1;'],
    ['a folder in no room', 'server/utils/one.ts', 'export const one = 1;'],
  ])('%s', (_name, path, text) => {
    expect(findViolations([{ path, text }])).toEqual([expect.stringContaining(path)]);
  });

  test('a folder at the top', () => {
    expect(findStrayFolders(['src', 'server', '.git', 'node_modules'])).toEqual([expect.stringMatching(/^src\/ /)]);
  });

  test('a file that does not parse', () => {
    expect(() => findViolations([{ path: 'server/race/race.ts', text: 'import {' }])).toThrow(
      /race\.ts does not parse/,
    );
  });
});

describe('the checker lets pass', () => {
  test.each([
    ['its own room', 'server/race/decide/join.ts', "import { evolve } from '../evolve.ts';"],
    ['a room that is listed', 'server/play/submit.ts', "import { decide } from '../race/decide.ts';"],
    ['types that are free for all', 'server/zip/build.ts', "import type { Packs } from '../play/ports/packs.ts';"],
    ['the types a row grants', 'server/present/reply.ts', "import type { Reply } from '../commands/reply.ts';"],
    ['zod in a pure room', 'server/race/graph.ts', "import { z } from 'zod';"],
    ['its library, by pattern', 'bot/twitch/chat.ts', "import { ChatClient } from '@twurple/chat';"],
    ['logging', 'server/live/fan.ts', "import type { Logger } from 'pino';"],
    [
      'the palette in the browser',
      'views/overlay/map.ts',
      "import { PALETTE } from '../../server/present/palette.ts';",
    ],
    [
      'tools in tests',
      'server/play/submit.int.test.ts',
      "import { freshDatabase } from '../../tools/testing/database.ts';",
    ],
    [
      'files in integration tests of a pure room',
      'server/race/graph.int.test.ts',
      "import { readFileSync } from 'node:fs';",
    ],
    ['properties in unit tests of a pure room', 'server/race/race.test.ts', "import fc from 'fast-check';"],
    [
      'words in comments and sentences',
      'server/race/race.ts',
      "// Date.now()\nexport const hint = 'await Math.random';",
    ],
    ['dates made from arguments', 'server/present/page.ts', 'export const day = (ms: number) => new Date(ms);'],
    ['the settings of the test runner', 'vitest.config.ts', 'export default {};'],
  ])('%s', (_name, path, text) => {
    expect(findViolations([{ path, text }])).toEqual([]);
  });
});

test('the table names each room once, and only rooms that can be', () => {
  const rooms = DOORS.map(({ room }) => room);
  expect(new Set(rooms).size).toBe(rooms.length);
  expect(rooms.filter((room) => !/^(server|bot|views|tools)(\/[a-z]+(\.ts)?)?$|^ormconfig\.ts$/.test(room))).toEqual(
    [],
  );
});
