// The replay below the map of a race that is over: play, pause, speed, and a slider over its time. The log is fetched when
// somebody wants it.

import { formatDuration } from './format.ts';
import { makePlayback, type Playback } from './playback.ts';
import type { Watched } from './race-state.ts';
import { type ReplayLog, replayAt } from './replay.ts';

/** Shows the controls where the viewer may have the log. `show`: a moment of the race, or undefined for the race as it is. */
export async function offerReplay(
  bar: HTMLElement,
  url: string,
  show: (state: Watched | undefined) => void,
): Promise<void> {
  const response = await fetch(url).catch(() => undefined);
  if (response?.ok !== true) return;
  const log: ReplayLog = await response.json();
  if (log.duration_ms <= 0) return;
  const parts = partsOf(bar);
  if (parts === undefined) return;
  const { play, slider, time, speed, close } = parts;
  slider.max = String(log.duration_ms);
  slider.step = '1000';

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
