// A house for tests of what people say: real rules, real submit, everything kept in memory, time that a test lets pass. Seeds are
// invented: two in `sprint`, none in `empty`.

import { manualTime } from '../../tools/testing/manual-time.ts';
import { makeMerge, makePart } from '../play/make-merge.ts';
import { makeSubmit } from '../play/make-submit.ts';
import { makeOverlayKeys } from '../play/overlay-keys.ts';
import type {
  Change,
  Changes,
  Delayed,
  Identity,
  Mouth,
  PoolStats,
  Publish,
  RaceViews,
  Seeds,
  User,
} from '../play/ports/index.ts';
import { makeTokens } from '../play/tokens.ts';
import { makeLinks } from '../present/links.ts';
import type { RaceSeed } from '../race/facts.ts';
import type { NodeId } from '../race/graph.ts';
import type { RaceId, SeedId } from '../race/ids.ts';
import type { Liveness } from '../race/intents.ts';
import { GRAPH, T0 } from '../race/story.test-kit.ts';
import { makeMemoryStore } from '../store/memory/store.ts';
import { answer } from './answer.ts';
import type { ArgValue, Ask, Asker, Place, PlatformRights } from './ask.ts';
import { NO_RIGHTS } from './ask.ts';
import type { House } from './command.ts';
import type { Reply, ReplyKind, ReplyOf } from './reply.ts';

export const SERVER = '900000000000000001';
export const CHANNEL = '900000000000000002';
export const DISCORD: Place = { platform: 'discord', server: SERVER, channel: CHANNEL };
export const DIRECT: Place = { platform: 'discord', server: null, channel: '900000000000000009' };
export const twitch = (channel: string): Place => ({ platform: 'twitch', channel });
export const EVENTS: PlatformRights = { ...NO_RIGHTS, manageEvents: true };
export const BROADCASTER: PlatformRights = { ...NO_RIGHTS, broadcaster: true };

const pool = (name: string, displayName: string, available: number): PoolStats => ({
  name,
  displayName,
  description: '',
  available,
  consumed: 0,
  broken: [],
});

function inventedSeeds(): Seeds & { readonly given: RaceSeed[]; readonly free: RaceSeed[] } {
  const seed = (n: number): RaceSeed => ({
    id: `00000004-0000-4000-8000-00000000000${n}` as SeedId,
    pool: 'sprint',
    number: n,
    totalLayers: 4,
    startNode: 'start' as NodeId,
    pack: 'p'.repeat(64),
  });
  const free = [seed(1), seed(2), seed(3), seed(4)];
  const given: RaceSeed[] = [];
  return {
    free,
    given,
    async draw(name) {
      if (name !== 'sprint' && name !== 'empty')
        return { refused: { code: 'unknown_pool', pools: ['sprint', 'empty'] } };
      const drawn = name === 'sprint' ? free.shift() : undefined;
      return drawn === undefined ? { refused: { code: 'pool_empty', pool: name } } : { seed: drawn };
    },
    async giveBack(id) {
      given.push(seed(Number(id.at(-1))));
    },
    graph: async () => GRAPH,
    pools: async () => [pool('sprint', 'Sprint (~30min)', free.length), pool('empty', 'Empty', 0)],
    scan: async () => ({ pools: 2, available: free.length, added: 0, vanished: 0, broken: [] }),
    async settle() {},
    named: async (pool, number) => (pool === 'sprint' ? free.find((one) => one.number === number)?.id : undefined),
    async discard(id) {
      const index = free.findIndex((one) => one.id === id);
      if (index >= 0) free.splice(index, 1);
    },
  };
}

export type TestHouse = ReturnType<typeof openHouse>;

export function openHouse(mouths: readonly Mouth[] = []) {
  const time = manualTime(T0);
  const store = makeMemoryStore({ time });
  const seeds = inventedSeeds();
  const live: Record<string, Liveness> = {};
  const listeners = new Set<(change: Change) => void>();
  const changes: Changes = {
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  const publish: Publish = (change) => {
    for (const listener of listeners) listener(change);
  };
  const submitter = makeSubmit({
    log: store.log,
    seeds,
    liveness: () => live,
    publish,
    time,
  });
  /** What is shown late is for a test to say. */
  const shownLate: Delayed[] = [];
  const views: RaceViews = {
    async view(race) {
      const known = await submitter.load(race);
      return known && { ...known, pulses: {}, liveness: live, asOf: time.now() };
    },
    delayed: () => shownLate,
    liveness: () => live,
  };
  let dice = 0;
  const overlayKeys = makeOverlayKeys({
    ...{ secretKey: 'k'.repeat(32), keepsakes: store.keepsakes, time },
    onRenewed: () => {},
  });
  const house: House = {
    submit: submitter.submit,
    merge: makeMerge({ submitter, log: store.log, accounts: store.accounts, publish, onMerged: () => {} }),
    part: makePart({ ...store, submitter, overlayKeys, onParted: () => {} }),
    twitchLogin: true,
    createRace: submitter.create,
    load: submitter.load,
    log: store.log,
    accounts: store.accounts,
    seeds,
    packs: { prepare: async () => {}, size: async () => 82_000_000 },
    tokens: makeTokens('a secret key of tests that is long enough'),
    tickets: store.tickets,
    notices: store.notices,
    keepsakes: store.keepsakes,
    overlayKeys,
    views,
    time,
    dice: {
      roll(sides) {
        dice += 1;
        return (dice * 7) % sides;
      },
      uuid() {
        dice += 1;
        return `00000009-0000-4000-8000-${String(dice).padStart(12, '0')}`;
      },
    },
    links: makeLinks('https://race.example'),
    mouths,
  };

  const person = (platform: 'discord' | 'twitch', name: string): Promise<User> => {
    const id = platform === 'discord' ? `8${String(hash(name)).padStart(17, '0')}` : String(hash(name));
    const identity: Identity = { platform, id, login: name.toLowerCase(), displayName: name, avatarUrl: null };
    return store.accounts.ofIdentity(identity);
  };

  const say = async (
    user: User,
    command: string,
    args: Readonly<Record<string, ArgValue>> = {},
    where: { readonly place?: Place; readonly rights?: PlatformRights; readonly confirmed?: boolean } = {},
  ): Promise<Reply> => {
    const asker: Asker = { user, place: where.place ?? DISCORD, rights: where.rights ?? NO_RIGHTS };
    return answer({ command, args, asker, confirmed: where.confirmed ?? false }, house);
  };

  /** Everything that was kept to be said, in the order in which it came. */
  const notices = async (race: RaceId) => {
    const kept = await store.notices.pending(1_000);
    return kept.filter((notice) => notice.race === race).toSorted((a, b) => Number(a.id) - Number(b.id));
  };

  return {
    ...{ house, time, store, seeds, live, changes, submitter, views, shownLate, person, say, notices },
    answer: (ask: Ask) => answer(ask, house),
  };
}

/** The reply of that kind, or a failure that shows what came instead. */
export function expectKind<K extends ReplyKind>(reply: Reply, kind: K): ReplyOf<K> {
  if (!isKind(reply, kind)) throw new Error(`expected ${kind}, got ${JSON.stringify(reply)}`);
  return reply;
}
const isKind = <K extends ReplyKind>(reply: Reply, kind: K): reply is ReplyOf<K> => reply.kind === kind;

export const codeOf = (reply: Reply): string =>
  reply.kind === 'refused' ? reply.no.code : `not refused: ${reply.kind}`;

const hash = (text: string): number => [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1e9, 7);
