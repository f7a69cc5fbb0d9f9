// What tests say of a screen: sooner or later it shows this. And what is kept of it: where a test fails, and where SPEEDFOG_PICTURES names
// a folder, what it saw at each moment.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Picture } from './picture.ts';
import type { Screen } from './screen.ts';

/** Slow machines, first frames. */
const WAIT_MS = 60_000;
const LOOK_EVERY_MS = 400;

export const makeShows = (screen: Screen) => (what: string, holds: (picture: Picture) => boolean) =>
  expect
    .poll(
      async () => {
        const picture = await screen.take();
        const shown = holds(picture);
        const folder = process.env.SPEEDFOG_PICTURES;
        if (shown && folder) picture.save(join(folder, `${what.replaceAll(' ', '-')}.png`));
        return shown;
      },
      { timeout: WAIT_MS, interval: LOOK_EVERY_MS, message: what },
    )
    .toBe(true);

/** For a person, after a failure. */
export async function showEvidence(screen: Screen, log: string): Promise<void> {
  const path = join(tmpdir(), 'speedfog-wine-failed.png');
  (await screen.take()).save(path);
  console.error(`${path} shows the screen; the mod's log:\n${log}`);
}
