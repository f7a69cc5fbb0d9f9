// (b) One heavy pack for many players at once, over HTTP, beside an archive compressed anew for each of them. The shared part is built
// before, as it is when a race is created; what that cost is a row of its own.

import type { ArchiverAnswers } from './archiver-child.ts';
import { startChild } from './children.ts';
import type { Downloads, LoadAnswers } from './load-child.ts';
import type { Row, Section } from './report.ts';
import type { ServiceAnswers } from './service-child.ts';
import type { Usage } from './usage.ts';
import { SECRET_KEY, type WorldRace } from './world.ts';

export type PackPlan = {
  readonly env: Readonly<Record<string, string>>;
  readonly race: WorldRace;
  /** The folder of its seed. */
  readonly seedFolder: string;
  /** How many of the players get theirs compressed anew; the figure is per pack. */
  readonly recompressed: number;
  readonly say: (line: string) => void;
};

type Measured = { readonly got: Downloads; readonly cpuMs: number; readonly memoryBytes: number };
type Server = { ask(what: 'usage', tidy: boolean): Promise<Usage>; ask(what: 'watchMemory'): Promise<void> };

const MB = 1_000_000;

export async function measurePacks({ env, race, seedFolder, recompressed, say }: PackPlan): Promise<Section> {
  const children: { stop(): Promise<void> }[] = [];
  const started = <C extends { stop(): Promise<void> }>(child: C): C => {
    children.push(child);
    return child;
  };
  try {
    const service = started(startChild<ServiceAnswers>('service-child.ts'));
    const load = started(startChild<LoadAnswers>('load-child.ts'));
    const url = await service.ask('start', { env: { ...env, SECRET_KEY }, hurried: false });
    const links = race.players.map(({ downloadToken }) => `${url}/api/races/${race.id}/download/${downloadToken}`);
    const measure = async (server: Server, urls: readonly string[]): Promise<Measured> => {
      await server.ask('watchMemory');
      const before = await server.ask('usage', true);
      const got = await load.ask('download', { urls });
      const after = await server.ask('usage', false);
      return { got, cpuMs: after.cpuMs - before.cpuMs, memoryBytes: after.peakRssBytes - before.rssBytes };
    };
    say('  the shared part is built by the first download');
    const first = await measure(service, links.slice(0, 1));
    say(`  ${links.length} players download ${(first.got.bytes / MB).toFixed(0)} MB each`);
    const spliced = await measure(service, links);
    const archiver = started(startChild<ArchiverAnswers>('archiver-child.ts'));
    const anew = await archiver.ask('start', seedFolder);
    say(`  ${recompressed} players get theirs compressed anew`);
    const compressed = await measure(
      archiver,
      Array.from({ length: recompressed }, () => anew),
    );
    return {
      name: 'b',
      title: `(b) a pack of ${mb(spliced) / links.length} MB for ${links.length} players at once, beside archiver for ${recompressed}`,
      rows: rowsOf(first, spliced, compressed),
    };
  } finally {
    for (const child of children.toReversed()) await child.stop();
  }
}

const mb = ({ got }: Measured): number => Math.round(got.bytes / MB);

function rowsOf(first: Measured, spliced: Measured, compressed: Measured): Row[] {
  const perPack = ({ cpuMs, got }: Measured) => cpuMs / got.files;
  const throughput = ({ got }: Measured) => got.bytes / MB / (got.wallMs / 1_000);
  const [mine, theirs] = [perPack(spliced), perPack(compressed)];
  const pair = (what: string, unit: string, of: (one: Measured) => number): Row => ({
    ...{ what, unit, value: of(spliced), beside: of(compressed) },
    ratio: of(spliced) / of(compressed),
  });
  const whole = (first.cpuMs + spliced.cpuMs) / spliced.got.files;
  return [
    pair('time to first byte, p50', 'ms', ({ got }) => got.firstByte.p50),
    pair('time to first byte, most', 'ms', ({ got }) => got.firstByte.max),
    pair('throughput of all together', 'MB/s', throughput),
    { ...pair('CPU per pack', 'ms', perPack), expected: { of: 'ratio', most: 1 / 20 } },
    { what: 'CPU of archiver over ours', value: theirs / mine, unit: 'x' },
    { what: 'CPU to build the shared part, once', value: first.cpuMs, unit: 'ms' },
    {
      what: 'CPU per pack with that shared among them',
      value: whole,
      unit: 'ms',
      beside: theirs,
      ratio: whole / theirs,
    },
    pair('memory above idle, most', 'MB', ({ memoryBytes }) => memoryBytes / MB),
  ];
}
