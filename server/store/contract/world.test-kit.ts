// What the contract of the store tells its stories with: people, drawn seeds, and races written fact by fact.
import { randomUUID } from 'node:crypto';
import type { Append, NoticeDraft } from '../../play/ports/index.ts';
import { foldFacts } from '../../race/evolve.ts';
import type { Fact, Person, RaceChannel, RaceSeed } from '../../race/facts.ts';
import { asNodeId } from '../../race/graph.ts';
import { makeRaceCode, type ParticipantId, type RaceId, type UserId } from '../../race/ids.ts';
import { DEFAULT_OPTIONS, type RaceOptions } from '../../race/options.ts';
import type { Race } from '../../race/race.ts';
import type { Store } from '../store.ts';

export type OpenStore = (time: { now(): number }) => Promise<Store>;

export const T0 = Date.UTC(2026, 0, 1, 20);

export const raceId = (): RaceId => randomUUID() as RaceId;
export const participantId = (): ParticipantId => randomUUID() as ParticipantId;
export const aCode = () => makeRaceCode((sides) => Math.floor(Math.random() * sides));
export const aPool = () => `pool-${randomUUID().slice(0, 8)}`;

export const identity = (platform: 'twitch' | 'discord' | 'console', login: string, id = randomUUID()) => ({
  platform,
  id: `${login}-${id}`,
  login,
  displayName: login.toUpperCase(),
  avatarUrl: null,
});

export async function aPerson(store: Store, login = 'zank'): Promise<Person> {
  const { id, name } = await store.accounts.ofIdentity(identity('discord', login));
  return { user: id, name };
}

export const newSeed = (pool: string, number: number) => ({
  pool,
  folder: `seed_${number}`,
  number,
  totalLayers: 12,
  startNode: asNodeId('start'),
  graph: JSON.stringify({ version: '4.4', seed: number, z: 1, a: 2 }),
});

/** A seed that this race has drawn. */
export async function aSeed(store: Store, race: RaceId): Promise<RaceSeed> {
  const pool = aPool();
  await store.seedRows.add([newSeed(pool, 7)]);
  const drawn = await store.seedRows.draw(pool, race, 0.5);
  if (drawn === undefined) throw new Error('The seed that was just added could not be drawn.');
  const { id, number, totalLayers, startNode } = drawn;
  return { id, pool, number, totalLayers, startNode, pack: 'ab'.repeat(32) };
}

type CreatedOptions = {
  readonly at?: number;
  readonly channels?: readonly RaceChannel[];
  readonly code?: Race['code'];
  readonly options?: Partial<RaceOptions>;
};

/** A race being written: `append` adds facts to the log and to the state here. */
export type Story = {
  readonly id: RaceId;
  readonly organizer: Person;
  readonly seed: RaceSeed;
  state(): Race;
  /** The append that would come next. */
  next(facts: readonly Fact[], notices?: readonly NoticeDraft[]): Append;
  append(...facts: readonly Fact[]): Promise<'ok' | 'conflict' | 'code_taken'>;
};

export async function aStory(store: Store, options: CreatedOptions = {}): Promise<Story> {
  const id = raceId();
  const organizer = await aPerson(store, 'organizer');
  const seed = await aSeed(store, id);
  const story = tell(store, id, organizer, seed);
  await story.append({
    type: 'race_created',
    v: 1,
    at: options.at ?? T0,
    race: id,
    code: options.code ?? aCode(),
    name: 'Friday race',
    note: null,
    seed,
    options: { ...DEFAULT_OPTIONS, ...options.options },
    organizer,
    channels: options.channels ?? [],
    scheduledStart: null,
  });
  return story;
}

function tell(store: Store, id: RaceId, organizer: Person, seed: RaceSeed): Story {
  let state: Race | undefined;
  let seq = 0;
  const next = (facts: readonly Fact[], notices: readonly NoticeDraft[] = []): Append => {
    const after = foldFacts(facts, state);
    if (after === undefined) throw new Error('A story begins with race_created.');
    return { race: id, after: seq, facts, state: after, notices };
  };
  return {
    id,
    organizer,
    seed,
    next,
    state() {
      if (state === undefined) throw new Error('A story begins with race_created.');
      return state;
    },
    async append(...facts) {
      const append = next(facts);
      const outcome = await store.log.append(append);
      if (outcome === 'ok') {
        state = append.state;
        seq += facts.length;
      }
      return outcome;
    },
  };
}

export const SYSTEM = { kind: 'system' } as const;

export const joined = (participant: ParticipantId, person: Person, at = T0 + 1000): Fact => ({
  type: 'player_joined',
  v: 1,
  at,
  by: { kind: 'user', ...person },
  participant,
  person,
  color: 0,
  generation: 1,
});

export const cardIn = (channel: string): NoticeDraft => ({
  kind: 'card',
  target: { to: 'channel', platform: 'discord', channel, server: 'server' },
  participant: null,
});

export const linkFor = (user: UserId, participant: ParticipantId): NoticeDraft => ({
  kind: 'pack_link',
  target: { to: 'user', user },
  participant,
});
