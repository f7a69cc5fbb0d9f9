// Everybody on the other end, in a process of their own: mods that say a pulse a second and spectators who listen. The first and the
// last to come of every race's spectators, and some between them, look at what they get and at the clock; the others only count.

import { get } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { answerParent } from './children.ts';
import { makeWitness, type Percentiles, percentiles, pulseIgt, SentPulses } from './latency.ts';
import { type LightSocket, openLightSocket, type Tally } from './light-socket.ts';
import { readCpuMs } from './usage.ts';

export type LoadRace = {
  readonly id: string;
  readonly mods: readonly { readonly id: string; readonly token: string }[];
  readonly igtBaseMs: number;
  readonly spectators: number;
};
export type Crowd = { readonly url: string; readonly races: readonly LoadRace[] };
/** `periodMs`: between two pulses of a mod. */
export type Pace = {
  readonly periodMs: number;
  readonly forMs: number;
  /** Latency goes on being counted where the last window ended. */
  readonly more?: boolean;
};

export type Kind = { frames: number; bytes: number };
export type Heard = {
  readonly wallMs: number;
  readonly sent: number;
  readonly pages: Tally;
  readonly mods: Tally;
  /** What one spectator of each race got, by type. */
  readonly kinds: Readonly<Record<string, Kind>>;
  readonly latency: Percentiles;
  readonly cpuMs: number;
};

const AT_ONCE = 50;
const WITNESSES = 32;
const STEP_MS = 2;

type Mod = {
  readonly socket: LightSocket;
  readonly race: LoadRace;
  readonly player: number;
  readonly sent: SentPulses;
};

const pages: Tally = { frames: 0, bytes: 0, lost: 0 };
const mods: Tally = { frames: 0, bytes: 0, lost: 0 };
let crowd: Mod[] = [];
let sockets: LightSocket[] = [];
let samples: number[] = [];
let kinds: Record<string, Kind> = {};
let said = 0;

async function connectAll<T>(jobs: readonly (() => Promise<T>)[]): Promise<T[]> {
  const done: T[] = [];
  for (let from = 0; from < jobs.length; from += AT_ONCE) {
    done.push(...(await Promise.all(jobs.slice(from, from + AT_ONCE).map((job) => job()))));
  }
  return done;
}

const isWitness = (index: number, of: number): boolean =>
  index === 0 || index === of - 1 || index % Math.max(1, Math.floor(of / WITNESSES)) === 0;

const auth = (token: string): string =>
  JSON.stringify({ type: 'auth', mod_token: token, protocol: 1, mod_version: '0.1.0', game_version: '2.6.1' });

function sort(payload: Buffer): void {
  const type = /^\{"type":"(\w+)"/.exec(payload.toString('latin1', 0, 60))?.[1] ?? 'blank';
  const kind = kinds[type] ?? { frames: 0, bytes: 0 };
  kinds[type] = { frames: kind.frames + 1, bytes: kind.bytes + payload.length };
}

async function connect({ url, races }: Crowd): Promise<{ ms: number; sockets: number }> {
  const began = performance.now();
  const base = url.replace(/^http/, 'ws');
  const pulses = new Map(races.map((race) => [race.id, new SentPulses()]));
  const sentOf = (race: LoadRace) => pulses.get(race.id) ?? new SentPulses();
  const modJobs = races.flatMap((race) =>
    race.mods.map(({ id, token }, player) => async (): Promise<Mod> => {
      const address = `${base}/ws/mod/${race.id}?player=${id}`;
      const socket = await openLightSocket(address, mods, { first: auth(token) });
      return { socket, race, player, sent: sentOf(race) };
    }),
  );
  crowd = shuffled(await connectAll(modJobs));
  const pageJobs = races.flatMap((race) =>
    Array.from({ length: race.spectators }, (_, index) => () => {
      const address = `${base}/ws/race/${race.id}?overlay=1`;
      if (!isWitness(index, race.spectators)) return openLightSocket(address, pages);
      const look = makeWitness(sentOf(race), (ms) => samples.push(ms));
      const lookAndSort = (payload: Buffer) => {
        sort(payload);
        look(payload);
      };
      return openLightSocket(address, pages, { onFrame: index === 0 ? lookAndSort : look });
    }),
  );
  sockets = [...crowd.map((mod) => mod.socket), ...(await connectAll(pageJobs))];
  return { ms: performance.now() - began, sockets: sockets.length };
}

/** The same order every time: mods of one race do not speak one after the other. */
function shuffled(all: readonly Mod[]): Mod[] {
  let state = 12_345;
  const roll = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state;
  };
  return all
    .map((mod) => ({ mod, at: roll() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ mod }) => mod);
}

/** Mods speak in turn, evenly over the period; who is late catches up. */
async function race(pace: Pace): Promise<Heard> {
  const { periodMs, forMs } = pace;
  Object.assign(pages, { frames: 0, bytes: 0 });
  Object.assign(mods, { frames: 0, bytes: 0 });
  kinds = {};
  if (!pace.more) samples = [];
  const cpuBefore = readCpuMs();
  const began = performance.now();
  const before = said;
  const gapMs = periodMs / crowd.length;
  for (let now = began; now - began < forMs; now = performance.now()) {
    const due = before + Math.floor((now - began) / gapMs);
    for (; said < due; said += 1) pulse(said);
    await wait(STEP_MS);
  }
  return {
    wallMs: performance.now() - began,
    sent: said - before,
    pages: { ...pages },
    mods: { ...mods },
    kinds,
    latency: percentiles(samples),
    cpuMs: readCpuMs() - cpuBefore,
  };
}

function pulse(nth: number): void {
  const mod = crowd[nth % crowd.length];
  if (mod === undefined) return;
  const igt = pulseIgt(mod.race.igtBaseMs, mod.player, Math.floor(nth / crowd.length));
  mod.sent.put(igt, performance.now());
  mod.socket.send(`{"type":"status_update","igt_ms":${igt},"death_count":0}`);
}

export type Downloads = {
  readonly files: number;
  readonly bytes: number;
  readonly wallMs: number;
  readonly firstByte: Percentiles;
};

/** All at once, each over a connection of its own; what comes is counted and forgotten. */
async function download({ urls }: { readonly urls: readonly string[] }): Promise<Downloads> {
  const began = performance.now();
  const each = await Promise.all(urls.map(fetchAll));
  return {
    files: each.length,
    bytes: each.reduce((sum, { bytes }) => sum + bytes, 0),
    wallMs: performance.now() - began,
    firstByte: percentiles(each.map(({ firstMs }) => firstMs)),
  };
}

function fetchAll(url: string): Promise<{ bytes: number; firstMs: number }> {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const request = get(url, { agent: false }, (response) => {
      let [bytes, firstMs] = [0, 0];
      response.on('data', (chunk: Buffer) => {
        if (bytes === 0) firstMs = performance.now() - began;
        bytes += chunk.length;
      });
      response.on('end', () => {
        if (response.statusCode === 200 && response.complete) resolve({ bytes, firstMs });
        else reject(new Error(`a download ended with ${response.statusCode} after ${bytes} bytes`));
      });
      response.on('error', reject);
    });
    request.on('error', reject);
  });
}

const answers = {
  connect,
  /** Everybody is heard: a clock that goes faster makes silences long in hindsight. */
  stir() {
    for (const socket of sockets) socket.send('{"type":"pong"}');
  },
  download,
  race,
  leave() {
    for (const socket of sockets) socket.close();
    sockets = [];
    crowd = [];
  },
};
export type LoadAnswers = typeof answers;

answerParent(answers, async () => answers.leave());
