// Reads one seed's folder: its graph, its template, its files; or says why it cannot be raced.
// Deliberately absent: where the folder lies and what becomes of it.
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Graph, parseGraph } from '../race/graph.ts';
import { PERSONAL_TOML, packEntries } from '../seeds/pack.ts';
import { DEFAULT_TEMPLATE, parseTemplate, type Template } from '../seeds/personal.ts';
import { listSeedFiles, type SeedFiles } from './files.ts';

/** Real graphs have 40 to 210 kB. */
export const MAX_GRAPH_BYTES = 8 * 1024 * 1024;
export const MAX_TEMPLATE_BYTES = 64 * 1024;
const REASONS_SHOWN = 3;

/** `path` is relative to the folder that was read. */
export type Broken = { readonly path: string; readonly reason: string };
/** `graphText`: graph.json as it was read. */
export type SeedContent = SeedFiles & {
  readonly graph: Graph;
  readonly graphText: string;
  readonly template: Template;
};

export const readSeed = async (folder: string): Promise<SeedContent | { readonly broken: Broken }> => {
  const listed = await listSeedFiles(folder);
  if ('problem' in listed) return broken('', listed.problem);
  const read = await readGraph(folder);
  if ('problem' in read) return broken('graph.json', read.problem);
  const template = await readTemplate(folder);
  if ('problem' in template) return broken(PERSONAL_TOML, template.problem);
  if (packEntries(listed.files).length === 0) return broken('', 'has no files to hand out');
  return { ...listed, ...read, template };
};

export const readGraph = async (folder: string): Promise<{ graph: Graph; graphText: string } | { problem: string }> => {
  const text = await readText(join(folder, 'graph.json'), MAX_GRAPH_BYTES);
  if (text === undefined) return { problem: 'is missing' };
  if (typeof text !== 'string') return text;
  const graphText = text.replace(/^\uFEFF/, '');
  let json: unknown;
  try {
    json = JSON.parse(graphText);
  } catch {
    return { problem: 'is not JSON' };
  }
  const parsed = parseGraph(json);
  if ('graph' in parsed) return { graph: parsed.graph, graphText };
  const more = parsed.problems.length - REASONS_SHOWN;
  return { problem: parsed.problems.slice(0, REASONS_SHOWN).join('; ') + (more > 0 ? `; and ${more} more` : '') };
};

export const readTemplate = async (folder: string): Promise<Template | { readonly problem: string }> => {
  const text = (await readText(join(folder, PERSONAL_TOML), MAX_TEMPLATE_BYTES)) ?? DEFAULT_TEMPLATE;
  return typeof text === 'string' ? parseTemplate(text.replace(/^\uFEFF/, '')) : text;
};

/** Undefined where there is no such file. */
export const readText = async (path: string, most: number): Promise<string | undefined | { problem: string }> => {
  try {
    const { size } = await stat(path);
    return size > most ? { problem: `has more than ${most} bytes` } : await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    return { problem: `cannot be read (${codeOf(error) ?? 'unknown'})` };
  }
};

export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

const broken = (path: string, reason: string) => ({ broken: { path, reason } });
