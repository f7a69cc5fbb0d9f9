// The files of one demo seed as generate-pool would leave them: a ModEngine2 layout of placeholders of some megabytes,
// the template, and what must never go out (graph.json, spoiler log, logs/). Same number, same bytes.
// The mod itself goes in where it was built. Deliberately absent: anything of the game or of ModEngine itself.
import { createCipheriv, createHash } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DEFAULT_TEMPLATE } from '../../server/seeds/personal.ts';
import { type InventedGraph, inventGraph } from './invent.ts';

const KB = 1_024;

/** Writes to a hidden neighbour first, so that a scan never meets half a seed. */
export const writeSeed = async (folder: string, number: number, layers: number, mod?: Buffer): Promise<void> => {
  const temporary = join(dirname(folder), `.writing_${number}`);
  await rm(temporary, { recursive: true, force: true });
  for (const [path, content] of seedFiles(number, layers, mod)) {
    await mkdir(dirname(join(temporary, path)), { recursive: true });
    await writeFile(join(temporary, path), content);
  }
  await rename(temporary, folder);
};

/** `mod`: the DLL; a placeholder stands for it where it was not built. */
export const seedFiles = (
  number: number,
  layers: number,
  mod?: Buffer,
): readonly (readonly [string, string | Buffer])[] => {
  const graph = inventGraph(number, layers);
  return [
    ['graph.json', `${JSON.stringify(graph, null, 2)}\n`],
    ['spoiler_log.txt', spoilerLog(graph)],
    ['logs/generation.log', `seed ${number}: ${graph.total_nodes} nodes, ${graph.edges.length} gates\n`],
    ['speedfog_race.toml', DEFAULT_TEMPLATE],
    ['launch_speedfog.bat', LAUNCHER],
    ['config_speedfog/config.toml', MOD_ENGINE],
    ['ModEngine/modengine2_launcher.exe', filler('launcher', 96 * KB)],
    ['ModEngine/modengine2/bin/modengine2.dll', filler('engine', 320 * KB)],
    ['ModEngine/modengine2/crashpad/crashpad_handler.exe', filler('crashpad', 128 * KB)],
    ['lib/speedfog_race.dll', mod ?? filler('mod', 256 * KB)],
    ['mod/regulation.bin', filler(`regulation ${number}`, 900 * KB)],
    ['mod/event/common.emevd.dcx', filler(`events ${number}`, 120 * KB)],
    ['mod/msg/engus/item_dlc02.msgbnd.dcx', filler('item names', 200 * KB)],
    ['mod/msg/engus/menu_dlc02.msgbnd.dcx', filler('menu words', 150 * KB)],
    ...graph.connections
      .slice(0, 12)
      .map(
        ({ exit_gate: gate }, at) =>
          [`mod/map/mapstudio/${gate.slice(0, 12)}_${at}.msb.dcx`, filler(`${number} ${gate}`, 40 * KB)] as const,
      ),
  ];
};

const LAUNCHER = [
  '@echo off',
  'rem A demo seed: placeholders stand where ModEngine2 and the mod would be.',
  'chcp 65001 >nul',
  'cd /d "%~dp0"',
  '.\\ModEngine\\modengine2_launcher.exe -t er -c .\\config_speedfog\\config.toml',
  '',
].join('\r\n');

const MOD_ENGINE = `[modengine]
debug = false
external_dlls = ["../lib/speedfog_race.dll"]

[extension.mod_loader]
enabled = true
loose_params = false
mods = [{ enabled = true, name = "speedfog", path = "../mod" }]
`;

const spoilerLog = (graph: InventedGraph): string =>
  graph.edges.map((edge) => `${edge.from} -> ${edge.to}\n`).join('') || 'no gates\n';

/** Bytes made from a name, half of them noise, half repeating, so that compressing them is neither free nor in vain. */
const filler = (name: string, bytes: number): Buffer => {
  const key = createHash('sha256').update(name).digest();
  const noise = createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(bytes >> 1));
  const line = Buffer.from(`placeholder: ${name}\r\n`);
  return Buffer.concat([Buffer.alloc(bytes - noise.length, line), noise]);
};
