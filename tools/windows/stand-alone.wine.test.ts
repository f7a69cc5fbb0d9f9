// The mod in a stand-in for the game without a race: versions, moments of loading, formats of the screen, what is wrong beside it, and
// what its drawing costs. Beside each game lies a pack's layout made here; the server that it names is away or answers nothing.
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, inject, it } from 'vitest';
import { seedFiles } from '../demo-seeds/seed-files.ts';
import { isGameShown, isNothingDrawn, isPanelShown, isWarningShown, type Size } from './overlay-pixels.ts';
import { FAKE_GAME, MOD_DLL } from './paths.ts';
import { isNear } from './picture.ts';
import { Screen } from './screen.ts';
import { makeShows, showEvidence } from './shows.ts';
import { importsOfMod } from './toolchain.ts';
import { readLog, toWindows, WineGame, type WineGameOptions } from './wine-game.ts';

const SIZE: Size = [1280, 720];
const WAIT_MS = 60_000;

const cleanUp: (() => Promise<unknown> | unknown)[] = [];
let evidence: () => Promise<void> | undefined = () => undefined;
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await evidence();
  for (const one of cleanUp.splice(0).reverse()) await one();
});

const CONFIGURATION = `[server]
url = "ws://127.0.0.1:9"
mod_token = "a token of nobody"
race_id = "5f0f0f0f-0000-4000-8000-000000000000"
pack = "none"
`;

/** What Windows itself has. */
const SYSTEM = [
  /^api-ms-win-/,
  /^(advapi32|bcrypt|bcryptprimitives|combase|crypt32|d3d12|d3dcompiler_47|dxgi|kernel32|msvcrt|ntdll)\.dll$/,
  /^(ole32|oleaut32|rpcrt4|secur32|shell32|user32|userenv|ws2_32)\.dll$/,
];

it('imports nothing but what Windows has', () => {
  const imports = importsOfMod();
  expect(imports).toContain('d3d12.dll');
  expect(imports.filter((name) => !SYSTEM.some((known) => known.test(name)))).toEqual([]);
});

it('draws without a server, and says that it is away', async () => {
  const { game, shows, log } = await play({});
  await shows('the panel', (picture) => isPanelShown(picture, SIZE));
  await shows('that the server is away', (picture) => isWarningShown(picture, SIZE));
  await expect.poll(log, { timeout: WAIT_MS }).toContain('version 2.6.1: known');
  expect(await game.quit()).toBe(0);
  expect(log()).not.toContain('a token of nobody');
});

it('hears a key only with what must be held, and leaves alone what the window is told', async () => {
  const { game, screen, shows } = await play({
    configuration: `${CONFIGURATION}[keybindings]\ntoggle_ui = "ctrl+f9"\ntoggle_exits = "f9"\n`,
  });
  await shows('the panel', (picture) => isPanelShown(picture, SIZE));
  screen.focus('ELDEN RING');
  screen.press('F9');
  screen.press('ctrl+F9');
  await shows('nothing after ctrl+F9', (picture) => isNothingDrawn(picture, SIZE));
  screen.press('ctrl+F9');
  await shows('the panel after ctrl+F9', (picture) => isPanelShown(picture, SIZE));
  // Half of an emoji, which comes in two messages.
  await game.ask(`type ${0xd83d}`);
  await frames(game, 10);
  expect(await game.quit()).toBe(0);
});

it('draws nothing where that is switched off', async () => {
  const { game, screen, log } = await play({ configuration: `${CONFIGURATION}[overlay]\ndraw = false\n` });
  await expect.poll(log, { timeout: WAIT_MS }).toContain('mod 0.1.0 in game 2.6.1');
  await frames(game, 10);
  expect(log()).not.toContain('hooks are in');
  expect(isNothingDrawn(await screen.take(), SIZE)).toBe(true);
  // Not through its own way out: Wine hangs there where nothing holds the game's swap chain, with no mod at all too.
  await game.crash();
});

it('is loaded late, and costs the game little', async () => {
  const { game, shows, log } = await play({ load: 'late' });
  await shows('no panel yet', (picture) => isNothingDrawn(picture, SIZE));
  await frames(game, 200);
  const before = await frames(game, 600);
  const memory = await game.ask('memory');
  await game.ask('load');
  await shows('the panel', (picture) => isPanelShown(picture, SIZE));
  await frames(game, 200);
  const after = await frames(game, 600);
  const then = await game.ask('memory');
  await expect.poll(log, { timeout: 2 * WAIT_MS }).toContain('drawing: 1800 frames');
  const cost = /drawing: 1800 frames.*/.exec(log())?.[0];
  console.log(`Present without the overlay ${JSON.stringify(before)}, with it ${JSON.stringify(after)}; ${cost}`);
  console.log(`Committed memory without the mod ${memory.committed}, with it ${then.committed}`);
  expect(await game.quit()).toBe(0);
}, 300_000);

it('is told the command queue when the swap chain is made, as it has to be under Proton', async () => {
  const { game, shows, log } = await play({ load: 'first' });
  await expect.poll(log, { timeout: WAIT_MS }).toContain('hooks are in');
  await game.ask('window');
  await shows('the panel of a mod that was there first', (picture) => isPanelShown(picture, SIZE));
  expect(log()).toContain('drawing');
  expect(log()).not.toMatch(/command queue pointer/i);
  expect(await game.quit()).toBe(0);
});

it('says so where it does not know the version, and is drawn all the same', async () => {
  const { game, shows, log } = await play({ version: [9, 9, 9] });
  await shows('the panel', (picture) => isPanelShown(picture, SIZE));
  await expect.poll(log, { timeout: WAIT_MS }).toContain('version 9.9.9: unknown');
  expect(await game.quit()).toBe(0);
});

const NEW_VERSION =
  '[versions."9.9.9"]\ngame_data_man = 0x3d5df38\nworld_chr_man = 0x3d65f88\nevent_flag_man = 0x3d68448\nmenu_man = 0x3d6b7b0\n';

it.each([
  ['its configuration, written as of old', { 'speedfog_game.toml': Buffer.from(`# für\n${NEW_VERSION}`, 'latin1') }],
  ['itself, before another', { 'lib/speedfog_game.toml': NEW_VERSION, 'speedfog_game.toml': 'no numbers' }],
])('learns a version from the file beside %s', async (_name, files) => {
  const { game, shows, log } = await play({ version: [9, 9, 9], files });
  await expect.poll(log, { timeout: WAIT_MS }).toContain('version 9.9.9: known');
  await shows('the panel with a version learnt', (picture) => isPanelShown(picture, SIZE));
  expect(await game.quit()).toBe(0);
});

it.each([
  ['a program', () => '..\\notepad.exe'],
  ['what begins like a font', (pack: string) => toWindows(join(pack, 'broken.ttf'))],
])('says what is wrong in its configuration, as a font that is %s, and takes the rest', async (_name, font) => {
  const { game, shows, log } = await play({
    configuration: (pack) =>
      `${CONFIGURATION}[overlay]\nfont_size = "large"\nposition = "bottom_right"\nbrightness = 50\nfont = '${font(pack)}'\n`,
    files: { 'broken.ttf': `\0\u0001\0\0${'\0'.repeat(10_000)}` },
  });
  await shows(
    'the panel in the other corner',
    (picture) => isGameShown(picture, SIZE) && picture.drawn([SIZE[0] - 200, SIZE[1] - 40, 150, 20]) > 0.95,
  );
  await shows('text at half of its brightness', (picture) => {
    const brighter = (than: number) =>
      picture.share([SIZE[0] - 330, SIZE[1] - 120, 310, 100], (pixel) => Math.max(...pixel) > than);
    return brighter(100) > 0 && brighter(140) === 0;
  });
  await expect.poll(log, { timeout: WAIT_MS }).toMatch(/line 7: overlay\.font_size/);
  expect(log()).toMatch(/the font \S+(notepad\.exe|broken\.ttf) is not there, or is none/);
  expect(await game.quit()).toBe(0);
});

it('goes on in a folder that it cannot write to', async () => {
  const { game, shows } = await play({ readOnly: true });
  await shows('the panel', (picture) => isPanelShown(picture, SIZE));
  expect(await game.quit()).toBe(0);
});

it.each(['hdr10', 'scrgb'] as const)('draws into a screen in %s', async (format) => {
  const { game, shows } = await play({ format });
  // The game's colour is another one in each of them; the panel is darker.
  await shows(`the panel in ${format}`, (picture) => {
    const game = picture.at(800, 500);
    return !isNear(game, [0, 0, 0], 8) && picture.share([20, 20, 100, 12], (pixel) => !isNear(pixel, game, 8)) > 0.95;
  });
  expect(await game.quit()).toBe(0);
});

it('is as large at 4K as at 1080p, and follows the window', async () => {
  const { game, shows } = await play({ size: [1920, 1080], screen: [3840, 2160] });
  await shows('the panel at 1080p', (picture) => isPanelShown(picture, [1920, 1080]));
  await game.ask('size 3840 2160 plain');
  await shows('the panel at 4K', (picture) => isPanelShown(picture, [3840, 2160]));
  await game.ask('minimize on');
  await game.ask('minimize off');
  await game.ask('size 1280 720 plain');
  await shows('the panel in a small window', (picture) => isPanelShown(picture, SIZE));
  expect(await game.quit()).toBe(0);
});

it('draws the largest letters on a screen at 4K, in all scripts that the system has, and smaller ones where they have no room', async () => {
  const { game, shows } = await play({
    configuration: `${CONFIGURATION}[overlay]\nfont_size = 64\n`,
    size: [3840, 2160],
    screen: [3840, 2160],
  });
  await shows(
    'a large panel',
    (picture) => picture.drawn([3700, 2100, 20, 20]) === 0 && picture.drawn([150, 150, 1200, 100]) > 0.95,
  );
  await game.ask('size 1024 300 plain');
  await shows('a panel that is no larger than the window', (picture) => {
    const edges = [picture.drawn([1016, 0, 8, 300]), picture.drawn([0, 297, 1024, 3])];
    return edges.every((drawn) => drawn === 0) && picture.drawn([40, 20, 300, 30]) > 0.95;
  });
  expect(await game.quit()).toBe(0);
});

type Play = {
  readonly version?: readonly [number, number, number];
  readonly configuration?: string | ((pack: string) => string);
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly readOnly?: boolean;
  readonly screen?: Size;
} & Pick<WineGameOptions, 'load' | 'format' | 'size'>;

async function play({
  version,
  configuration = CONFIGURATION,
  files = {},
  readOnly,
  screen: room = [1920, 1080],
  ...options
}: Play) {
  const folder = mkdtempSync(join(tmpdir(), 'speedfog-wine-'));
  cleanUp.push(() => rmSync(folder, { recursive: true, force: true }));
  const pack = join(folder, 'pack');
  const settings = seedFiles(1, 10).filter(([path]) => path === 'config_speedfog/config.toml');
  for (const [path, content] of [
    ...settings,
    ['speedfog_race.toml', typeof configuration === 'string' ? configuration : configuration(pack)] as const,
    ...Object.entries(files),
  ]) {
    mkdirSync(join(pack, path, '..'), { recursive: true });
    writeFileSync(join(pack, path), content);
  }
  mkdirSync(join(pack, 'lib'), { recursive: true });
  cpSync(MOD_DLL, join(pack, 'lib', 'speedfog_race.dll'));
  if (readOnly) {
    // Root may write where nobody may: a folder stands where the log would go.
    mkdirSync(join(pack, 'speedfog_race.log'));
    chmodSync(pack, 0o555);
    cleanUp.push(() => chmodSync(pack, 0o755));
  }
  const screen = await Screen.open(...room);
  cleanUp.push(() => screen.close());
  evidence = () => showEvidence(screen, readOnly ? '' : readLog(pack));
  const executable = version === undefined ? FAKE_GAME : withVersion(folder, version);
  const config = join(pack, 'config_speedfog', 'config.toml');
  const gameDir = join(folder, 'game');
  const game = await WineGame.start({
    folder: inject('windowsFolder'),
    screen,
    gameDir,
    config,
    executable,
    ...options,
  });
  cleanUp.push(() => game.close());
  const shows = makeShows(screen);
  return { game, screen, shows, log: () => readLog(pack) };
}

/** The stand-in with another file version: the numbers follow a signature in its resources. */
function withVersion(folder: string, [major, minor, patch]: readonly [number, number, number]): string {
  const bytes = readFileSync(FAKE_GAME);
  const at = bytes.indexOf(Buffer.from([0xbd, 0x04, 0xef, 0xfe]));
  if (at < 0) throw new Error('the stand-in has no version');
  bytes.writeUInt16LE(minor, at + 8);
  bytes.writeUInt16LE(major, at + 10);
  bytes.writeUInt16LE(0, at + 12);
  bytes.writeUInt16LE(patch, at + 14);
  const path = join(folder, 'other-version.exe');
  writeFileSync(path, bytes);
  return path;
}

/** Waits for so many frames, answers how long Present took in them. */
async function frames(game: WineGame, count: number) {
  await game.stats();
  let seen = { frames: 0, present_us: { mean: 0, p50: 0, p99: 0 } };
  const parts: (typeof seen)[] = [];
  while (parts.reduce((sum, part) => sum + part.frames, 0) < count) {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    seen = await game.stats();
    parts.push(seen);
  }
  const medians = parts.map((part) => part.present_us.p50).sort((a, b) => a - b);
  return { frames: count, p50_us: medians[medians.length >> 1] };
}
