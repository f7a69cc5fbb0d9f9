// What the mod asks of Windows without a game: files that are replaced while they are open, locks, threads, sockets. The crates' own
// tests say what must hold; here they run as Windows programs.
import { expect, inject, it } from 'vitest';
import { lintForWindows, testUnderWine } from './toolchain.ts';

it('clippy minds nothing in the Windows half', { timeout: 900_000 }, async () => {
  expect(await lintForWindows()).toBe(true);
});

it('the crates that touch the system pass their tests under Wine', { timeout: 900_000 }, async () => {
  expect(await testUnderWine(inject('windowsFolder'))).toBe(true);
});
