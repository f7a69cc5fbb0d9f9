// Everything that commands need, in memory: the real rules, the real live rooms, invented seeds and packs. What people say
// goes in by `answer`, as from any bot. Deliberately absent: bots, pages, sockets, a database.

import { createHash } from 'node:crypto';
import { pino } from 'pino';
import { answer } from '../../server/commands/answer.ts';
import type { Ask } from '../../server/commands/ask.ts';
import type { House } from '../../server/commands/command.ts';
import { complete } from '../../server/commands/complete.ts';
import type { Choice, Reply } from '../../server/commands/reply.ts';
import { type Live, makeLive } from '../../server/live/live.ts';
import { makeMerge, makePart } from '../../server/play/make-merge.ts';
import { makeSubmit, type Submitter } from '../../server/play/make-submit.ts';
import { makeOverlayKeys } from '../../server/play/overlay-keys.ts';
import type { Change, Dice, PoolStats, Seeds, Time } from '../../server/play/ports/index.ts';
import { makeTokens } from '../../server/play/tokens.ts';
import { makeLinks } from '../../server/present/links.ts';
import { type Graph, parseGraph } from '../../server/race/graph.ts';
import type { SeedId } from '../../server/race/ids.ts';
import { makeMemoryStore } from '../../server/store/memory/store.ts';
import type { Store } from '../../server/store/store.ts';
import { inventGraph } from '../demo-seeds/invent.ts';

export type CommandHouse = {
  readonly house: House;
  readonly store: Store;
  readonly live: Live;
  readonly submitter: Submitter;
  readonly graph: Graph;
  readonly answer: (ask: Ask) => Promise<Reply>;
  readonly complete: (ask: Ask, argument: string, typed: string) => Promise<readonly Choice[]>;
  /** Every committed change, oldest first. */
  readonly changes: readonly Change[];
  close(): Promise<void>;
};

export type CommandHouseOptions = {
  readonly time: Time;
  /** Seeds in the pool `sprint`. */
  readonly seeds?: number;
  readonly publicUrl?: string;
};

const LAYERS = 12;

export function openCommandHouse({ time, seeds: many = 5, publicUrl }: CommandHouseOptions): CommandHouse {
  const store = makeMemoryStore({ time });
  const parsed = parseGraph(inventGraph(7, LAYERS));
  if ('problems' in parsed) throw new Error(parsed.problems.join('; '));
  const { graph } = parsed;
  const changes: Change[] = [];
  let submitter: Submitter | undefined;
  const live = makeLive({
    load: async (id) => await submitter?.load(id),
    history: store.log,
    graph: async () => graph,
    pulses: store.pulses,
    time,
    log: pino({ enabled: false }),
  });
  const seeds = inventedSeeds(graph, many);
  const made = makeSubmit({ log: store.log, seeds, liveness: live.liveness, publish: live.publish, time });
  submitter = made;
  live.subscribe((change) => void changes.push(change));
  const overlayKeys = makeOverlayKeys({
    ...{ secretKey: 'k'.repeat(32), keepsakes: store.keepsakes, time },
    onRenewed: () => {},
  });
  const house: House = {
    submit: made.submit,
    merge: makeMerge({
      ...{ submitter: made, log: store.log, accounts: store.accounts },
      publish: live.publish,
      onMerged: () => {},
    }),
    part: makePart({ ...store, submitter: made, overlayKeys, onParted: () => {} }),
    twitchLogin: true,
    createRace: made.create,
    load: made.load,
    log: store.log,
    accounts: store.accounts,
    seeds,
    packs: { prepare: async () => {}, size: async () => 82_000_000 },
    tokens: makeTokens('a secret key of tests that is long enough'),
    tickets: store.tickets,
    notices: store.notices,
    keepsakes: store.keepsakes,
    overlayKeys,
    views: live,
    time,
    dice: repeatable(),
    links: makeLinks(publicUrl ?? 'https://races.example'),
    mouths: [],
  };
  return {
    house,
    store,
    live,
    submitter: made,
    graph,
    changes,
    answer: (ask) => answer(ask, house),
    complete: (ask, argument, typed) => complete(ask, argument, typed, house),
    close: () => live.stop(),
  };
}

/** Each throw another number, the same in every run. */
function repeatable(): Dice {
  let thrown = 0;
  const next = () => {
    thrown += 1;
    return createHash('sha256').update(`throw ${thrown}`).digest();
  };
  return {
    roll: (sides) => next().readUInt32BE() % sides,
    uuid: () =>
      next()
        .toString('hex')
        .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5'),
  };
}

function inventedSeeds(graph: Graph, many: number): Seeds {
  let drawn = 0;
  const pool = (): PoolStats => ({
    name: 'sprint',
    displayName: 'Sprint (~30 min)',
    description: 'One boss, a few gates',
    available: many - drawn,
    consumed: drawn,
    broken: [],
  });
  return {
    async draw(name) {
      if (name !== 'sprint') return { refused: { code: 'unknown_pool', pools: ['sprint'] } };
      if (drawn >= many) return { refused: { code: 'pool_empty', pool: name } };
      drawn += 1;
      const id = `00000004-0000-4000-8000-${String(drawn).padStart(12, '0')}` as SeedId;
      const { totalLayers, start: startNode } = graph;
      return { seed: { id, pool: name, number: drawn, totalLayers, startNode, pack: 'f'.repeat(64) } };
    },
    giveBack: async () => {},
    graph: async () => graph,
    pools: async () => [pool()],
    scan: async () => ({ pools: 1, available: many, added: 0, vanished: 0, broken: [] }),
    settle: async () => {},
    named: async () => undefined,
    discard: async () => {},
  };
}
