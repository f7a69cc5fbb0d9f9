// The replay below the map of a race that is over: play, pause, speed, and a slider over its time.

import { formatDuration } from './format.ts';
import { makePlayback, type Playback } from './playback.ts';
import type { Watched } from './race-state.ts';
import { type ReplayLog, replayAt } from './replay.ts';

const STEP_MS = 1_000;

/** The log of a race that is over; undefined where this viewer may not have it, or there is nothing to play. */
export async function fetchLog(url: string): Promise<ReplayLog | undefined> {
  const response = await fetch(url).catch(() => undefined);
  if (response?.ok !== true) return undefined;
  const log: ReplayLog | undefined = await response.json().catch(() => undefined);
  return log !== undefined && log.duration_ms > 0 ? log : undefined;
}

export type ReplayBar = {
  offer(log: ReplayLog): void;
  /** Back to the race as it is, and nothing to play: it goes on. */
  withdraw(): void;
};

/** The controls, which show once there is a log. `show`: a moment of the race, or undefined for the race as it is. */
export function makeReplayBar(bar: HTMLElement, show: (state: Watched | undefined) => void): ReplayBar {
  const parts = partsOf(bar);
  if (parts === undefined) return { offer: () => {}, withdraw: () => {} };
  const { play, slider, time, speed, close } = parts;
  let playback: Playback | undefined;

  const write = (t: number, text: string, playing: boolean) => {
    slider.value = String(t);
    slider.setAttribute('aria-valuetext', text);
    time.textContent = text;
    play.textContent = playing ? 'Pause' : 'Play';
    bar.dataset.playing = String(playing);
  };
  let toResults = () => {};
  play.addEventListener('click', () => (playback?.playing() === true ? playback.pause() : playback?.play()));
  slider.addEventListener('input', () => playback?.seek(Number(slider.value)));
  speed.addEventListener('change', () => playback?.speed(Number(speed.value)));
  close.addEventListener('click', () => {
    toResults();
    play.focus();
  });

  return {
    offer(log) {
      // Who was amid an older log is back at the results, for they have changed.
      playback?.pause();
      const whole = formatDuration(log.duration_ms);
      const next = makePlayback(log.duration_ms, (t, playing) => {
        write(t, `${formatDuration(t)} of ${whole}`, playing);
        close.hidden = false;
        show(replayAt(log, t));
      });
      playback = next;
      next.speed(Number(speed.value));
      toResults = () => {
        next.rest(log.duration_ms);
        write(log.duration_ms, whole, false);
        close.hidden = true;
        show(undefined);
      };
      slider.step = String(STEP_MS);
      slider.max = String(Math.ceil(log.duration_ms / STEP_MS) * STEP_MS);
      toResults();
      bar.hidden = false;
    },
    withdraw() {
      toResults();
      toResults = () => {};
      playback = undefined;
      bar.hidden = true;
    },
  };
}

function partsOf(bar: HTMLElement) {
  const play = bar.querySelector<HTMLButtonElement>('.replay-play');
  const slider = bar.querySelector<HTMLInputElement>('input[type=range]');
  const time = bar.querySelector<HTMLElement>('.replay-time');
  const speed = bar.querySelector<HTMLSelectElement>('select');
  const close = bar.querySelector<HTMLButtonElement>('.replay-close');
  if (play === null || slider === null || time === null || speed === null || close === null) return undefined;
  return { play, slider, time, speed, close };
}
