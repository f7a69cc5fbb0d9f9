// Where the overlay's parts are on a picture, told by what draw/*.rs draws: the panel top left, large banners in the upper middle.
import { isNear, type Picture, type Region, type Rgb } from './picture.ts';

/** Of the window, which stands at the screen's top left. */
export type Size = readonly [number, number];

/** mod/overlay/src/draw/look.rs: the margin, and text at 1080p that shrinks to four fifths at most. */
const MARGIN = 0.02;
const FONT = 16;
const WIDTH_EM = 25;
const WARNING: Rgb = [255, 158, 77];

const emOf = ([, height]: Size): number => Math.round(FONT * Math.max(height / 1080, 0.8));

/** The first lines of the panel. */
export function headerOf(size: Size): Region {
  const em = emOf(size);
  const margin = Math.round(MARGIN * size[1]);
  return [margin + em, margin + em, (WIDTH_EM - 2) * em, 2 * em];
}

/** Where the panel ends, in pixels from the top; 0: there is none. */
export function panelBottom(picture: Picture, size: Size): number {
  const em = emOf(size);
  const x = Math.round(MARGIN * size[1]) + Math.round(em * 0.3);
  let bottom = 0;
  for (let y = Math.round(MARGIN * size[1]) + em; y < size[1]; y += 1) {
    if (picture.drawn([x, y, 1, 1]) === 0) break;
    bottom = y;
  }
  return bottom;
}

export const isPanelShown = (picture: Picture, size: Size): boolean =>
  isGameShown(picture, size) && picture.drawn(headerOf(size)) > 0.95;

/** A sentence in the colour of warnings stands below the first lines. */
export function isWarningShown(picture: Picture, size: Size): boolean {
  const [left, top, width, height] = headerOf(size);
  return picture.share([left, top, width, 4 * height], (pixel) => isNear(pixel, WARNING, 25)) > 0.002;
}

/** Its plain colour where no overlay is: until the first frame the screen is black, which is something drawn, too. */
export const isGameShown = (picture: Picture, [width, height]: Size): boolean =>
  picture.drawn([Math.round(width * 0.6), Math.round(height * 0.6), 20, 20]) === 0;

/** Nothing of it anywhere. */
export const isNothingDrawn = (picture: Picture, [width, height]: Size): boolean =>
  picture.drawn([0, 0, width, height]) === 0;

/** A large banner: countdown, GO. */
export function isBannerShown(picture: Picture, [width, height]: Size): boolean {
  if (!isGameShown(picture, [width, height])) return false;
  return picture.drawn([Math.round(width * 0.47), Math.round(height * 0.17), Math.round(width * 0.06), 12]) > 0.9;
}

/** How many rows of the panel have the colour that marks one's own line. */
export function ownRows(picture: Picture, size: Size): number {
  const em = emOf(size);
  const left = Math.round(MARGIN * size[1]) + Math.round(0.4 * em);
  let rows = 0;
  for (let y = 0; y < size[1]; y += 1) if (picture.share([left, y, 3, 1], isOwnLine) === 1) rows += 1;
  return rows;
}

/** Gold over the panel's dark; warnings and the border are brighter, text is grey. */
const isOwnLine = ([r, g, b]: Rgb): boolean => r - b >= 12 && r >= 45 && r <= 90 && g < r;
