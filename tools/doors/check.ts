// Holds source files against the doors and answers with a sentence for everything that is not allowed. Works on given texts,
// so that a test can plant a bad one; reads no folder.
import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import {
  DOORS,
  type Door,
  IMPURE_WORDS,
  LIBRARIES_FOR_ALL,
  LIBRARIES_TO_OBSERVE,
  ROOMS_FOR_TESTS,
  TEST_LIBRARIES,
  TOP_FOLDERS,
  TYPES_FOR_ALL,
  UNCOMMITTED_FOLDERS,
} from '../doors.ts';
import { type Import, readSource } from './read.ts';

export type SourceFile = {
  /** From the root, with slashes. */
  path: string;
  text: string;
};

/** The settings of the test runner are neither a room nor free to choose their form. */
const EXEMPT = ['vitest.config.ts'];
const TEST = /\.test\.ts$|\.test-kit\.ts$|\/testing\//;
/** Tests that may touch the world; in pure rooms the others, and what they share, stay inside. */
const OUTER_TEST = /\.(int|e2e)\.test\.ts$/;

/** One sentence per violation, with file and line; empty when all is well. */
export function findViolations(files: SourceFile[]): string[] {
  return files.filter(({ path }) => !EXEMPT.includes(path)).flatMap(checkFile);
}

/** `folders`: the names of the folders at the top of the project. */
export function findStrayFolders(folders: string[]): string[] {
  return folders
    .filter((name) => !name.startsWith('.') && !TOP_FOLDERS.includes(name) && !UNCOMMITTED_FOLDERS.includes(name))
    .map((name) => `${name}/ is at the top, where only ${TOP_FOLDERS.join(', ')} may be`);
}

function checkFile({ path, text }: SourceFile): string[] {
  const door = findDoor(path);
  if (door === undefined) return [`${path} belongs to no room of the table in tools/doors.ts`];
  const source = readSource(path, text);
  const isTest = TEST.test(path);
  return [
    ...source.imports.flatMap((each) => {
      const problem = judge(path, door, isTest, each);
      return problem === undefined ? [] : [`${path}:${each.line} ${problem}`];
    }),
    ...source.defaultExports.map((line) => `${path}:${line} has a default export; give it a name`),
    ...source.words
      .filter(({ word }) => door.pure && !isTest && IMPURE_WORDS.includes(word))
      .map(({ word, line }) => `${path}:${line} says ${word}, and ${door.room} is pure: take it as an argument`),
  ];
}

/** A test lies beside its file, which may be a room by itself. */
function findDoor(path: string): Door | undefined {
  const tested = path.replace(/(\.int|\.e2e)?\.test\.ts$/, '.ts');
  return DOORS.find(({ room }) => isWithin(tested, room));
}

/** undefined when allowed. */
function judge(path: string, door: Door, isTest: boolean, { from, typeOnly }: Import): string | undefined {
  if (from === undefined) return 'imports a computed name, which nobody can check';
  const goesOut = isTest && (!door.pure || OUTER_TEST.test(path));
  const neighbours = goesOut ? neighboursOf(door) : [];
  if (from.startsWith('.')) {
    const target = posix.normalize(posix.join(posix.dirname(path), from));
    const rooms = [
      door.room,
      ...(door.rooms ?? []),
      ...neighbours.map(({ room }) => room),
      ...(goesOut ? ROOMS_FOR_TESTS : []),
    ];
    const types = typeOnly ? [...TYPES_FOR_ALL, ...(door.types ?? [])] : [];
    if ([...rooms, ...types].some((room) => isWithin(target, room))) return undefined;
    const asWhat = typeOnly ? 'types of ' : '';
    return `imports ${asWhat}${target}; ${door.room} may import ${[...rooms.slice(1), ...types].join(', ') || 'no room'}`;
  }
  const libraries = [
    ...LIBRARIES_FOR_ALL,
    ...(door.libraries ?? []),
    ...(door.pure || door.browser ? [] : LIBRARIES_TO_OBSERVE),
    ...(isTest ? TEST_LIBRARIES : []),
    ...neighbours.flatMap(({ libraries: theirs = [] }) => theirs.filter((name) => name !== '*')),
  ];
  if (libraries.some((library) => isLibrary(from, library))) return undefined;
  if (isBuiltin(from)) {
    const allowed = (!door.pure && !door.browser) || goesOut;
    return allowed ? undefined : `imports ${from}; ${door.room} touches no system`;
  }
  return `imports ${from}; ${door.room} may import ${libraries.join(', ')}`;
}

/** In tests a room may also use its neighbours: those it may import, those that may import it, and within server/ all. */
function neighboursOf(door: Door): Door[] {
  return DOORS.filter(
    ({ room, rooms = [] }) =>
      (isWithin(room, 'server') && isWithin(door.room, 'server')) ||
      rooms.some((used) => isWithin(used, door.room)) ||
      [...(door.rooms ?? []), ...(door.types ?? [])].some((used) => isWithin(used, room)),
  );
}

function isWithin(path: string, room: string): boolean {
  return path === room || path.startsWith(`${room}/`);
}

function isLibrary(name: string, pattern: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}
