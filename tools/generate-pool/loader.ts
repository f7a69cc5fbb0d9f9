// Makes a seed's mod loader load our DLL: an entry in the settings of ModEngine2 (`external_dlls`) or me3 (`natives`), added where
// it is missing. Text in, text out. Comments in a file that is changed are lost.
import { posix } from 'node:path';
import { parse, stringify, type TomlTable } from 'smol-toml';

export const DLL = 'speedfog_race.dll';

export type Loader = {
  /** Where the DLL has to lie, from the seed's folder, with `/`. */
  readonly dll: string;
  /** The settings as they have to be written; null: they are right. */
  readonly changed: string | null;
};

/** `path`: of the settings, from the seed's folder. Paths in them are relative to where they lie. Undefined: no loader's settings. */
export function loadDll(path: string, text: string, preferred: string): Loader | undefined {
  const toml = read(text);
  if (toml === undefined) return undefined;
  const folder = posix.dirname(path);
  const entry = posix.relative(folder, preferred);
  const dlls = entriesOf(toml, path);
  if (dlls === undefined) return undefined;
  const named = dlls.find((dll) => posix.basename(dll.replaceAll('\\', '/')).toLowerCase() === DLL);
  if (named !== undefined) return { dll: posix.join(folder, named.replaceAll('\\', '/')), changed: null };
  return { dll: preferred, changed: `${stringify(withEntry(toml, path, entry))}\n` };
}

const isProfile = (path: string): boolean => path.toLowerCase().endsWith('.me3');

function entriesOf(toml: TomlTable, path: string): readonly string[] | undefined {
  if (isProfile(path)) {
    const natives = Array.isArray(toml.natives) ? toml.natives : [];
    return natives.flatMap((native) => (isTable(native) && typeof native.path === 'string' ? [native.path] : []));
  }
  if (!isTable(toml.modengine)) return undefined;
  const { external_dlls: dlls } = toml.modengine;
  return Array.isArray(dlls) ? dlls.filter((dll) => typeof dll === 'string') : [];
}

function withEntry(toml: TomlTable, path: string, entry: string): TomlTable {
  if (isProfile(path)) {
    const natives = Array.isArray(toml.natives) ? toml.natives : [];
    return { ...toml, natives: [...natives, { path: entry }] };
  }
  const engine = isTable(toml.modengine) ? toml.modengine : {};
  const dlls = Array.isArray(engine.external_dlls) ? engine.external_dlls : [];
  return { ...toml, modengine: { ...engine, external_dlls: [...dlls, entry] } };
}

function read(text: string): TomlTable | undefined {
  try {
    return parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

const isTable = (value: unknown): value is TomlTable =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
