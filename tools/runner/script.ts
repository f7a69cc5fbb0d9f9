// A plan as it is played: each step when its time has come by the server's clock, one after another; what a crash delayed is done at once.
// Deliberately absent: what a step is told to.

import type { Plan, Step } from './plan.ts';

export type ScriptOptions = {
  /** Server ms. */
  readonly now: () => number;
  /** Timers of the game: a crash ends them. */
  readonly after: (ms: number, then: () => void) => void;
  readonly onStep: (step: Step) => void;
  readonly onGiveUp: () => void;
};

export class Script {
  readonly #plan: Plan;
  readonly #options: ScriptOptions;
  #startedAt: number | null = null;
  #done = 0;

  constructor(plan: Plan, options: ScriptOptions) {
    this.#plan = plan;
    this.#options = options;
  }

  get isPlaying(): boolean {
    return this.#startedAt !== null && this.#done < this.#plan.steps.length;
  }

  get stepsDone(): number {
    return this.#done;
  }

  get deaths(): number {
    return this.#plan.steps[this.#done - 1]?.deaths ?? 0;
  }

  /** Null before GO is known. */
  get raceMs(): number | null {
    return this.#startedAt === null ? null : this.#options.now() - this.#startedAt;
  }

  /** GO, or where a game finds its race again: goes on with the next step. Known already: nothing happens. */
  go(startedAt: number): void {
    const first = this.#startedAt === null;
    this.#startedAt = startedAt;
    if (first) this.#next();
  }

  /** The game has crashed. */
  halt(): void {
    this.#startedAt = null;
  }

  #next(): void {
    const step = this.#plan.steps[this.#done];
    const atMs = step?.atMs ?? this.#plan.givesUpAtMs;
    if (atMs === null) return;
    this.#options.after(Math.max(0, atMs - (this.raceMs ?? 0)), () => {
      if (step === undefined) return this.#options.onGiveUp();
      this.#done += 1;
      this.#options.onStep(step);
      this.#next();
    });
  }
}
