// The form that makes the address of an overlay: every choice goes into the query, the preview shows what it gives, the address
// is there to copy. Choices that are as usual stay out of the address.

const PREVIEW_AFTER_MS = 400;

export function makeOverlayMaker(panel: HTMLElement): void {
  const form = panel.querySelector('form');
  const address = panel.querySelector<HTMLInputElement>('.made-address');
  const frame = panel.querySelector<HTMLIFrameElement>('iframe');
  const size = panel.querySelector<HTMLElement>('.made-size');
  if (form === null || address === null || frame === null || size === null) return;
  let timer = 0;

  const make = () => {
    const kind = chosenKind(form);
    for (const field of form.querySelectorAll<HTMLElement>('[data-for]')) {
      field.hidden = !(field.dataset.for ?? '').split(' ').includes(kind.name);
    }
    address.value = addressOf(form, kind);
    size.textContent = `${kind.width} × ${kind.height}`;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => preview(frame, kind, address.value, form.dataset.demo === '1'), PREVIEW_AFTER_MS);
  };
  form.addEventListener('input', make);
  form.addEventListener('submit', (event) => event.preventDefault());
  const details = panel.closest('details') ?? panel.querySelector('details');
  // Nobody's preview runs while the panel is shut.
  if (details === null || details.open) make();
  details?.addEventListener('toggle', () => {
    if (details.open) return make();
    window.clearTimeout(timer);
    frame.removeAttribute('src');
  });
}

type Kind = { readonly name: string; readonly width: number; readonly height: number };

function chosenKind(form: HTMLFormElement): Kind {
  const select = form.elements.namedItem('kind');
  const option = select instanceof HTMLSelectElement ? select.selectedOptions[0] : undefined;
  return {
    name: option?.value ?? 'dag',
    width: Number(option?.dataset.width ?? 1920),
    height: Number(option?.dataset.height ?? 1080),
  };
}

/** The chosen base with the kind's name in it, and the choices that are not as usual. */
function addressOf(form: HTMLFormElement, kind: Kind): string {
  const base = form.elements.namedItem('base');
  const pattern = base instanceof HTMLSelectElement ? base.value : '';
  const url = new URL(pattern.replace('{kind}', kind.name));
  for (const field of form.querySelectorAll<HTMLInputElement | HTMLSelectElement>('[data-option]')) {
    const holder = field.closest<HTMLElement>('[data-for]');
    const value =
      field instanceof HTMLInputElement && field.type === 'checkbox' ? (field.checked ? '1' : '') : field.value.trim();
    const usual = field.dataset.usual ?? '';
    if (holder?.hidden !== true && value !== usual && field.validity.valid) url.searchParams.set(field.name, value);
  }
  return url.href;
}

function preview(frame: HTMLIFrameElement, kind: Kind, address: string, demo: boolean): void {
  const url = new URL(address);
  if (demo) url.searchParams.set('demo', '1');
  const shown = `${url.pathname}${url.search}`;
  const room = frame.parentElement?.clientWidth ?? kind.width;
  const times = Math.min(1, room / kind.width);
  frame.style.width = `${kind.width}px`;
  frame.style.height = `${kind.height}px`;
  frame.style.transform = `scale(${times})`;
  if (frame.parentElement !== null) frame.parentElement.style.height = `${kind.height * times}px`;
  if (frame.getAttribute('src') !== shown) frame.setAttribute('src', shown);
}
