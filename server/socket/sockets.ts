// The sockets of the service: /ws/mod/{race} and /ws/race/{race}. Wires the gate before the upgrade, koa-websocket's chain
// and the two conversations together. Rules, rows and what is shown live elsewhere.

import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import Koa from 'koa';
import websockify from 'koa-websocket';
import { WebSocketServer } from 'ws';
import type { Live } from '../live/live.ts';
import type { Log } from '../live/log.ts';
import type { LivePlace } from '../play/current-race.ts';
import type { EventLog, Time, Tokens } from '../play/ports/index.ts';
import type { LoadRace, Submit } from '../play/submit.ts';
import { usersOf } from '../present/pages/who.ts';
import { CLOSE } from '../present/wire/codes.ts';
import type { ParticipantId, RaceId, UserId } from '../race/ids.ts';
import type { Viewer } from '../race/sight.ts';
import { makeAddressCount } from './address.ts';
import { makeBucket } from './bucket.ts';
import { SOCKET_LIMITS } from './limits.ts';
import { makeLivePlaces } from './live-places.ts';
import { makeLiveSession } from './live-session.ts';
import { type ModSession, makeModSession, PING } from './mod-session.ts';
import { makePageSession } from './page-session.ts';
import { makeShelf } from './shelf.ts';
import { type Admission, admit } from './upgrade.ts';
import { type Drop, makeWire, type Wire, type WireHandlers, type WirePorts } from './wire.ts';

export type SocketPorts = {
  readonly server: Server;
  readonly live: Live;
  readonly submit: Submit;
  readonly load: LoadRace;
  readonly log: Log;
  /** For operators' graphs. */
  readonly onDrop?: (why: Drop) => void;
  /** For live addresses. */
  readonly races: Pick<EventLog, 'byChannel' | 'byServer'>;
  readonly tokens: Pick<Tokens, 'read'>;
  /** Who looks: the session cookie or `?key=` of the upgrade request decides. Rejects while it cannot be known. */
  readonly viewerOf: (request: IncomingMessage, race: RaceId) => Promise<Viewer>;
  /** What the session of the upgrade request is called; null without one. */
  readonly sessionOf: (request: IncomingMessage) => string | null;
  readonly time: Time;
  readonly config: {
    readonly publicUrl: string;
    readonly trustProxy: number;
    readonly socketsPerAddress: number;
  };
};

export type Sockets = {
  /** Logout: the sockets of this session's pages are closed; the pages come back as who they are now. */
  closeSession(session: string): void;
  /** Keys of this user died: what is open with them comes back as who it is without. */
  closeKeyed(user: UserId): void;
  /** Somebody is somebody else from now on: all of their pages come back, and overlays with their key or their login. */
  closeUser(user: UserId): void;
  /** Says 1001 to all, lets nobody in any more (503, try_again), and waits until they are gone (a while at most). */
  close(): Promise<void>;
  readonly count: () => number;
};

type Socket = Parameters<typeof makeWire>[0];

export function makeSockets(ports: SocketPorts): Sockets {
  const { live, time, log, config } = ports;
  const { origin, host } = new URL(config.publicUrl);
  let closing = false;
  const admitted = new WeakMap<IncomingMessage, Admission>();
  const modSessions = new Map<RaceId, Set<ModSession>>();
  const pagesOf = { user: makeShelf<UserId>(), session: makeShelf<string>(), key: makeShelf<UserId>() };
  const wires = new Set<Wire>();
  let allGone: (() => void) | undefined;
  const gone = (wire: Wire) => {
    wires.delete(wire);
    if (wires.size === 0) allGone?.();
  };
  const gate = {
    load: ports.load,
    viewerOf: ports.viewerOf,
    sessionOf: ports.sessionOf,
    addresses: makeAddressCount(config.socketsPerAddress),
    trustProxy: config.trustProxy,
    origin,
    closing: () => closing,
    onFault: (fault: unknown) => log.error({ err: fault }, 'a connection could not be judged'),
  };
  const places = makeLivePlaces({
    log: ports.races,
    load: ports.load,
    views: live,
    changes: live,
    time,
    onFault: (fault) => log.error({ err: fault }, 'the race of a channel could not be found'),
  });
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: SOCKET_LIMITS.frameBytes,
    perMessageDeflate: false,
    clientTracking: true,
  });
  const app = websockify(new Koa());
  const auths = new Map<ParticipantId, () => boolean>();
  const allowAuth = (participant: ParticipantId): boolean => {
    if (auths.size >= SOCKET_LIMITS.authsKept) auths.clear();
    const allow = auths.get(participant) ?? makeBucket(time, SOCKET_LIMITS.authsPerSecond, SOCKET_LIMITS.authsBurst);
    auths.set(participant, allow);
    return allow();
  };
  const wirePorts = (...rate: WirePorts['rate']): WirePorts => ({ time, log, rate, ping: PING, onDrop: ports.onDrop });
  const modWire = wirePorts(SOCKET_LIMITS.modPerSecond, SOCKET_LIMITS.modBurst);
  const pageWire = wirePorts(SOCKET_LIMITS.pagePerSecond, SOCKET_LIMITS.pageBurst);
  const modPorts = { ...ports, host, allowAuth, closing: () => closing };

  // koa-websocket swallows what a middleware throws, and a frame that comes before a listener is lost: all of it is
  // synchronous here, and what is not ends in the wire's own boundary.
  app.ws.use((ctx) => {
    const admission = admitted.get(ctx.req);
    if (admission === undefined) return ctx.websocket.terminate();
    const { endpoint, viewer, session } = admission;
    if (endpoint.kind === 'mod') seatMod(ctx.websocket, endpoint.race);
    else if (endpoint.kind === 'live') seatLive(ctx.websocket, endpoint.place, session, ctx.req);
    else if (viewer !== undefined) seatPage(ctx.websocket, endpoint.race, viewer, session);
    return undefined;
  });

  const seatMod = (socket: Socket, race: RaceId) => {
    const sessions = modSessions.get(race) ?? new Set();
    modSessions.set(race, sessions);
    const made = makeWire(socket, modWire, (wire) => {
      const session = makeModSession(wire, race, modPorts);
      sessions.add(session);
      return {
        ...session,
        async onClose() {
          sessions.delete(session);
          if (sessions.size === 0) modSessions.delete(race);
          await session.onClose().finally(() => gone(wire));
        },
      };
    });
    wires.add(made);
  };
  const seatPage = (socket: Socket, race: RaceId, viewer: Viewer, session: string | null) =>
    seatAnyPage(socket, session, (wire, known) => {
      known(viewer);
      return makePageSession(wire, race, viewer, ports);
    });
  const seatLive = (socket: Socket, place: LivePlace, session: string | null, request: IncomingMessage) =>
    seatAnyPage(socket, session, (wire, known) => {
      const viewerOf = (race: RaceId) => ports.viewerOf(request, race);
      return makeLiveSession(wire, place, { live, time, log, places, viewerOf, known });
    });
  const shelve = (how: 'put' | 'drop', viewer: Viewer | undefined, wire: Wire) => {
    if (viewer === undefined) return;
    for (const user of usersOf(viewer)) pagesOf.user[how](user, wire);
    if (viewer.kind === 'keyed') pagesOf.key[how](viewer.user ?? null, wire);
  };
  const seatAnyPage = (
    socket: Socket,
    session: string | null,
    begin: (wire: Wire, known: (viewer: Viewer) => void) => WireHandlers,
  ) => {
    const made = makeWire(socket, pageWire, (wire) => {
      let viewer: Viewer | undefined;
      const page = begin(wire, (known) => {
        shelve('drop', viewer, wire);
        viewer = known;
        shelve('put', viewer, wire);
      });
      pagesOf.session.put(session, wire);
      return {
        ...page,
        async onClose() {
          shelve('drop', viewer, wire);
          pagesOf.session.drop(session, wire);
          await page.onClose().finally(() => gone(wire));
        },
      };
    });
    wires.add(made);
  };

  const upgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const admission = await admit(gate, request, socket);
    if (admission === undefined) return;
    admitted.set(request, admission);
    server.handleUpgrade(request, socket, head, (client) => app.ws.onConnection(client, request));
  };
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    upgrade(request, socket, head).catch((fault: unknown) => {
      log.error({ err: fault }, 'an upgrade failed');
      socket.destroy();
    });
  };
  ports.server.on('upgrade', onUpgrade);
  const stopListening = live.subscribe(({ race }) => {
    for (const session of modSessions.get(race.id) ?? []) session.raceChanged(race);
  });

  return {
    closeSession(session) {
      for (const wire of pagesOf.session.all(session)) wire.close(CLOSE.normal, 'logged out');
    },
    closeKeyed(user) {
      for (const wire of pagesOf.key.all(user)) wire.close(CLOSE.normal, 'come back');
    },
    closeUser(user) {
      for (const wire of pagesOf.user.all(user)) wire.close(CLOSE.normal, 'come back');
    },
    async close() {
      closing = true;
      for (const wire of wires) wire.close(CLOSE.restarting, 'restarting');
      if (wires.size > 0) {
        await new Promise<void>((done) => {
          const giveUp = time.after(SOCKET_LIMITS.goodbyeMs, () => {
            for (const client of server.clients) client.terminate();
            done();
          });
          allGone = () => {
            giveUp();
            done();
          };
        });
      }
      stopListening();
      places.stop();
    },
    count: () => wires.size,
  };
}
