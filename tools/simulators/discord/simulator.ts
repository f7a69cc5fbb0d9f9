// A Discord of one process on one loopback port: REST v10 and gateway outside, a control API inside. Whoever starts it builds a world, plays its
// people and looks through their eyes, while a real client is connected (`rest: { api: sim.restBase }`, login with `sim.botToken`).
// What it refuses stands in rules.ts. Absent: voice, reactions, permissions by role hierarchy, rate limits of its own accord, shards, compression.
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import PQueue from 'p-queue';
import { WebSocketServer } from 'ws';
import { freePort } from '../../free-port.ts';
import { announce } from './announce.ts';
import { type Build, builder } from './build.ts';
import { createFaults, type Faults } from './faults.ts';
import { createGateway, type Gateway, type GatewayFaults } from './gateway.ts';
import { createInteractions, type Interaction } from './interactions.ts';
import type { Violation } from './openapi.ts';
import { createPeople, type People } from './people.ts';
import { createRest, type Exchange } from './rest.ts';
import type { Platform } from './route.ts';
import { createSight, type Sight } from './sight.ts';
import { realTime, type SimulatorTime } from './time.ts';
import { type Change, createWorld, type World } from './world.ts';

export type { Interaction } from './interactions.ts';
export { ClientRefusal } from './refusal.ts';
export type { SeenMessage } from './sight.ts';
export { manualTime } from './time.ts';
export type { Change, Channel, Guild, Message, User } from './world.ts';

const GATEWAY_PATH = '/gw';
const HEARTBEAT_MS = 41_250;
const WAIT_MS = 60_000;
const LAST_EXCHANGES = 5;

export type DiscordSimulatorOptions = {
  /** 0, the default: any free port that is still free after a restart. */
  readonly port?: number;
  readonly botToken?: string;
  readonly applicationId?: string;
  readonly botName?: string;
  readonly time?: SimulatorTime;
  readonly heartbeatIntervalMs?: number;
  /** Privileged intents switched on in the portal, as bits. */
  readonly allowedIntents?: number;
  /** `collect`: every exchange against the OpenAPI document, where present, into `violations`. Default `off`. */
  readonly check?: 'off' | 'collect';
};

export type DiscordSimulator = Build &
  People &
  Sight & {
    readonly port: number;
    /** For discord.js `rest.api`; no slash at the end. */
    readonly restBase: string;
    readonly gatewayUrl: string;
    readonly botToken: string;
    readonly applicationId: string;
    readonly world: World;
    readonly faults: Faults;
    /** `dispatch`: any event as it is, also one that no platform would send. */
    readonly gateway: GatewayFaults & Pick<Gateway, 'online' | 'dispatch'>;
    readonly interactions: () => readonly Interaction[];
    readonly exchanges: readonly Exchange[];
    readonly violations: readonly Violation[];
    /** Errors of the simulator itself; must stay empty. */
    readonly crashes: readonly unknown[];
    readonly onChange: (listener: (change: Change) => void) => () => void;
    /** Resolves with the predicate's first truthy value, asked now and after every change. On timeout the error says what was awaited. */
    readonly waitFor: <T>(
      predicate: () => T,
      options?: { timeoutMs?: number; what?: string },
    ) => Promise<Exclude<T, undefined | null | false>>;
    /**
     * The platform goes away and comes back on the same port, its world intact; sessions can be resumed only if kept. Of several the next
     * begins when the one before is over.
     */
    readonly restart: (options?: { keepSessions?: boolean; whileDown?: () => Promise<void> | void }) => Promise<void>;
    readonly close: () => Promise<void>;
  };

export async function startDiscordSimulator(options: DiscordSimulatorOptions = {}): Promise<DiscordSimulator> {
  const botToken = options.botToken ?? 'simulated.bot.token';
  const world = createWorld({
    time: options.time ?? realTime,
    applicationId: options.applicationId,
    botName: options.botName ?? 'speedfog',
  });
  let port = options.port || (await freePort());
  const cdn = () => `http://127.0.0.1:${port}`;
  const gatewayUrl = () => `ws://127.0.0.1:${port}${GATEWAY_PATH}`;
  const faults = createFaults();
  const interactions = createInteractions(world);
  const gateway = createGateway(world, {
    botToken,
    heartbeatIntervalMs: options.heartbeatIntervalMs ?? HEARTBEAT_MS,
    allowedIntents: options.allowedIntents ?? 0,
    url: gatewayUrl,
  });
  world.onChange(announce(world, gateway, cdn));

  // The validator is a development dependency: loaded only where the check is asked for.
  const openApi = options.check === 'collect' ? await import('./openapi.ts') : undefined;
  const document = openApi?.loadOpenApi();
  const violations: Violation[] = [];
  const platform: Platform = { world, interactions, gateway, faults, urls: { cdn, gateway: gatewayUrl } };
  const rest = createRest(platform, {
    botToken,
    seen: (exchange) => {
      if (openApi && document) violations.push(...openApi.checkExchange(document, exchange));
    },
  });

  const sockets = new WebSocketServer({ noServer: true });
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const path = new URL(request.url ?? '/', 'http://gateway').pathname;
    if (gateway.refusing()) {
      socket.destroy();
      return world.changed({ type: 'gateway-refused' });
    }
    if (path !== GATEWAY_PATH && path !== `${GATEWAY_PATH}/`) return void socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
    sockets.handleUpgrade(request, socket, head, (connected) => gateway.accept(connected, request));
  };
  const listen = async () => {
    const server = createServer(
      (request, response) => void rest.handle(request, response).catch((error) => rest.crashes.push(error)),
    );
    server.on('upgrade', upgrade);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (typeof address === 'object' && address) port = address.port;
    return server;
  };
  const stop = async (server: Server, forget: boolean) => {
    gateway.stop({ forget });
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  };
  let server = await listen();
  const restarts = new PQueue({ concurrency: 1 });

  return {
    ...builder(world),
    ...createPeople({ world, interactions, gateway, cdn }),
    ...createSight(world, cdn),
    port,
    restBase: `${cdn()}/api`,
    gatewayUrl: gatewayUrl(),
    botToken,
    applicationId: world.applicationId,
    world,
    faults,
    gateway,
    interactions: () => [...interactions.byId.values()],
    exchanges: rest.exchanges,
    violations,
    crashes: rest.crashes,
    onChange: world.onChange,
    waitFor: (predicate, waiting = {}) => waitFor(world, rest.exchanges, predicate, waiting),
    restart: ({ keepSessions = false, whileDown } = {}) =>
      restarts.add(async () => {
        await stop(server, !keepSessions);
        await whileDown?.();
        server = await listen();
      }),
    close: async () => {
      faults.releaseAll();
      await stop(server, true);
      sockets.close();
    },
  };
}

type Found<T> = Exclude<T, undefined | null | false>;

function waitFor<T>(
  world: World,
  exchanges: readonly Exchange[],
  predicate: () => T,
  options: { timeoutMs?: number; what?: string },
): Promise<Found<T>> {
  const { timeoutMs = WAIT_MS, what = predicate.toString() } = options;
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void) => {
      clearTimeout(timer);
      stop();
      settle();
    };
    const timer = setTimeout(
      () => finish(() => reject(new Error(`waited ${timeoutMs} ms for ${what}; last requests: ${lastOf(exchanges)}`))),
      timeoutMs,
    );
    const ask = () => {
      try {
        const value = predicate();
        if (value) finish(() => resolve(value as Found<T>));
      } catch (error) {
        finish(() => reject(error));
      }
    };
    const stop = world.onChange(ask);
    ask();
  });
}

function lastOf(exchanges: readonly Exchange[]): string {
  return (
    exchanges
      .slice(-LAST_EXCHANGES)
      .map(({ method, path, status }) => `${method} ${path.replace(/[\w-]{40,}/g, '<token>')} ${status}`)
      .join(', ') || 'none'
  );
}
