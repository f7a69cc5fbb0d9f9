// A whole web half for tests: the real pages, live rooms and rules over everything in memory, on port 0. Packs are invented
// bytes. Deliberately absent: a database, bots, mods (tests say what mods would by `submit`).

import { randomInt, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { pino } from 'pino';
import { type Http, makeHttp } from '../../server/http/app.ts';
import type { HttpConfig, HttpDeps } from '../../server/http/deps.ts';
import { type Live, makeLive } from '../../server/live/live.ts';
import { makeObserved } from '../../server/main/observed.ts';
import { makeMerge, makePart } from '../../server/play/make-merge.ts';
import { makeSubmit, type Submitter } from '../../server/play/make-submit.ts';
import { makeOverlayKeys } from '../../server/play/overlay-keys.ts';
import type { OverlayKeys, Time, User } from '../../server/play/ports/index.ts';
import { systemTime } from '../../server/play/ports/index.ts';
import { makeTokens } from '../../server/play/tokens.ts';
import { makeLinks } from '../../server/present/links.ts';
import { type Graph, parseGraph } from '../../server/race/graph.ts';
import type { ParticipantId, RaceCode, RaceId, SeedId } from '../../server/race/ids.ts';
import { CODE_ALPHABET } from '../../server/race/ids.ts';
import type { CreateRace, Intent } from '../../server/race/intents.ts';
import { makeSockets } from '../../server/socket/sockets.ts';
import { makeMemoryStore } from '../../server/store/memory/store.ts';
import type { Store } from '../../server/store/store.ts';
import { ensureViewsBuilt } from '../build.ts';
import { inventGraph } from '../demo-seeds/invent.ts';
import { freePort } from '../free-port.ts';
import { inventedPacks, inventedSeeds, LAYERS, POOLS } from './web-seeds.ts';

export const SECRET_KEY = 'a secret key of tests that is long enough';
/** The usual one. */
const COUNTDOWN_MS = 10_000;

export type WebHouse = {
  /** `http://127.0.0.1:port`. */
  readonly base: string;
  readonly store: Store;
  readonly live: Live;
  readonly submitter: Submitter;
  readonly tokens: ReturnType<typeof makeTokens>;
  readonly overlayKeys: OverlayKeys;
  readonly graph: Graph;
  readonly time: Time & { shift(ms: number): void };
  /** Everything that was logged, as JSON lines. */
  readonly logged: () => string;
  readonly loggedOut: readonly string[];
  /** Every pattern that is served, with its methods. */
  readonly routes: Http['routes'];
  user(name: string): Promise<User>;
  race(changes?: Partial<CreateRace>): Promise<RaceId>;
  join(race: RaceId, name: string): Promise<ParticipantId>;
  /** What mods, organizers or the time would ask for; throws where it is refused. */
  ask(race: RaceId, intent: Intent): Promise<void>;
  /** These are ready, and the countdown is over. */
  start(race: RaceId, ready: readonly ParticipantId[]): Promise<void>;
  /** Stops listening and drops every connection; `listen` goes on at the same port. */
  down(): Promise<void>;
  listen(): Promise<void>;
  close(): Promise<void>;
};

export async function openWebHouse(config: Partial<HttpConfig> = {}, deps: Partial<HttpDeps> = {}): Promise<WebHouse> {
  await ensureViewsBuilt();
  const time = shiftable();
  const store = makeMemoryStore({ time });
  const parsed = parseGraph(inventGraph(7, LAYERS));
  if ('problems' in parsed) throw new Error(parsed.problems.join('; '));
  const { graph } = parsed;
  const lines: string[] = [];
  const logger = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) });
  const tokens = makeTokens(SECRET_KEY);
  let submitter: Submitter | undefined;
  const live = makeLive({
    load: async (id) => await submitter?.load(id),
    history: store.log,
    graph: async () => graph,
    pulses: store.pulses,
    time,
    log: logger,
  });
  const { liveness, publish } = live;
  const made = makeSubmit({ log: store.log, seeds: { graph: async () => graph }, liveness, publish, time });
  submitter = made;
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const loggedOut: string[] = [];
  const overlayKeys = makeOverlayKeys({ secretKey: SECRET_KEY, keepsakes: store.keepsakes, time, onRenewed: () => {} });
  const seeds = inventedSeeds(graph);
  const observed = makeObserved({
    config: { dataDir: tmpdir(), seedsDir: tmpdir() },
    store,
    seeds,
    tokens: () => [],
    time,
  });
  const http = makeHttp({
    config: {
      ...{
        publicUrl: base,
        secretKey: SECRET_KEY,
        trustProxy: 0,
        twitch: null,
        metricsToken: null,
        modLatest: '0.1.0',
      },
      ...config,
    },
    submit: made.submit,
    load: made.load,
    log: store.log,
    views: live,
    accounts: store.accounts,
    apiTokens: store.apiTokens,
    packs: inventedPacks,
    tokens,
    time,
    health: observed.health,
    metrics: observed.page,
    logger,
    onLogout: (session) => loggedOut.push(session),
    house: {
      heard: observed.heard,
      submit: made.submit,
      merge: makeMerge({ submitter: made, log: store.log, accounts: store.accounts, publish, onMerged: () => {} }),
      part: makePart({ ...store, submitter: made, overlayKeys, onParted: () => {} }),
      twitchLogin: true,
      createRace: made.create,
      load: made.load,
      log: store.log,
      accounts: store.accounts,
      seeds,
      packs: inventedPacks,
      tokens,
      tickets: store.tickets,
      notices: store.notices,
      keepsakes: store.keepsakes,
      overlayKeys,
      views: live,
      time,
      dice: { roll: randomInt, uuid: randomUUID },
      links: makeLinks(base),
      mouths: [],
    },
    describePools: async () => POOLS,
    ...deps,
  });
  let server = createServer();
  const listen = async () => {
    server = createServer(http.app.callback());
    makeSockets({
      server,
      live,
      submit: made.submit,
      load: made.load,
      races: store.log,
      tokens,
      ...http.viewers,
      time,
      log: logger,
      config: { publicUrl: base, trustProxy: 0, socketsPerAddress: 1_000 },
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  };
  const down = async () => {
    live.closeAll(1001, 'restarting');
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  await listen();

  let races = 0;
  const ask = async (race: RaceId, intent: Intent): Promise<void> => {
    const result = await made.submit(race, intent);
    if ('refused' in result) throw new Error(JSON.stringify(result.refused));
  };
  const user = (name: string) =>
    store.accounts.ofIdentity({
      platform: 'twitch',
      id: `twitch ${name}`,
      login: name.toLowerCase(),
      displayName: name,
      avatarUrl: null,
    });
  return {
    base,
    store,
    live,
    submitter: made,
    tokens,
    overlayKeys,
    graph,
    time,
    loggedOut,
    routes: http.routes,
    user,
    logged: () => lines.join(''),
    async race(changes = {}) {
      races += 1;
      const organizer = await user('Olga');
      const race = crypto.randomUUID() as RaceId;
      const result = await made.create({
        race,
        code: codeOf(races),
        name: 'Sunday Showdown',
        note: null,
        seed: {
          id: crypto.randomUUID() as SeedId,
          pool: 'standard',
          number: 7,
          totalLayers: graph.totalLayers,
          startNode: graph.start,
          pack: 'f'.repeat(64),
        },
        options: {},
        organizer: { user: organizer.id, name: organizer.name },
        channels: [],
        scheduledStart: null,
        draft: false,
        ...changes,
      });
      if ('refused' in result) throw new Error(result.refused.code);
      return race;
    },
    async join(race, name) {
      const { id } = await user(name);
      const newParticipant = crypto.randomUUID() as ParticipantId;
      await ask(race, { type: 'join', person: { user: id, name }, newParticipant });
      return newParticipant;
    },
    ask,
    async start(race, ready) {
      for (const participant of ready) await ask(race, { type: 'ready', participant });
      await ask(race, { type: 'start', by: { kind: 'system' }, missing: 'late' });
      time.shift(COUNTDOWN_MS);
      await ask(race, { type: 'tick' });
    },
    down,
    listen,
    async close() {
      await live.stop();
      await down();
    },
  };
}

function shiftable(): WebHouse['time'] {
  let shifted = 0;
  return {
    now: () => systemTime.now() + shifted,
    after: systemTime.after,
    shift: (ms) => {
      shifted += ms;
    },
  };
}

function codeOf(number: number): RaceCode {
  const digit = (place: number) =>
    CODE_ALPHABET[Math.floor(number / CODE_ALPHABET.length ** place) % CODE_ALPHABET.length];
  return [4, 3, 2, 1, 0].map(digit).join('') as RaceCode;
}
