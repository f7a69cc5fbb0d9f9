// The clock overlay for OBS: the countdown, then the time of the race, at the server's instant.

import { type Picture, startOverlay } from './overlay-page.ts';
import { clockText, tookText } from './race-clock.ts';

const TICK_MS = 100;

startOverlay(({ root }) => {
  const label = document.createElement('span');
  label.className = 'clock-label';
  const clock = document.getElementById('clock');
  clock?.before(label);
  let picture: Picture | undefined;
  let readAt = 0;

  const write = () => {
    if (picture === undefined) return;
    const { text, label: said } = textsOf({ ...picture, now: picture.now + performance.now() - readAt });
    if (clock !== null && clock.textContent !== text) clock.textContent = text;
    if (label.textContent !== said) label.textContent = said;
    root.dataset.status = picture.state?.race.status ?? '';
  };
  // Between two pictures the seconds go on, so that none is late by a quarter of one.
  window.setInterval(write, TICK_MS);
  return (next) => {
    picture = next;
    readAt = performance.now();
    write();
  };
});

function textsOf({ state, now, noRace }: Picture): { readonly label: string; readonly text: string } {
  if (state === undefined) return { label: noRace ? 'No race yet' : '', text: '' };
  const running = clockText(state.race, now, state.delayMs);
  if (running !== null) return running;
  if (state.race.status === 'cancelled') return { label: 'Cancelled', text: '' };
  const took = tookText(state.race);
  return took === null ? { label: 'Starts soon', text: '' } : { label: 'Final', text: took };
}
