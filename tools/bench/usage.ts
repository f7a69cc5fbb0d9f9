// What a process has used so far: for the children under test, which are asked before and after. Two answers make a difference.

export type Usage = {
  /** User and system time of all threads. */
  readonly cpuMs: number;
  readonly rssBytes: number;
  /** Most that was resident since `watchMemory`. */
  readonly peakRssBytes: number;
  /** What the program itself holds, after collecting garbage: heap and buffers. */
  readonly heldBytes: number;
  /** Statements sent to the database; 0 where there is none. */
  readonly queries: number;
};

const SAMPLE_MS = 50;

let peak = 0;
let isWatched = false;

export function watchMemory(): void {
  peak = process.memoryUsage.rss();
  if (isWatched) return;
  isWatched = true;
  setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, SAMPLE_MS).unref();
}

export const readCpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

/** `tidy`: collects garbage first, which costs time of its own; take the CPU before. */
export function readUsage(tidy: boolean, queries = 0): Usage {
  const cpuMs = readCpuMs();
  if (tidy) globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { cpuMs, rssBytes: rss, peakRssBytes: Math.max(peak, rss), heldBytes: heapUsed + external, queries };
}
