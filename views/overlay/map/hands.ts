// Moving the map by hand: dragging, the wheel with the control key held (a plain wheel scrolls the page), and buttons.

import { clamp, type Point } from './geometry.ts';
import type { RaceMap } from './map.ts';
import { fitView } from './view.ts';

const ZOOM = { least: 1, most: 5, step: 1.5 };
/** A press that moves less than this is a click. */
const CLICK_PX = 4;

export function makeHands(holder: HTMLElement, map: RaceMap): { zoom(times: number): void; whole(): void } {
  const at = (view: { readonly center: Point; readonly zoom: number }, still: boolean) => {
    const { size } = map.plan();
    const [halfX, halfY] = [size.width / 2 / view.zoom, size.height / 2 / view.zoom];
    const x = clamp(view.center.x, halfX, size.width - halfX);
    const y = clamp(view.center.y, halfY, size.height - halfY);
    map.look({ center: { x, y }, zoom: view.zoom }, still);
  };
  const zoom = (times: number) => {
    const view = map.view();
    at({ ...view, zoom: clamp(view.zoom * times, ZOOM.least, ZOOM.most) }, false);
  };

  let dragged = false;
  holder.addEventListener('pointerdown', (event) => {
    // A second finger drags nothing of its own.
    if (event.button !== 0 || !event.isPrimary) return;
    const from = map.view();
    const [startX, startY] = [event.clientX, event.clientY];
    let drags = false;
    dragged = false;
    const move = (moved: PointerEvent) => {
      if (moved.pointerId !== event.pointerId) return;
      const [dx, dy] = [moved.clientX - startX, moved.clientY - startY];
      drags ||= Math.hypot(dx, dy) > CLICK_PX;
      if (!drags || from.zoom === 1) return;
      dragged = true;
      holder.classList.add('is-dragged');
      at({ center: { x: from.center.x - dx / from.zoom, y: from.center.y - dy / from.zoom }, zoom: from.zoom }, true);
    };
    const end = ({ pointerId }: PointerEvent) => {
      if (pointerId !== event.pointerId) return;
      holder.classList.remove('is-dragged');
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', end);
      window.removeEventListener('pointercancel', end);
    };
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', end);
    window.addEventListener('pointercancel', end);
  });
  // What was dragged by a station is no press on it; keys press without a pointer.
  holder.addEventListener(
    'click',
    (event) => {
      if (dragged && event.detail > 0) event.stopPropagation();
      dragged = false;
    },
    true,
  );
  holder.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      zoom(event.deltaY < 0 ? ZOOM.step : 1 / ZOOM.step);
    },
    { passive: false },
  );
  return {
    zoom: (times) => zoom(times > 0 ? ZOOM.step : 1 / ZOOM.step),
    whole: () => map.look(fitView(map.plan().size)),
  };
}
