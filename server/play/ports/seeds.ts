// Seeds in their pools, and the packs made of them.

import type { Readable, Writable } from 'node:stream';
import type { RaceSeed } from '../../race/facts.ts';
import type { Graph, NodeId } from '../../race/graph.ts';
import type { ParticipantId, RaceCode, RaceId, SeedId } from '../../race/ids.ts';

export type PoolStats = {
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  readonly available: number;
  readonly consumed: number;
  readonly broken: readonly { readonly path: string; readonly reason: string }[];
};

/** What a scan of the folders found, in short. */
export type ScanReport = {
  readonly pools: number;
  readonly available: number;
  readonly added: number;
  readonly vanished: number;
  readonly broken: readonly { readonly path: string; readonly reason: string }[];
};

export type DrawRefusal =
  | { readonly code: 'unknown_pool'; readonly pools: readonly string[] }
  | { readonly code: 'pool_empty'; readonly pool: string };

export type Seeds = {
  /** Atomic: two races never get the same seed. `dice`: a number in [0, 1). The seed is consumed by `race` from here on. */
  draw(
    pool: string,
    race: RaceId,
    dice: number,
  ): Promise<{ readonly seed: RaceSeed } | { readonly refused: DrawRefusal }>;
  /** Undoes a draw whose race never came to be. */
  giveBack(seed: SeedId, race: RaceId): Promise<void>;
  /** The parsed graph; kept in memory. Undefined when the folder vanished or broke: the caller says so. */
  graph(seed: SeedId): Promise<Graph | undefined>;
  pools(): Promise<readonly PoolStats[]>;
  /** Reads the folders anew, adds what is new, repairs what lies in the wrong folder, reports what is broken. */
  scan(): Promise<ScanReport>;
  /** Moves folders to where the database says they belong; called after commit. */
  settle(): Promise<void>;
  /** The seed of that number in a pool; undefined: there is none. */
  named(pool: string, number: number): Promise<SeedId | undefined>;
  discard(seed: SeedId): Promise<void>;
};

/** What the database says of a seed (original design, section 3). `discarded`: never drawn again. */
export const SEED_STATUSES = ['available', 'consumed', 'discarded'] as const;
export type SeedStatus = (typeof SEED_STATUSES)[number];

export type SeedRow = {
  readonly id: SeedId;
  readonly pool: string;
  readonly folder: string;
  readonly number: number;
  readonly totalLayers: number;
  readonly startNode: NodeId;
  readonly status: SeedStatus;
  /** Under which of the pool's folders it was last seen usable; null: nowhere. Differs from `status` until it was moved. */
  readonly liesIn: SeedStatus | null;
  /** Who drew it; null while nobody did. */
  readonly race: RaceId | null;
};

/** A seed that a scan found in `available/`. `graph`: the text of its graph.json, kept so that a vanished folder stops no race. */
export type NewSeed = Pick<SeedRow, 'pool' | 'folder' | 'number' | 'totalLayers' | 'startNode'> & {
  readonly graph: string;
};

/** The database's half of `Seeds`; the other half are the folders. */
export type SeedRows = {
  all(): Promise<readonly SeedRow[]>;
  /** Adds, or brings up to date what nobody has drawn yet. Known by pool and folder. Answers how many are new. */
  add(seeds: readonly NewSeed[]): Promise<number>;
  /** Where the folders are now. */
  place(places: readonly { readonly seed: SeedId; readonly liesIn: SeedStatus | null }[]): Promise<void>;
  /** Atomic; passes over seeds that lie nowhere. Undefined: none left. `dice` in [0, 1). */
  draw(pool: string, race: RaceId, dice: number): Promise<SeedRow | undefined>;
  /** Only if `race` has it and its log never named it. */
  giveBack(seed: SeedId, race: RaceId): Promise<void>;
  discard(seed: SeedId): Promise<void>;
  /** Gives back what was drawn before that instant, and not before the other (server ms), for a race whose log never named it. Answers how many. */
  repair(drawnBefore: number, drawnSince?: number): Promise<number>;
  /** Content of graph.json, unparsed. Undefined: unknown seed. */
  graph(seed: SeedId): Promise<unknown>;
  stats(): Promise<readonly { readonly pool: string; readonly available: number; readonly consumed: number }[]>;
};

export type PackRequest = {
  readonly seed: RaceSeed;
  readonly race: RaceId;
  readonly code: RaceCode;
  readonly raceName: string;
  readonly participant: ParticipantId;
  readonly modToken: string;
};

/** A personal zip, ready to stream: the same participant and generation get the same bytes. */
export type Pack = {
  readonly fileName: string;
  readonly size: number;
  /** Strong, in quotes. */
  readonly etag: string;
  /** `end` inclusive. Destroying the stream frees its file. */
  stream(range?: { readonly start: number; readonly end: number }): Readable;
  /** The same bytes into a connection; resolves when the last was handed over. Ending it is the caller's. */
  send(into: Writable, range?: { readonly start: number; readonly end: number }): Promise<void>;
};

export type Packs = {
  /** Undefined when the seed's folder is gone. */
  open(request: PackRequest): Promise<Pack | undefined>;
  /** Compresses the shared part ahead of the first download. */
  prepare(seed: RaceSeed): Promise<void>;
  /** Bytes of a pack of this seed, for "download (82 MB)"; undefined while not prepared. */
  size(seed: RaceSeed): Promise<number | undefined>;
};

export const TOKEN_PURPOSES = ['mod', 'download'] as const;
export type TokenPurpose = (typeof TOKEN_PURPOSES)[number];

export type Tokens = {
  /** HMAC(SECRET_KEY, purpose, participant, generation), URL-safe text that names participant and generation. */
  derive(purpose: TokenPurpose, participant: ParticipantId, generation: number): string;
  /** Genuine tokens only (constant time); whether the generation still lives is the race's business. */
  read(
    purpose: TokenPurpose,
    token: string,
  ): { readonly participant: ParticipantId; readonly generation: number } | undefined;
};
