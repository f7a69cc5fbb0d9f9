// The doors between the crates of mod/ hold; and the check sees what it should, shown on planted files.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MOD_LATEST } from '../../server/present/wire/codes.ts';
import { CRATES, findCrateViolations } from './crates.ts';

const MOD = join(import.meta.dirname, '../../mod');

test('the crates of the mod keep their doors', () => {
  const paths = ['Cargo.toml', ...CRATES.flatMap(({ crate }) => filesOf(crate))];
  expect(paths).toEqual(expect.arrayContaining(['core/Cargo.toml', 'core/src/tracker.rs', 'game/src/process.rs']));
  expect(findCrateViolations(paths.map((path) => ({ path, text: readFileSync(join(MOD, path), 'utf8') })))).toEqual([]);
});

test('the service knows the version of the mod that lies beside it', () => {
  const workspace = readFileSync(join(MOD, 'Cargo.toml'), 'utf8');
  expect(workspace.match(/^version = "(.*)"$/m)?.[1]).toBe(MOD_LATEST);
});

test.each([
  ['the network in core', 'core/Cargo.toml', '[dependencies]\ntungstenite = "1"'],
  ['a library for one system alone', 'core/Cargo.toml', '[target."cfg(windows)".dependencies]\nwindows = "1"'],
  ['drawing in client', 'client/Cargo.toml', '[dependencies]\nspeedfog-overlay.workspace = true'],
  ['memory in client, for tests', 'client/Cargo.toml', '[dev-dependencies]\nspeedfog-game.workspace = true'],
  ['the mod in the stand-in for the game', 'fake-game/Cargo.toml', '[dependencies]\nspeedfog-core.workspace = true'],
  ['a crate in no table', 'Cargo.toml', `[workspace]\nmembers = ${JSON.stringify([...names(), 'extra'])}`],
  ['files of no crate', 'extra/src/lib.rs', 'pub fn one() {}'],
  ['a clock in core', 'core/src/clock.rs', 'use std::time::Instant;'],
  ['files in core, in braces', 'core/src/saves.rs', 'use std::{fmt, fs};'],
  ['words on the terminal in core', 'core/src/race.rs', 'fn f() { println!("x"); }'],
  ['unsafe code anywhere', 'client/src/mind.rs', '// SAFETY: none.\nunsafe { f() };'],
  ['unsafe code without a reason', 'game/src/process.rs', '// SAFETY: of the other one.\nlet a = 1;\nunsafe { f() };'],
])('%s is refused', (_name, path, text) => {
  expect(findCrateViolations([{ path, text }])).toEqual([expect.stringContaining(path)]);
});

test.each([
  [
    'a clock in unit tests of core',
    'core/src/clock.rs',
    'fn f() {}\n\n#[cfg(test)]\nmod tests {\n    use std::time::Instant;\n}',
  ],
  ['files in other tests of core', 'core/tests/views.rs', 'use std::fs;'],
  ['words in comments', 'core/src/race.rs', '// Neither std::fs nor unsafe { } is here.'],
  [
    'unsafe code with its reason',
    'overlay/src/keys.rs',
    '// SAFETY: a plain call,\n// twice.\nlet state = unsafe { ask() };',
  ],
])('%s passes', (_name, path, text) => {
  expect(findCrateViolations([{ path, text }])).toEqual([]);
});

function names(): string[] {
  return CRATES.map(({ crate }) => crate);
}

function filesOf(crate: string): string[] {
  return readdirSync(join(MOD, crate), { recursive: true, encoding: 'utf8' })
    .map((name) => `${crate}/${name.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.rs') || path.endsWith('/Cargo.toml'));
}
