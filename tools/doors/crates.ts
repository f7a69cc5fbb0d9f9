// The doors between the crates of mod/, as data, and the check of manifests and sources against them. Works on given texts, so that a
// test can plant a bad one. What a crate does not name in its manifest rustc refuses; here stands what a manifest may name.
import { parse } from 'smol-toml';

export type CrateDoor = {
  /** Folder in mod/; the package is speedfog-{crate}. */
  crate: string;
  /** Other crates of mod/. */
  crates?: string[];
  libraries?: string[];
  /** No clock, files, threads, sockets, environment or output outside of tests: it is told and answers. */
  pure?: true;
  /** Files in which `unsafe` may stand; `*`: all. */
  unsafe?: string[];
  /** Why the row grants what it does. */
  why?: string;
};

export const CRATES: CrateDoor[] = [
  { crate: 'core', libraries: ['serde', 'serde_json'], pure: true },
  {
    crate: 'client',
    crates: ['core'],
    libraries: [
      'serde',
      'serde_json',
      'toml',
      'ureq',
      'tungstenite',
      'rustls',
      'sha2',
      'getrandom',
      'humantime',
      'dirs',
    ],
  },
  {
    crate: 'game',
    crates: ['core'],
    libraries: ['serde', 'toml', 'windows'],
    unsafe: ['src/process.rs'],
    why: 'Reads memory through one file; everything above it is tested on Linux.',
  },
  {
    crate: 'overlay',
    crates: ['core', 'client', 'game'],
    libraries: ['hudhook', 'windows'],
    unsafe: ['src/boot.rs', 'src/draw/fonts.rs', 'src/keys.rs'],
  },
  { crate: 'runner', crates: ['core', 'client'], libraries: ['serde', 'serde_json', 'zip', 'clap'] },
  {
    crate: 'fake-game',
    libraries: ['serde_json', 'toml', 'windows'],
    unsafe: ['*'],
    why: 'Shares no code with the mod, so that a wrong offset there is not wrong here too.',
  },
];

const TEST_LIBRARIES = ['proptest', 'tempfile'];
const IMPURE_MODULES =
  /\bstd::(?:env|fs|io|net|process|thread|time)\b|\bstd::\{[^}]*\b(?:env|fs|io|net|process|thread|time)\b/;
const IMPURE_WORDS = /\b(?:Instant|SystemTime)\b|\b(?:dbg|print|println|eprint|eprintln)!/;

export type CrateFile = {
  /** From mod/, with slashes. */
  path: string;
  text: string;
};

/** One sentence per violation. `files`: Cargo.toml files and Rust sources. */
export function findCrateViolations(files: CrateFile[]): string[] {
  return files.flatMap(({ path, text }) => {
    const [folder = '', ...rest] = path.split('/');
    const door = CRATES.find(({ crate }) => crate === folder);
    if (path === 'Cargo.toml') return checkMembers(text);
    if (door === undefined) return [`${path} belongs to no crate of the table in tools/doors/crates.ts`];
    return path.endsWith('/Cargo.toml')
      ? checkManifest(path, door, text)
      : checkSource(path, rest.join('/'), door, text);
  });
}

function checkMembers(text: string): string[] {
  const { members } = (parse(text) as { workspace: { members: string[] } }).workspace;
  const known = CRATES.map(({ crate }) => crate);
  const strays = [
    ...members.filter((name) => !known.includes(name)).map((name) => `${name} is in no table`),
    ...known.filter((name) => !members.includes(name)).map((name) => `${name} is no member`),
  ];
  return strays.map((problem) => `Cargo.toml: ${problem}`);
}

type Dependencies = Record<string, unknown>;
type Manifest = { [table in 'dependencies' | 'build-dependencies' | 'dev-dependencies']?: Dependencies };

function checkManifest(path: string, door: CrateDoor, text: string): string[] {
  const manifest = parse(text) as Manifest & { target?: Record<string, Manifest> };
  const allowed = [...(door.crates ?? []).map((crate) => `speedfog-${crate}`), ...(door.libraries ?? [])];
  return [manifest, ...Object.values(manifest.target ?? {})].flatMap((part) => {
    const built = Object.keys({ ...part.dependencies, ...part['build-dependencies'] });
    const tested = Object.keys(part['dev-dependencies'] ?? {}).filter((name) => !TEST_LIBRARIES.includes(name));
    return [...built, ...tested]
      .filter((name) => !allowed.includes(name))
      .map((name) => `${path} names ${name}; ${door.crate} may use ${allowed.join(', ')}`);
  });
}

function checkSource(path: string, inCrate: string, door: CrateDoor, text: string): string[] {
  // Unit tests are the last thing in a file; integration tests lie beside src/.
  const code = text.split(/^#\[cfg\(test\)\]\nmod /m)[0] ?? '';
  const lines = code.split('\n');
  const isPure = door.pure === true && inCrate.startsWith('src/');
  const mayBeUnsafe = ['*', inCrate].some((name) => door.unsafe?.includes(name) === true);
  return lines.flatMap((line, at) => {
    const words = line.replace(/\/\/.*/, '');
    const problems = [
      ...(isPure && (IMPURE_MODULES.test(words) || IMPURE_WORDS.test(words))
        ? [`is pure, and says: ${words.trim()}`]
        : []),
      ...(/\bunsafe\b/.test(words) && !mayBeUnsafe ? ['has unsafe code where none may be'] : []),
      ...(/\bunsafe (?:\{|impl\b)/.test(words) && !isExplained(lines, at)
        ? ['has unsafe code without a SAFETY comment']
        : []),
    ];
    return problems.map((problem) => `${path}:${at + 1} ${problem}`);
  });
}

/** The comment right above says why it is sound. */
function isExplained(lines: readonly string[], at: number): boolean {
  const above = lines.slice(0, at).findLastIndex((line) => !line.trim().startsWith('//'));
  return lines.slice(above + 1, at).some((line) => line.includes('SAFETY:'));
}
