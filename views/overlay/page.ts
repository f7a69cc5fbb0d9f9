// Every page: times in the reader's own zone, copy buttons; and, on a race's page, its life.

import { write } from './dom.ts';
import { liveRace } from './race.ts';

const LOCAL = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

function localTimes(within: ParentNode): void {
  for (const time of within.querySelectorAll<HTMLTimeElement>('time[datetime]')) {
    const at = new Date(time.dateTime);
    if (!Number.isNaN(at.getTime())) time.textContent = LOCAL.format(at);
  }
}

const SAID_MS = 2_000;

function copyButtons(): void {
  if (navigator.clipboard === undefined) return;
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
    button.hidden = false;
    button.addEventListener('click', () => void copy(button));
  }
}

async function copy(button: HTMLButtonElement): Promise<void> {
  const input = button.previousElementSibling;
  if (!(input instanceof HTMLInputElement)) return;
  input.select();
  const copied = await navigator.clipboard.writeText(input.value).then(
    () => true,
    () => false,
  );
  if (!copied || button.dataset.says !== undefined) return;
  // What is copied next may be another address.
  button.dataset.says = button.textContent ?? '';
  button.textContent = 'Copied';
  window.setTimeout(() => {
    button.textContent = button.dataset.says ?? '';
    delete button.dataset.says;
  }, SAID_MS);
}

/** Somebody whose zone is not known yet is asked in that of their browser. */
function guessZone(): void {
  const select = document.querySelector<HTMLSelectElement>('select[data-guess-zone]');
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (select === null || zone === undefined) return;
  const options = [...select.options].map(({ value }) => value);
  // Browsers differ in whether a zone that was renamed goes by its old or its new name.
  const known = options.includes(zone) ? zone : options.find((one) => spelled(one) === zone);
  if (known === undefined) select.add(new Option(zone));
  select.value = known ?? zone;
}

/** As this browser spells it; undefined where it does not know the zone. */
function spelled(zone: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/** An answer is read out and seen, and a question is where the keyboard is; once. A field to be corrected goes before its answer. */
function focusAnswer(wrong: HTMLElement | null = null): void {
  const answer = document.querySelector<HTMLElement>('#said [data-focus]');
  answer?.removeAttribute('data-focus');
  (wrong ?? answer)?.focus();
}

/** After so long a press is meant as a new one: the first may have been stopped. */
const SENT_MS = 5_000;

/** A double click is one wish: sent twice a form would make two races, and use up a link before its answer is seen. */
function sendOnce(): void {
  let sent = new WeakMap<EventTarget, number>();
  // Who comes back to a page may send its form again.
  window.addEventListener('pageshow', () => {
    sent = new WeakMap();
  });
  document.addEventListener('submit', (event) => {
    if (event.target === null || event.defaultPrevented) return;
    const last = sent.get(event.target) ?? Number.NEGATIVE_INFINITY;
    if (performance.now() - last < SENT_MS) return event.preventDefault();
    sent.set(event.target, performance.now());
  });
}

const UNANSWERED = 'The server does not answer. What you see may be old.';

localTimes(document);
guessZone();
// Until the next answer, which empties the line (fragments/manage-top.eta); that of a race's page is its connection's (race.ts).
document.addEventListener('htmx:error', () => void write('stale', UNANSWERED));
// What htmx brings later has times too.
document.addEventListener('htmx:after:swap', () => {
  localTimes(document);
  focusAnswer();
});
focusAnswer(document.querySelector<HTMLElement>('[aria-invalid="true"]'));
copyButtons();
sendOnce();
const race = document.querySelector<HTMLElement>('.race[data-race]');
if (race !== null) liveRace(race);
