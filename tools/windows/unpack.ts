// What a player does with a pack: downloads it from the personal link and unzips it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readZip } from '../read-zip.ts';
import { downloadAddress } from '../runner/pack.ts';

export type UnpackedPack = {
  /** The one folder that the zip holds. */
  readonly dir: string;
  /** ModEngine2's settings, as launch_speedfog.bat names them. */
  readonly config: string;
};

/** Throws where the zip, the launcher or what it names is not there. */
export async function unpackInto(folder: string, link: string): Promise<UnpackedPack> {
  const response = await fetch(await downloadAddress(link));
  const files = readZip(Buffer.from(await response.arrayBuffer()));
  for (const file of files) {
    if (file.name.endsWith('/')) continue;
    const path = join(folder, file.name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, file.read());
  }
  const launcher = files.find((file) => file.name.endsWith('/launch_speedfog.bat'));
  if (launcher === undefined) throw new Error('the pack has no launch_speedfog.bat');
  const named = / -c "?([^\s"]+)/.exec(launcher.read().toString('utf8'))?.[1];
  if (named === undefined) throw new Error('the launcher names no settings of ModEngine2');
  const dir = join(folder, dirname(launcher.name));
  return { dir, config: join(dir, named.replaceAll('\\', '/')) };
}
