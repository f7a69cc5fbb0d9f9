// A player without a game: downloads its pack, connects with the token found inside, gets ready, and after GO does what its plan
// says. Speaks the mod's side of PROTOCOL.md; its network can be cut and its game crashed.

import { randomUUID } from 'node:crypto';
import WebSocket from 'ws';
import type { Time } from '../../server/play/ports/index.ts';
import { FINAL_CLOSE, KEEP_CODES } from '../../server/present/wire/codes.ts';
import type { FromMod } from '../../server/present/wire/from-mod.ts';
import { parseToMod, type ToMod, type ToModOf } from '../../server/present/wire/to-mod.ts';
import { Outbox } from './outbox.ts';
import { downloadPack, type ModConfiguration } from './pack.ts';
import { igtAt, type Plan } from './plan.ts';

export const RUNNER_STATES = [
  'downloading',
  'connecting',
  'waiting',
  'ready',
  'racing',
  'finished',
  'out',
  'stopped',
] as const;
export type RunnerState = (typeof RUNNER_STATES)[number];

export type RunnerOptions = {
  readonly name: string;
  /** The personal link, as the player got it. */
  readonly link: string;
  readonly plan: Plan;
  readonly time: Time;
  readonly onChange?: (runner: Runner) => void;
  /** After giving up the player asks for /forfeit in chat; the runner only stops playing. */
  readonly onGiveUp?: () => void;
};

const PULSE_MS = 1_000;
const RESEND_MS = 5_000;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;
/** Slow growth: after a restart of some seconds nobody is away for more than three; after minutes nobody asks more than twice a minute. */
const RETRY_GROWTH = 1.2;

export class Runner {
  readonly name: string;
  readonly #options: RunnerOptions;
  readonly #outbox = new Outbox(randomUUID());
  readonly #timers = new Set<() => void>();
  #state: RunnerState = 'downloading';
  #pack: ModConfiguration | undefined;
  #socket: WebSocket | undefined;
  #board: ToModOf<'leaderboard_update'> | undefined;
  #startedAt: number | null = null;
  #step = 0;
  #deaths = 0;
  #resend: (() => void) | undefined;
  #pulse: (() => void) | undefined;
  #retryMs = FIRST_RETRY_MS;
  #online = true;
  #connections = 0;
  #isIn = false;
  #offsetMs = 0;
  #bestRttMs = Number.POSITIVE_INFINITY;
  #lastWord = '';

  constructor(options: RunnerOptions) {
    this.name = options.name;
    this.#options = options;
  }

  get state(): RunnerState {
    return this.#state;
  }

  /** The last thing worth telling: an error, a banner. */
  get lastWord(): string {
    return this.#lastWord;
  }

  /** How many steps of its plan it has taken. */
  get stepsDone(): number {
    return this.#step;
  }

  /** How often a server has let it in. */
  get connections(): number {
    return this.#connections;
  }

  get isConnected(): boolean {
    return this.#isIn;
  }

  /** How many of its facts the server has said to have. */
  get acknowledged(): number {
    return this.#step - this.#outbox.size;
  }

  get pack(): ModConfiguration | undefined {
    return this.#pack;
  }

  /** The standings as the overlay in the game would draw them. */
  get board(): ToModOf<'leaderboard_update'> | undefined {
    return this.#board;
  }

  /** Downloads and connects. Rejects where the pack cannot be had. */
  async start(): Promise<void> {
    this.#pack = await downloadPack(this.#options.link);
    this.#become('connecting');
    this.#connect();
  }

  /** Cuts the network without a goodbye; `ms` later it is back. */
  cutNetwork(ms: number): void {
    this.#online = false;
    this.#socket?.terminate();
    this.#after(ms, () => {
      this.#online = true;
      this.#connect();
    });
  }

  /**
   * The game dies: whatever the process knew is gone, only the outbox is a file. `ms` later it is started again and learns from the
   * server where its race stands; what the player would have done meanwhile is done then.
   */
  crashGame(ms: number): void {
    this.#endTimers();
    this.#socket?.terminate();
    this.#socket = undefined;
    this.#startedAt = null;
    this.#board = undefined;
    this.#bestRttMs = Number.POSITIVE_INFINITY;
    this.#retryMs = FIRST_RETRY_MS;
    this.#online = true;
    this.#lastWord = 'the game crashed';
    if (this.#state !== 'finished') this.#become('connecting');
    this.#after(ms, () => this.#connect());
  }

  stop(): void {
    this.#become('stopped');
    this.#endTimers();
    this.#socket?.terminate();
    this.#socket = undefined;
  }

  #endTimers(): void {
    for (const off of this.#timers) off();
    this.#timers.clear();
  }

  #after(ms: number, then: () => void): () => void {
    const off = this.#options.time.after(ms, () => {
      this.#timers.delete(off);
      then();
    });
    this.#timers.add(off);
    return () => {
      this.#timers.delete(off);
      off();
    };
  }

  #become(state: RunnerState): void {
    this.#state = state;
    this.#options.onChange?.(this);
  }

  #isOver(): boolean {
    return this.#state === 'stopped' || this.#state === 'out';
  }

  #connect(): void {
    if (!this.#online || this.#isOver() || this.#pack === undefined || this.#socket !== undefined) return;
    const { url, raceId, modToken, pack } = this.#pack;
    const socket = new WebSocket(`${url}/ws/mod/${raceId}`);
    this.#socket = socket;
    socket.on('open', () => {
      this.#retryMs = FIRST_RETRY_MS;
      this.#send({
        type: 'auth',
        mod_token: modToken,
        protocol: 1,
        mod_version: '0.1.0',
        game_version: '2.6.1',
        pack,
        outbox: this.#outbox.id,
      });
    });
    socket.on('message', (data) => this.#hear(String(data)));
    socket.on('unexpected-response', (_request, response) => {
      this.#lastWord = `the server answered ${response.statusCode}`;
      if (response.statusCode === 404) this.#become('out');
      socket.terminate();
    });
    socket.on('error', (error) => {
      this.#lastWord = error.message;
    });
    socket.on('close', (code) => this.#closed(socket, code));
  }

  #closed(socket: WebSocket, code: number): void {
    if (this.#socket !== socket) return;
    this.#socket = undefined;
    this.#isIn = false;
    this.#pulse?.();
    this.#resend?.();
    if (FINAL_CLOSE.some((final) => final === code)) {
      if (this.#state !== 'finished') this.#become('out');
      return;
    }
    const jitter = 0.5 + Math.random() / 2;
    const wait = this.#retryMs * jitter;
    this.#retryMs = Math.min(this.#retryMs * RETRY_GROWTH, LONGEST_RETRY_MS);
    if (!this.#isOver()) this.#after(wait, () => this.#connect());
  }

  #send(message: FromMod): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  #hear(frame: string): void {
    const message = parseToMod(frame);
    if ('malformed' in message) return;
    this.#obey(message.message);
  }

  #obey(message: ToMod): void {
    switch (message.type) {
      case 'auth_ok':
        this.#welcomed(message);
        return;
      case 'auth_error':
        this.#lastWord = message.message;
        return;
      case 'ping':
        this.#send({ type: 'pong' });
        return;
      case 'time_sync':
        this.#measure(message);
        return;
      case 'ack':
        if (message.seq !== undefined) this.#outbox.done(message.seq);
        this.#flush();
        return;
      case 'error':
        this.#refused(message);
        return;
      case 'countdown':
        this.#lastWord = 'countdown';
        return;
      case 'race_start':
        this.#go(message.started_at);
        return;
      case 'player_status':
        if (message.status === 'ready') this.#become('ready');
        if (message.status === 'registered') this.#become('waiting');
        if (message.status === 'finished') this.#become('finished');
        if (message.status === 'playing' && this.#startedAt !== null) this.#become('racing');
        return;
      case 'race_status_change':
        if (message.message !== null) this.#lastWord = message.message;
        return;
      case 'notice':
        this.#lastWord = message.text;
        return;
      case 'leaderboard_update':
        this.#board = message;
        return;
      case 'countdown_cancelled':
        this.#lastWord = message.message;
        return;
      case 'zone_update':
      case 'death_counts':
        return;
    }
  }

  #welcomed(message: ToModOf<'auth_ok'>): void {
    this.#connections += 1;
    this.#isIn = true;
    this.#outbox.resume(message.last_seq);
    this.#send({ type: 'time_sync', t0: this.#options.time.now(), rtt_ms: null, bound_ms: null });
    const { status, started_at: startedAt } = message.race;
    if (status === 'open' || status === 'countdown') {
      this.#become(message.you.status === 'ready' ? 'ready' : 'waiting');
      if (message.you.reason !== 'player') this.#sayReady();
    }
    if (status === 'running' && startedAt !== null) this.#go(startedAt);
    this.#flush();
    this.#beat();
  }

  /** Until the server says that it knows. */
  #sayReady(): void {
    if (this.#state === 'waiting' || this.#state === 'ready') this.#send({ type: 'ready' });
  }

  #measure(message: ToModOf<'time_sync'>): void {
    const t3 = this.#options.time.now();
    const rtt = t3 - message.t0 - (message.t2 - message.t1);
    if (rtt < this.#bestRttMs) {
      this.#bestRttMs = rtt;
      this.#offsetMs = (message.t1 - message.t0 + (message.t2 - t3)) / 2;
      this.#send({ type: 'time_sync', t0: t3, rtt_ms: Math.max(0, rtt), bound_ms: Math.max(0, rtt / 2) });
    }
  }

  #refused(message: ToModOf<'error'>): void {
    this.#lastWord = message.message;
    if (message.seq === undefined) {
      if (message.code === 'try_again') this.#after(RESEND_MS, () => this.#sayReady());
      return;
    }
    if (KEEP_CODES.some((code) => code === message.code)) {
      this.#resendLater();
      return;
    }
    this.#outbox.done(message.seq);
    this.#flush();
  }

  /** GO, or a running race joined again: the next planned step is waited for by the server's clock. */
  #go(startedAt: number): void {
    const first = this.#startedAt === null;
    this.#startedAt = startedAt;
    if (this.#state !== 'finished') this.#become('racing');
    this.#beat();
    if (first) this.#await();
    this.#flush();
  }

  #raceMs(): number {
    return this.#startedAt === null ? 0 : this.#options.time.now() + this.#offsetMs - this.#startedAt;
  }

  #await(): void {
    const step = this.#options.plan.steps[this.#step];
    const { givesUpAtMs } = this.#options.plan;
    if (step === undefined) {
      if (givesUpAtMs !== null) {
        this.#after(Math.max(0, givesUpAtMs - this.#raceMs()), () => this.#options.onGiveUp?.());
      }
      return;
    }
    this.#after(Math.max(0, step.atMs - this.#raceMs()), () => {
      this.#deaths = step.deaths;
      const at = Math.round(this.#options.time.now() + this.#offsetMs);
      this.#outbox.add({ flag: step.flag, igtMs: igtAt(step.atMs), deaths: step.deaths, at });
      this.#step += 1;
      this.#flush();
      this.#await();
    });
  }

  /** Sends the fact whose turn it is; comes again after 5 s without an answer. */
  #flush(): void {
    this.#resend?.();
    const fact = this.#outbox.next;
    if (fact === undefined || this.#startedAt === null) return;
    this.#send({
      type: 'event_flag',
      seq: fact.seq,
      flag_id: fact.flag,
      igt_ms: fact.igtMs,
      death_count: fact.deaths,
      at: fact.at,
    });
    this.#resendLater();
  }

  #resendLater(): void {
    this.#resend?.();
    this.#resend = this.#after(RESEND_MS, () => this.#flush());
  }

  #beat(): void {
    this.#pulse?.();
    const isPlaying =
      this.#startedAt !== null && this.#state === 'racing' && this.#step < this.#options.plan.steps.length;
    if (isPlaying) {
      this.#send({ type: 'status_update', igt_ms: igtAt(this.#raceMs()), death_count: this.#deaths });
    }
    this.#pulse = this.#after(PULSE_MS, () => this.#beat());
  }
}
