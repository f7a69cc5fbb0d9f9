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
  const log: ReplayLog = await response.json();
  return log.duration_ms > 0 ? log : undefined;
}

/** Shows the controls. `show`: a moment of the race, or undefined for the race as it is. */
export function offerReplay(bar: HTMLElement, log: ReplayLog, show: (state: Watched | undefined) => void): void {
  const parts = partsOf(bar);
  if (parts === undefined) return;
  const { play, slider, time, speed, close } = parts;
  slider.step = String(STEP_MS);
  slider.max = String(Math.ceil(log.duration_ms / STEP_MS) * STEP_MS);

  const playback: Playback = makePlayback(log.duration_ms, (t, playing) => {
    slider.value = String(t);
    const said = `${formatDuration(t)} of ${formatDuration(log.duration_ms)}`;
    slider.setAttribute('aria-valuetext', said);
    time.textContent = said;
    play.textContent = playing ? 'Pause' : 'Play';
    bar.dataset.playing = String(playing);
    close.hidden = false;
    show(replayAt(log, t));
  });
  playback.speed(Number(speed.value));
  play.addEventListener('click', () => (playback.playing() ? playback.pause() : playback.play()));
  slider.addEventListener('input', () => playback.seek(Number(slider.value)));
  speed.addEventListener('change', () => playback.speed(Number(speed.value)));
  close.addEventListener('click', () => {
    playback.pause();
    playback.seek(log.duration_ms);
    close.hidden = true;
    play.focus();
    show(undefined);
  });
  slider.value = slider.max;
  time.textContent = formatDuration(log.duration_ms);
  playback.rest(log.duration_ms);
  bar.hidden = false;
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
