// A picture of the screen as bytes, and the few questions that tests ask of it.
import { spawnSync } from 'node:child_process';

export type Rgb = readonly [number, number, number];
/** Left, top, width, height. */
export type Region = readonly [number, number, number, number];

/** What the stand-in for the game fills its window with. */
export const BACKGROUND: Rgb = [40, 60, 80];

export class Picture {
  readonly width: number;
  readonly height: number;
  readonly #bytes: Buffer;

  /** `bytes`: three per pixel, row by row. */
  constructor(width: number, height: number, bytes: Buffer) {
    if (bytes.length !== width * height * 3)
      throw new Error(`${bytes.length} bytes are no picture of ${width}x${height}`);
    this.width = width;
    this.height = height;
    this.#bytes = bytes;
  }

  at(x: number, y: number): Rgb {
    const place = (y * this.width + x) * 3;
    return [this.#bytes[place] ?? 0, this.#bytes[place + 1] ?? 0, this.#bytes[place + 2] ?? 0];
  }

  /** The part of the region's pixels, 0 to 1, for which it holds. */
  share([left, top, width, height]: Region, holds: (pixel: Rgb) => boolean): number {
    let count = 0;
    for (let y = top; y < top + height; y += 1)
      for (let x = left; x < left + width; x += 1) if (holds(this.at(x, y))) count += 1;
    return count / (width * height);
  }

  /** The part of the region that something was drawn on. */
  drawn(region: Region): number {
    return this.share(region, (pixel) => !isNear(pixel, BACKGROUND, 3));
  }

  save(path: string): void {
    const size = `${this.width}x${this.height}`;
    spawnSync('convert', ['-size', size, '-depth', '8', 'rgb:-', `png:${path}`], { input: this.#bytes });
  }
}

export const isNear = (a: Rgb, b: Rgb, by: number): boolean =>
  a.every((part, at) => Math.abs(part - (b[at] ?? 0)) <= by);
