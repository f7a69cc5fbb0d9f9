// The entry that makes the loader load the mod: where it is missing, once, and right from where the settings lie.
import { parse } from 'smol-toml';
import { expect, it } from 'vitest';
import { loadDll } from './loader.ts';

const LIB = 'lib/speedfog_race.dll';
const ENGINE =
  '[modengine]\ndebug = false\nexternal_dlls = ["..\\\\lib\\\\RandomizerHelper.dll"]\n[extension.mod_loader]\nenabled = true\n';

it('joins the other DLLs of ModEngine2', () => {
  const loader = loadDll('modengine2/config_speedfog.toml', ENGINE, LIB);
  expect(loader?.dll).toBe(LIB);
  expect(parse(loader?.changed ?? '')).toEqual({
    modengine: { debug: false, external_dlls: ['..\\lib\\RandomizerHelper.dll', '../lib/speedfog_race.dll'] },
    extension: { mod_loader: { enabled: true } },
  });
});

it.each([
  ['config_speedfog.toml', '[modengine]\n', ['lib/speedfog_race.dll']],
  ['a/b/config.toml', '\uFEFF[modengine]\nexternal_dlls = []\n', ['../../lib/speedfog_race.dll']],
])('is written from where %s lies', (path, text, dlls) => {
  expect(parse(loadDll(path, text, LIB)?.changed ?? '')).toMatchObject({ modengine: { external_dlls: dlls } });
});

it.each([
  ['config_speedfog/config.toml', 'speedfog_race.dll', 'config_speedfog/speedfog_race.dll'],
  ['config_speedfog/config.toml', '..\\\\lib\\\\SpeedFog_Race.dll', 'lib/SpeedFog_Race.dll'],
  ['config.toml', '../elsewhere/speedfog_race.dll', '../elsewhere/speedfog_race.dll'],
])('stays as it is in %s: %s', (path, entry, dll) => {
  const text = `[modengine]\nexternal_dlls = ["${entry}"]\n`;
  expect(loadDll(path, text, LIB)).toEqual({ dll, changed: null });
});

it('is a native in a profile of me3', () => {
  const text = 'profileVersion = "v1"\n[[natives]]\npath = "lib/RandomizerHelper.dll"\n';
  const loader = loadDll('config_speedfog.me3', text, LIB);
  expect(parse(loader?.changed ?? '')).toEqual({
    profileVersion: 'v1',
    natives: [{ path: 'lib/RandomizerHelper.dll' }, { path: 'lib/speedfog_race.dll' }],
  });
  expect(loadDll('config_speedfog.me3', loader?.changed ?? '', LIB)).toEqual({ dll: LIB, changed: null });
});

it.each(['[server]\nurl = ""\n', 'no toml [', ''])('leaves %j alone', (text) => {
  expect(loadDll('some.toml', text, LIB)).toBeUndefined();
});
