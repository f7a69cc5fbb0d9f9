// Pulses on their way to the store: the newest of each player, all races in one statement, every two seconds. A write that
// fails is tried again with whatever is newer by then.

import type { Pulses, Time } from '../play/ports/index.ts';
import type { ParticipantId, RaceId } from '../race/ids.ts';
import type { Pulse } from '../race/pulses.ts';
import type { Log } from './log.ts';

export const WRITE_BEHIND_MS = 2_000;

type Entry = { readonly race: RaceId; readonly participant: ParticipantId; readonly pulse: Pulse };

export type WriteBehind = {
  put(entry: Entry): void;
  /** Resolves when everything put so far was written, or the write failed and was logged. */
  flush(): Promise<void>;
};

export function makeWriteBehind(ports: { pulses: Pick<Pulses, 'write'>; time: Time; log: Log }): WriteBehind {
  const { pulses, time, log } = ports;
  let waiting = new Map<ParticipantId, Entry>();
  let timer: (() => void) | undefined;
  let writing: Promise<void> = Promise.resolve();

  const write = async () => {
    const batch = waiting;
    waiting = new Map();
    if (batch.size === 0) return;
    try {
      await pulses.write([...batch.values()]);
    } catch (fault) {
      log.warn({ err: fault, pulses: batch.size }, 'pulses were not written and will be tried again');
      waiting = new Map([...batch, ...waiting]);
      arm();
    }
  };
  const flush = () => {
    timer?.();
    timer = undefined;
    writing = writing.then(write);
    return writing;
  };
  const arm = () => {
    timer ??= time.after(WRITE_BEHIND_MS, () => {
      timer = undefined;
      void flush();
    });
  };
  return {
    put(entry) {
      waiting.set(entry.participant, entry);
      arm();
    },
    flush,
  };
}
