// A real HTTP server with the sockets on port 0, the real submit over a log in memory, and clients that write down what they
// hear. The service's time is manual; the network's is real, so that tests wait for messages, never for the clock.

import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach } from 'vitest';
import { type ClientOptions, WebSocket } from 'ws';
import { manualTime } from '../../tools/testing/manual-time.ts';
import { makeLive } from '../live/live.ts';
import { makeSubmit } from '../play/make-submit.ts';
import { makeTokens } from '../play/tokens.ts';
import type { FromMod } from '../present/wire/from-mod.ts';
import { type ToMod, toMod } from '../present/wire/to-mod.ts';
import { type ToPage, toPage } from '../present/wire/to-page.ts';
import type { LoggedFact } from '../race/facts.ts';
import type { UserId } from '../race/ids.ts';
import type { CreateRace, Intent } from '../race/intents.ts';
import type { Viewer } from '../race/sight.ts';
import { GRAPH, person, pid, RACE, type Story } from '../race/story.test-kit.ts';
import { makeMemoryStore } from '../store/memory/store.ts';
import { makeSockets } from './sockets.ts';

export const ORIGIN = 'http://race.example';

/** What a mod says of a gate. */
export const flag = (seq: number, flagId: number, igtMs: number, more: object = {}) => ({
  type: 'event_flag',
  seq,
  flag_id: flagId,
  igt_ms: igtMs,
  death_count: 0,
  at: null,
  ...more,
});

export type Harness = Awaited<ReturnType<typeof makeHarness>>;

/** Harnesses of a test file, each over when its test is. */
export function useHarnesses() {
  const started: Harness[] = [];
  afterEach(async () => {
    for (const harness of started.splice(0)) await harness.end();
  });
  return async (...parts: Parameters<typeof makeHarness>): Promise<Harness> => {
    const harness = await makeHarness(...parts);
    started.push(harness);
    return harness;
  };
}

export async function makeHarness(story: Story, config: { trustProxy?: number; socketsPerAddress?: number } = {}) {
  const time = manualTime(story.now);
  const store = makeMemoryStore({ time });
  const first = story.facts.map((fact, index): LoggedFact => ({ seq: index + 1, fact }));
  await store.log.append({ race: RACE, after: 0, facts: story.facts, state: story.race, notices: [] });
  const faults: { about: object; sentence: string }[] = [];
  const log = {
    warn: (about: object, sentence: string) => void faults.push({ about, sentence }),
    error: (about: object, sentence: string) => void faults.push({ about, sentence }),
  };
  /** The database is away while set; `slow`: sessions are read when it is done. */
  const broken = { log: false, sessions: false, slow: Promise.resolve() };
  const away = () => (broken.log ? Promise.reject(new Error('the database is away')) : undefined);
  const tokens = makeTokens('s'.repeat(32));
  const live = makeLive({
    load: (id) => submitter.load(id),
    history: store.log,
    graph: async () => GRAPH,
    pulses: store.pulses,
    time,
    log,
  });
  const submitter = makeSubmit({
    log: {
      read: async (race, after) => (await away()) ?? (await store.log.read(race, after)),
      append: async (append) => (await away()) ?? (await store.log.append(append)),
    },
    seeds: { graph: async () => GRAPH },
    liveness: live.liveness,
    publish: live.publish,
    time,
  });
  const server = createServer((_request, response) => response.end('http'));
  const sockets = makeSockets({
    server,
    live,
    submit: submitter.submit,
    load: submitter.load,
    tokens,
    races: store.log,
    viewerOf: async (request) => {
      await broken.slow;
      if (broken.sessions) throw new Error('the database is away');
      return viewerIn(request);
    },
    sessionOf: (request) => new URL(request.url ?? '', 'http://here').searchParams.get('session'),
    time,
    log,
    config: { publicUrl: ORIGIN, trustProxy: 0, socketsPerAddress: 50, ...config },
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const clients: WebSocket[] = [];

  const connect = <Message>(path: string, read: (json: unknown) => Message, options: ClientOptions = {}) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, options);
    clients.push(socket);
    return makeClient(socket, read);
  };
  const mod = (race: string = RACE, options?: ClientOptions) =>
    connect<ToMod>(`/ws/mod/${race}`, (json) => toMod.parse(json), options);

  return {
    time,
    port,
    server,
    faults,
    broken,
    live,
    sockets,
    tokens,
    store,
    first,
    mod,
    page: (query = '', options?: ClientOptions) =>
      connect<ToPage>(`/ws/race/${RACE}${query}`, (json) => toPage.parse(json), options),
    at: (path: string, options?: ClientOptions) => connect<unknown>(path, (json) => json, options),
    tokenOf: (n: number, generation = 1) => tokens.derive('mod', pid(n), generation),
    /** A mod of player n that is in: `auth_ok` and the board were heard. */
    async seated(n: number, outbox: string | null = `box${n}`) {
      const client = mod();
      await client.opened;
      client.say({ type: 'auth', mod_token: tokens.derive('mod', pid(n), 1), ...(outbox === null ? {} : { outbox }) });
      await client.hears('auth_ok');
      await client.hears('leaderboard_update');
      return client;
    },
    async submit(intent: Intent, race = RACE) {
      const outcome = await submitter.submit(race, intent);
      if ('refused' in outcome) throw new Error(JSON.stringify(outcome.refused));
      return outcome;
    },
    /** Another race beside the story's. */
    async create(create: CreateRace) {
      const outcome = await submitter.create(create);
      if ('refused' in outcome) throw new Error(JSON.stringify(outcome.refused));
      return outcome;
    },
    facts: async () => (await store.log.read(RACE)).map((entry) => entry.fact),
    load: () => submitter.load(RACE),
    async end() {
      for (const client of clients) client.terminate();
      await Promise.all([sockets.close(), time.pass(10_000)]);
      await live.stop();
      server.closeAllConnections();
      server.close();
    },
  };
}

/** `?as=3`: player 3; `?as=keyed`; `?as=key of 7&login=3`: the key of 7 where 3 is logged in; nobody else. */
function viewerIn(request: IncomingMessage): Viewer {
  const { searchParams } = new URL(request.url ?? '', ORIGIN);
  const [as, login] = [searchParams.get('as'), searchParams.get('login')];
  if (as === null) return { kind: 'anonymous', notRacing: true };
  if (as === 'keyed') return { kind: 'keyed' };
  if (as.startsWith('key of ')) {
    const session = login === null ? {} : { session: person(Number(login)).user };
    return { kind: 'keyed', user: person(Number(as.slice(7))).user, ...session };
  }
  return { kind: 'user', user: person(Number(as)).user as UserId, admin: false };
}

function makeClient<Message>(socket: WebSocket, read: (json: unknown) => Message) {
  const heard: Message[] = [];
  let next = 0;
  let wake = () => {};
  socket.on('message', (data) => {
    heard.push(read(JSON.parse(String(data))));
    wake();
  });
  socket.on('error', () => {});
  const opened = once(socket, 'open').catch(() => undefined);
  const closed = new Promise<number>((done) => socket.on('close', (code) => done(code)));
  const refused = new Promise<{ status: number; body: unknown }>((done) =>
    socket.on('unexpected-response', (_request, response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        body += part;
      });
      response.on('end', () => done({ status: response.statusCode ?? 0, body: JSON.parse(body) }));
    }),
  );
  return {
    socket,
    heard,
    opened,
    closed,
    refused,
    say: (message: FromMod | object) => socket.send(JSON.stringify(message)),
    /** The next message of this type after the last one waited for. */
    async hears(type: string): Promise<Message> {
      for (;;) {
        const at = heard.findIndex((message, index) => index >= next && typeOf(message) === type);
        const found = heard[at];
        if (found !== undefined) {
          next = at + 1;
          return found;
        }
        await new Promise<void>((done) => {
          wake = done;
        });
      }
    },
  };
}

const typeOf = (message: unknown): unknown =>
  typeof message === 'object' && message !== null && 'type' in message ? message.type : undefined;
