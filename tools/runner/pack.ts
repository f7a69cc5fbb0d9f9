// What a player does with the link from the message: opens the page, presses the button, unzips, and finds the mod's configuration.

import { parse } from 'smol-toml';
import { z } from 'zod';
import { readZip } from '../read-zip.ts';

const Configuration = z.object({
  server: z.object({
    url: z.string(),
    mod_token: z.string(),
    race_id: z.string(),
    pack: z.string(),
  }),
});

export type ModConfiguration = {
  url: string;
  modToken: string;
  raceId: string;
  pack: string;
  files: readonly string[];
};

/** What the button of the pack's page downloads. Throws a sentence where there is none. */
export async function downloadAddress(link: string): Promise<string> {
  const page = await fetch(link);
  const html = await page.text();
  const href = /<a[^>]+href="([^"]*\/download\/[^"]+)"/.exec(html)?.[1];
  if (page.status !== 200 || href === undefined)
    throw new Error(`the pack's page answered ${page.status} and has no download`);
  return new URL(href.replaceAll('&amp;', '&'), link).href;
}

/** `link`: the address from the private message. Throws a sentence when the page, the zip or the file in it is not as it should be. */
export async function downloadPack(
  link: string,
  onProgress?: (bytes: number, total: number) => void,
): Promise<ModConfiguration> {
  return readConfiguration(await downloadZip(link, onProgress));
}

/** The whole zip, as a player has it on the disk. */
export async function downloadZip(link: string, onProgress?: (bytes: number, total: number) => void): Promise<Buffer> {
  const response = await fetch(await downloadAddress(link));
  if (response.status !== 200 || response.body === null) throw new Error(`the download answered ${response.status}`);
  const total = Number(response.headers.get('content-length'));
  const chunks: Uint8Array[] = [];
  let got = 0;
  for await (const chunk of response.body) {
    chunks.push(chunk);
    got += chunk.byteLength;
    onProgress?.(got, total);
  }
  if (got !== total) throw new Error(`the download ended after ${got} of ${total} bytes`);
  return Buffer.concat(chunks);
}

export function readConfiguration(zip: Buffer): ModConfiguration {
  const files = readZip(zip);
  const file = files.find((one) => one.name.endsWith('/speedfog_race.toml'));
  if (file === undefined) throw new Error('the pack has no speedfog_race.toml');
  const { server } = Configuration.parse(parse(file.read().toString('utf8')));
  return {
    url: server.url,
    modToken: server.mod_token,
    raceId: server.race_id,
    pack: server.pack,
    files: files.map((one) => one.name),
  };
}
