// What goes into a player's pack: which files of a seed's folder are shared by all, and the text whose SHA-256 is the
// pack's hash (PROTOCOL.md, last section). Deliberately absent: zip, reading files, hashing.

/** Made for each player; a file of that name in the seed's folder is the template or is replaced. */
export const PERSONAL_TOML = 'speedfog_race.toml';
export const README = 'README.txt';

/** A file of the shared part; `path` is relative to the seed's folder with `/` between its parts. */
export type PackEntry = { readonly path: string; readonly sha256: string };

/**
 * The shared files among all files of a seed's folder, sorted: everything but the personal files and what tells a player what is
 * where (`TELLS`). Letter case does not matter: on Windows it does not either.
 */
export const packEntries = (files: readonly string[]): readonly string[] =>
  files.filter((path) => isShared(path.toLowerCase())).sort(byCodeUnit);

/** The pack's hash is the SHA-256 of this text: sorted lines `path NUL sha256(content) LF`. */
export const packHashText = (entries: readonly PackEntry[]): string =>
  [...entries]
    .sort((a, b) => byCodeUnit(a.path, b.path))
    .map((entry) => `${entry.path}\0${entry.sha256}\n`)
    .join('');

/** The one folder that everything in the zip lies under. Says nothing of the seed: its number would be a spoiler. */
export const packTopFolder = (pack: string): string => `speedfog-race-${pack.slice(0, 8)}`;

/**
 * What no pack may carry (ARCHITECTURE.md, Sight), by its path in small letters, wherever it lies: seeds are made by hand too. No game
 * file is called so; one file too few is noticed before a race, one too many never.
 */
const TELLS: readonly RegExp[] = [
  // Logs, and what is called a spoiler.
  /(^|\/)logs\//,
  /\.log$/,
  /spoiler/,
  // The graph and copies of it; not what the game itself reads.
  /graph(?!ic)[^/]*\.json(?!\.dcx$)/,
  // What generators write for one another: where bosses, enemies and items are.
  /placement/,
  /(^|\/)item_(config|preset)\./,
];

const isShared = (path: string): boolean =>
  path !== PERSONAL_TOML && path !== README.toLowerCase() && !TELLS.some((pattern) => pattern.test(path));

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
