// Telling of changes, and waiting for something to become true without sleeping. Deliberately absent: what the changes are.

export type WaitOptions = {
  /** Real time, whatever the simulator's clock. */
  readonly timeoutMs?: number;
};

export type Watch<C> = {
  tell(change: C): void;
  onChange(listener: (change: C) => void): () => void;
  waitFor<T>(look: () => T | null | undefined | false, options?: WaitOptions): Promise<T>;
};

const WAIT_MS = 60_000;

export function createWatch<C>(): Watch<C> {
  const listeners = new Set<(change: C) => void>();
  const onChange: Watch<C>['onChange'] = (listener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };

  return {
    tell(change) {
      for (const listener of [...listeners]) listener(change);
    },
    onChange,
    waitFor<T>(look: () => T | null | undefined | false, { timeoutMs = WAIT_MS }: WaitOptions = {}) {
      return new Promise<T>((resolve, reject) => {
        const settle = (act: () => void) => {
          clearTimeout(timer);
          stop();
          act();
        };
        const lookAgain = () => {
          try {
            const found = look();
            if (found !== null && found !== undefined && found !== false) settle(() => resolve(found));
          } catch (fault) {
            settle(() => reject(fault));
          }
        };
        const late = new Error(`not seen within ${timeoutMs} ms: ${look}`);
        const timer = setTimeout(() => settle(() => reject(late)), timeoutMs);
        const stop = onChange(lookAgain);
        lookAgain();
      });
    },
  };
}
