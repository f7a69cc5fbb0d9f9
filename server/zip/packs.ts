// The port Packs: a seed's base, built when first needed and once however many ask, with a player's own two files.
// Deliberately absent: where seeds lie (given), tokens (given), who may download.
import { stat } from 'node:fs/promises';
import type { PackRequest, Packs } from '../play/ports/seeds.ts';
import type { RaceSeed } from '../race/facts.ts';
import { PERSONAL_TOML, README } from '../seeds/pack.ts';
import { packReadme, personalToml, type Template } from '../seeds/personal.ts';
import { type Base, buildBase, findBase, sweepBases } from './base.ts';
import { openPack } from './splice.ts';

/** What is younger may have been begun since somebody looked whether anything is being built. */
const BUILDING_MS = 3_600_000;

/** All files of a seed's folder, relative, with `/` between their parts. */
export type SeedSource = { readonly folder: string; readonly files: readonly string[]; readonly template: Template };
export type PackShop = Packs & {
  /** Removes bases of packs not in `inUse`; answers how many files went. */
  sweep(inUse: ReadonlySet<string>): Promise<number>;
};

/** `url`: the socket base for the mods; `linkOf`: a race's short address; `sourceOf`: undefined if the folder is gone. */
export const makePacks = (given: {
  readonly cacheDir: string;
  readonly url: string;
  readonly linkOf: (code: string) => string;
  readonly sourceOf: (seed: RaceSeed) => Promise<SeedSource | undefined>;
}): PackShop => {
  const building = new Map<string, Promise<Base>>();
  const known = new Map<string, Base>();

  const build = (seed: RaceSeed, source: SeedSource): Promise<Base> => {
    const begun = building.get(seed.pack);
    if (begun !== undefined) return begun;
    const base = buildBase(given.cacheDir, source, seed.pack).catch(async (error: unknown) => {
      // The folder moves from available/ to consumed/ soon after the draw: then read it where it is now.
      const now = await given.sourceOf(seed);
      if (now === undefined || now.folder === source.folder) throw error;
      return buildBase(given.cacheDir, now, seed.pack);
    });
    building.set(seed.pack, base);
    return base.finally(() => building.delete(seed.pack));
  };

  /** Looked at anew each time: somebody may have cleared the cache. */
  const ready = async (seed: RaceSeed): Promise<Base | undefined> => {
    const base = known.get(seed.pack) ?? (await findBase(given.cacheDir, seed.pack));
    if (base === undefined || !(await isThere(base.path))) {
      known.delete(seed.pack);
      return undefined;
    }
    known.set(seed.pack, base);
    return base;
  };

  return {
    open: async (request) => {
      const source = await given.sourceOf(request.seed);
      if (source === undefined) return undefined;
      const base = (await ready(request.seed)) ?? (await build(request.seed, source));
      return {
        fileName: `speedfog-race-${request.code}.zip`,
        ...openPack(base, personalEntries(given, request, source)),
      };
    },
    prepare: async (seed) => {
      if ((await ready(seed)) !== undefined) return;
      const source = await given.sourceOf(seed);
      if (source !== undefined) await build(seed, source);
    },
    size: async (seed) => {
      const base = await ready(seed);
      return base === undefined ? undefined : base.directory.offset + base.directory.bytes.length;
    },
    sweep: async (inUse) => {
      for (const pack of known.keys()) if (!inUse.has(pack)) known.delete(pack);
      return building.size > 0 ? 0 : sweepBases(given.cacheDir, inUse, BUILDING_MS);
    },
  };
};

const personalEntries = (
  given: { readonly url: string; readonly linkOf: (code: string) => string },
  request: PackRequest,
  { template }: SeedSource,
) => {
  const server = { url: given.url, modToken: request.modToken, raceId: request.race, pack: request.seed.pack };
  const readme = packReadme({ code: request.code, link: given.linkOf(request.code), template });
  return [
    { name: README, content: Buffer.from(readme) },
    { name: PERSONAL_TOML, content: Buffer.from(personalToml(template, server)) },
  ];
};

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
