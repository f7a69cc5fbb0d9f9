// The connection to `/ws/race/{id}` or `/ws/live/{place}`: for ever, with a capped and jittered backoff; clock exchanges; resync
// at a hole; final codes stop it. Says when the picture is stale. No DOM but `location`; drawing is the caller's.

import ReconnectingWebSocket from 'partysocket/ws';
import type { FromPage } from '../../server/present/wire/from-page.ts';
import type { ToPage } from '../../server/present/wire/to-page.ts';
import { makeServerClock } from './clock.ts';
import { apply, type Watched } from './race-state.ts';

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
/** Slow: a restart of some seconds keeps nobody away for more than three. */
const WAIT_GROWTH = 1.2;
const CONNECT_WITHIN_MS = 10_000;
/** The server pings every 20 s: who hears nothing for so long shows that the picture may be old. */
const STALE_AFTER_MS = 30_000;
/** PROTOCOL.md, Limits: a client that hears nothing for 60 s reconnects. */
const SILENT_FOR_MS = 60_000;
/** Below the two messages a second that spectators may send. */
const EXCHANGE_EVERY_MS = 700;
const EXCHANGES_AT_CONNECT = 5;
const EXCHANGE_LATER_MS = 30_000;
/** 4003, 4004, 4009 (PROTOCOL.md, Close codes): nobody comes back after these. */
const FINAL_CODES: readonly number[] = [4003, 4004, 4009];
/** After so many failures in a row, and as many more, it is asked whether the race is there at all. */
const ASK_AFTER_FAILURES = 4;

export type Live = {
  readonly state: Watched | undefined;
  /** True on a live address while its channel has no race and had none before. */
  readonly noRace: boolean;
  /** Server epoch ms; earlier by what this viewer asked to be late. */
  now(): number;
  /** Since when nothing was heard, ms of `Date.now`; null while the picture is fresh. `over`: nothing more will come. */
  stale(): { readonly since: number; readonly over: boolean } | null;
};

export type Socket = {
  /** Path and query: `/ws/race/{id}?overlay=1`. */
  readonly address: string;
  /** What comes is held back for so long: for streams that are late themselves. */
  readonly delayMs?: number;
};

/** Watches a race. `changed` is called after every message and whenever freshness may have changed. */
export function watchRace({ address, delayMs = 0 }: Socket, changed: (live: Live) => void): Live {
  const mono = () => performance.now();
  const clock = makeServerClock(mono);
  let state: Watched | undefined;
  let noRace = false;
  let heard = Date.now();
  let connected = false;
  let over = false;
  let failures = 0;
  let waitingForSnapshot = false;
  let inWaiting = 0;
  let timers: readonly number[] = [];

  const socket = new ReconnectingWebSocket(() => jittered(failures, addressOf(address)), undefined, {
    minReconnectionDelay: FIRST_WAIT_MS,
    maxReconnectionDelay: LONGEST_WAIT_MS,
    reconnectionDelayGrowFactor: WAIT_GROWTH,
    connectionTimeout: CONNECT_WITHIN_MS,
    maxEnqueuedMessages: 0,
  });
  const send = (message: FromPage) => socket.send(JSON.stringify(message));

  const live: Live = {
    get state() {
      return state;
    },
    get noRace() {
      return noRace;
    },
    now: () => clock.now() - delayMs,
    stale: () => {
      const silent = Date.now() - heard > STALE_AFTER_MS;
      const shows = state !== undefined || noRace || inWaiting > 0;
      const fresh = shows && (over || (connected && !silent));
      return fresh ? null : { since: heard, over };
    },
  };

  const hear = (message: ToPage) => {
    if (message.type === 'ping') return send({ type: 'pong' });
    if (message.type === 'time_sync') return clock.exchanged(message.t0, message.t1, message.t2);
    if (message.type === 'race_state') clock.hint(message.now);
    if (delayMs === 0) return take(message);
    inWaiting += 1;
    window.setTimeout(() => {
      inWaiting -= 1;
      take(message);
      changed(live);
    }, delayMs);
  };

  const take = (message: ToPage) => {
    if (message.type === 'race_state') waitingForSnapshot = false;
    noRace = message.type === 'no_race' ? state === undefined : noRace && message.type !== 'race_state';
    if (waitingForSnapshot) return;
    const step = apply(state, message, mono());
    if (step.resync) {
      waitingForSnapshot = true;
      return send({ type: 'resync' });
    }
    state = step.state;
  };

  const exchange = (left: number) => {
    send({ type: 'time_sync', t0: mono() });
    const next = left > 1 ? EXCHANGE_EVERY_MS : EXCHANGE_LATER_MS;
    timers = [window.setTimeout(() => exchange(left - 1), next)];
  };

  const stopTimers = () => {
    for (const timer of timers) window.clearTimeout(timer);
  };

  socket.addEventListener('open', () => {
    connected = true;
    failures = 0;
    heard = Date.now();
    waitingForSnapshot = false;
    stopTimers();
    exchange(EXCHANGES_AT_CONNECT);
    changed(live);
  });
  socket.addEventListener('message', (event) => {
    heard = Date.now();
    const message = parse(event.data);
    if (message !== undefined) hear(message);
    changed(live);
  });
  socket.addEventListener('close', (event) => {
    connected = false;
    failures += 1;
    stopTimers();
    if (FINAL_CODES.includes(event.code)) {
      over = true;
      socket.close();
    } else if (failures % ASK_AFTER_FAILURES === 0) {
      void raceIsGone(address).then((gone) => {
        if (!gone || connected) return;
        over = true;
        socket.close();
        changed(live);
      });
    }
    changed(live);
  });
  window.setInterval(() => {
    // A clock that was set back would hear nothing of a silence for as long.
    heard = Math.min(heard, Date.now());
    if (connected && Date.now() - heard > SILENT_FOR_MS) socket.reconnect();
    changed(live);
  }, 5_000);
  return live;
}

/** Same host as the page, so that the session's cookie goes along. */
function addressOf(path: string): string {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  return `${scheme}://${location.host}${path}`;
}

/** partysocket waits the same for everybody; this spreads those who lost the server at the same moment. */
function jittered(failures: number, address: string): Promise<string> {
  const most = failures === 0 ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * WAIT_GROWTH ** failures) / 2;
  return new Promise((resolve) => window.setTimeout(() => resolve(address), Math.random() * most));
}

/**
 * Only where our own server says so: a proxy has its 404 too, while nobody is behind it. A live address is never gone, for its channel
 * may have a race tomorrow; and of a draft nobody is told who has but a key.
 */
async function raceIsGone(address: string): Promise<boolean> {
  const raceId = /^\/ws\/race\/([^/?]+)/.exec(address)?.[1];
  if (raceId === undefined || /[?&]key=/.test(address)) return false;
  try {
    const response = await fetch(`/api/races/${raceId}`, { cache: 'no-store' });
    const answer: { readonly error?: { readonly code?: string } } = await response.json();
    return response.status === 404 && answer.error?.code === 'unknown_race';
  } catch {
    return false;
  }
}

/** Our own server speaks; what is not an object with a type is left alone, as are types of a newer server. */
function parse(data: unknown): ToPage | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    const message: unknown = JSON.parse(data);
    return typeof message === 'object' && message !== null && 'type' in message ? (message as ToPage) : undefined;
  } catch {
    return undefined;
  }
}
