// A player without a game: downloads its pack, connects with the token found inside, gets ready, and after GO does what its plan
// says. Speaks the mod's side of PROTOCOL.md; its network can be cut and its game crashed. Deliberately absent: the wire (line.ts),
// when what is played (script.ts).

import { randomUUID } from 'node:crypto';
import type { Time } from '../../server/play/ports/index.ts';
import { KEEP_CODES } from '../../server/present/wire/codes.ts';
import { parseToMod, type ToMod, type ToModOf } from '../../server/present/wire/to-mod.ts';
import { ServerClock } from './clock.ts';
import { Line } from './line.ts';
import { Outbox } from './outbox.ts';
import { downloadPack, type ModConfiguration } from './pack.ts';
import { igtAt, type Plan, type Step } from './plan.ts';
import { Script } from './script.ts';
import { Timers } from './timers.ts';

export type RunnerState =
  | 'downloading'
  | 'connecting'
  | 'waiting'
  | 'ready'
  | 'racing'
  | 'finished'
  | 'out'
  | 'stopped';

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
/** After a `ready` that the server could not take. */
const READY_AGAIN_MS = 5_000;

export class Runner {
  readonly name: string;
  readonly #options: RunnerOptions;
  readonly #timers: Timers;
  readonly #clock: ServerClock;
  readonly #script: Script;
  readonly #outbox: Outbox;
  #state: RunnerState = 'downloading';
  #pack: ModConfiguration | undefined;
  #line: Line | undefined;
  #pulse: (() => void) | undefined;
  #connections = 0;
  #isIn = false;
  #lastWord = '';

  constructor(options: RunnerOptions) {
    this.name = options.name;
    this.#options = options;
    this.#timers = new Timers(options.time);
    this.#clock = new ServerClock(options.time);
    this.#outbox = new Outbox(randomUUID(), {
      send: (message) => this.#line?.send(message),
      after: this.#timers.after,
    });
    this.#script = new Script(options.plan, {
      now: () => this.#clock.now(),
      after: this.#timers.after,
      onStep: (step) => this.#report(step),
      onGiveUp: () => options.onGiveUp?.(),
    });
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
    return this.#script.stepsDone;
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
    return this.#script.stepsDone - this.#outbox.size;
  }

  get pack(): ModConfiguration | undefined {
    return this.#pack;
  }

  /** Downloads and connects. Rejects where the pack cannot be had. */
  async start(): Promise<void> {
    const pack = await downloadPack(this.#options.link);
    if (this.#state === 'stopped') return;
    this.#pack = pack;
    this.#line = new Line(`${pack.url}/ws/mod/${pack.raceId}`, {
      after: this.#timers.after,
      onOpen: () => this.#introduce(pack),
      onFrame: (frame) => this.#hear(frame),
      onClosed: () => this.#left(),
      onOver: () => {
        if (this.#state !== 'finished' && this.#state !== 'stopped') this.#become('out');
      },
      onTrouble: (word) => {
        this.#lastWord = word;
      },
    });
    this.#become('connecting');
    this.#line.connect();
  }

  /** Cuts the network without a goodbye; `ms` later it is back. */
  cutNetwork(ms: number): void {
    this.#line?.cut(ms);
  }

  /**
   * The game dies: whatever the process knew is gone, only the outbox is a file. `ms` later it is started again and learns from the
   * server where its race stands; what the player would have done meanwhile is done then.
   */
  crashGame(ms: number): void {
    if (this.#state === 'stopped') return;
    this.#timers.end();
    this.#line?.drop();
    this.#script.halt();
    this.#clock.forget();
    this.#lastWord = 'the game crashed';
    if (this.#state !== 'finished') this.#become('connecting');
    this.#timers.after(ms, () => this.#line?.connect());
  }

  stop(): void {
    this.#become('stopped');
    this.#timers.end();
    this.#line?.drop();
  }

  #become(state: RunnerState): void {
    this.#state = state;
    this.#options.onChange?.(this);
  }

  #introduce({ modToken, pack }: ModConfiguration): void {
    this.#line?.send({
      type: 'auth',
      mod_token: modToken,
      protocol: 1,
      mod_version: '0.1.0',
      game_version: '2.6.1',
      pack,
      outbox: this.#outbox.id,
    });
  }

  #left(): void {
    this.#isIn = false;
    this.#pulse?.();
    this.#outbox.rest();
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
      case 'countdown_cancelled':
        this.#lastWord = message.message;
        return;
      case 'ping':
        this.#line?.send({ type: 'pong' });
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
        if (message.status === 'playing' && this.#script.raceMs !== null) this.#become('racing');
        return;
      case 'race_status_change':
        if (message.message !== null) this.#lastWord = message.message;
        return;
      case 'notice':
        this.#lastWord = message.text;
        return;
      case 'leaderboard_update':
      case 'zone_update':
      case 'death_counts':
        return;
    }
  }

  #welcomed(message: ToModOf<'auth_ok'>): void {
    this.#connections += 1;
    this.#isIn = true;
    this.#outbox.resume(message.last_seq);
    this.#line?.send({ type: 'time_sync', t0: this.#options.time.now(), rtt_ms: null, bound_ms: null });
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
    if (this.#state === 'waiting' || this.#state === 'ready') this.#line?.send({ type: 'ready' });
  }

  #measure(message: ToModOf<'time_sync'>): void {
    const best = this.#clock.measure(message);
    if (best !== undefined) this.#line?.send({ type: 'time_sync', t0: this.#options.time.now(), ...best });
  }

  #refused(message: ToModOf<'error'>): void {
    this.#lastWord = message.message;
    if (message.seq === undefined) {
      if (message.code === 'try_again') this.#timers.after(READY_AGAIN_MS, () => this.#sayReady());
      return;
    }
    if (KEEP_CODES.some((code) => code === message.code)) {
      this.#outbox.sendLater();
      return;
    }
    this.#outbox.done(message.seq);
    this.#flush();
  }

  /** GO, or a running race joined again. */
  #go(startedAt: number): void {
    this.#script.go(startedAt);
    if (this.#state !== 'finished') this.#become('racing');
    this.#beat();
    this.#flush();
  }

  #report({ flag, atMs, deaths }: Step): void {
    this.#outbox.add({ flag, igtMs: igtAt(atMs), deaths, at: Math.round(this.#clock.now()) });
    this.#flush();
  }

  /** Nothing goes out before GO. */
  #flush(): void {
    if (this.#script.raceMs !== null) this.#outbox.flush();
  }

  #beat(): void {
    this.#pulse?.();
    const { isPlaying, raceMs, deaths } = this.#script;
    if (isPlaying && this.#state === 'racing') {
      this.#line?.send({ type: 'status_update', igt_ms: igtAt(raceMs ?? 0), death_count: deaths });
    }
    this.#pulse = this.#timers.after(PULSE_MS, () => this.#beat());
  }
}
