// Where the built service lies, and whether it was made of the sources that lie here now. Plain JavaScript, because it decides before
// anything that understands TypeScript is loaded. Made by ./build-server.ts.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const SOURCES = ['server', 'bot', 'tools/build-server.ts', 'package-lock.json'];
const TESTS = /\.(test|test-kit)\.ts$/;

/** As deep below the root as server/http/app.ts, which finds the views from where it lies. */
export const BUNDLE_FOLDER = join(ROOT, 'built', 'server');
/** Says which of the files beside it to load, and what they were made of. */
export const MANIFEST = 'current.json';

/** The file whose `main` is the command line; undefined where none was built of these very sources. */
export function findBundle(folder = BUNDLE_FOLDER, root = ROOT) {
  try {
    const { entry, sources } = JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8'));
    const path = join(folder, entry);
    return sources === fingerprint(root) && statSync(path).isFile() ? path : undefined;
  } catch {
    return undefined;
  }
}

/** Of what the sources say, not of when they were written: copies and checkouts do not change it. Takes some 20 ms. */
export function fingerprint(root = ROOT) {
  const hash = createHash('sha256');
  for (const path of SOURCES) add(hash, root, path);
  return hash.digest('hex');
}

function add(hash, root, path) {
  const found = statSync(join(root, path), { throwIfNoEntry: false });
  if (found === undefined || TESTS.test(path)) return;
  if (found.isDirectory()) {
    for (const entry of readdirSync(join(root, path)).sort()) add(hash, root, `${path}/${entry}`);
    return;
  }
  hash.update(`${path} ${found.size}\n`).update(readFileSync(join(root, path)));
}
