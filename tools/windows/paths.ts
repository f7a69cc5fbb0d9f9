// Where the build for Windows leaves things, and which cargo makes them. Nothing is built or installed here.
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..', '..');
export const MOD_DIR = join(ROOT, 'mod');
const TARGET = 'x86_64-pc-windows-gnu';
/** Apart from what the machine's other Rust makes for Linux. */
export const TARGET_DIR = join(MOD_DIR, 'target', 'windows');
const BUILT = join(TARGET_DIR, TARGET, 'release');

/** The mod, as packs carry it. */
export const MOD_DLL = join(BUILT, 'speedfog_race.dll');
/** The stand-in for the game. */
export const FAKE_GAME = join(BUILT, 'eldenring.exe');

/** As build.sh gives them. */
export const CARGO_OPTIONS = ['--release', '--locked', '--target', TARGET, '--target-dir', TARGET_DIR];
