// Before the first test under Wine: the toolchain is brought, the mod and the stand-in for the game are built.
import type { TestProject } from 'vitest/node';
import { buildForWindows, ensureToolchain } from './toolchain.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where Mesa and the Wine prefix are. */
    windowsFolder: string;
  }
}

export function setup(project: TestProject): void {
  const toolchain = ensureToolchain();
  if ('notHere' in toolchain) throw new Error(`This machine ${toolchain.notHere}`);
  if ('problem' in toolchain) throw new Error(toolchain.problem);
  if (!buildForWindows()) throw new Error('The mod could not be built for Windows.');
  project.provide('windowsFolder', toolchain.folder);
}
