import fc from 'fast-check';
import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { packEntries, packHashText, packTopFolder } from './pack.ts';
import { DEFAULT_TEMPLATE, packReadme, parseTemplate, personalToml, type Template } from './personal.ts';
import { describePool, drawSeed, isPoolName, isSeedFolder } from './pool.ts';

const template = (text: string): Template => {
  const read = parseTemplate(text);
  if ('problem' in read) throw new Error(read.problem);
  return read;
};

describe('what goes into a pack', () => {
  it.each([
    'launch_speedfog.bat',
    'ModEngine/modengine2_launcher.exe',
    'config_speedfog/config.toml',
    'mod/graph.json.dcx',
    'mod/logs.bin',
    'mod/graphics.json',
    'lib/RandomizerHelper_config.ini',
    'backups/launch_helper.ps1',
    'linux/launch_speedfog.sh',
    'mods/itemrando/regulation.bin',
    'mods/fogmod/map/mapstudio/m10_00_00_00.msb.dcx',
    'mods/fogmod/msg/engus/item_dlc02.msgbnd.dcx',
    'mod/README.txt',
  ])('%s goes out', (path) => {
    expect(packEntries([path])).toEqual([path]);
  });

  it.each([
    'graph.json',
    'Graph.JSON',
    'mod/graph.json',
    'graph.json.bak',
    'old_graph.json',
    'Graph (1).json',
    'mods/itemrando/boss_placements.json',
    'Item Placements.txt',
    'enemy_placement/list.csv',
    'placements/bosses.html',
    'mods/itemrando/item_config.json',
    'item_preset.yaml',
    'generation.log',
    'logs/randomizer.txt',
    'LOGS/x',
    'mod/logs/x/y',
    'spoiler_log.txt',
    'spoilers/route.png',
    'mod/Anti-Spoiler.dll',
    'speedfog_race.toml',
    'README.txt',
    'readme.TXT',
  ])('%s stays', (path) => {
    expect(packEntries([path])).toEqual([]);
  });

  it('is sorted and hashed by path and content, in whatever order the files came', () => {
    expect(packEntries(['b', 'a/b', 'a', 'B'])).toEqual(['B', 'a', 'a/b', 'b']);
    const a = { path: 'a', sha256: '11' };
    const b = { path: 'b/c', sha256: '22' };
    expect(packHashText([b, a])).toBe('a\x0011\nb/c\x0022\n');
    expect(packHashText([a, b])).toBe(packHashText([b, a]));
  });

  it('names its folder by the hash only', () => {
    expect(packTopFolder('0123456789abcdef')).toBe('speedfog-race-01234567');
  });
});

describe('speedfog_race.toml', () => {
  const server = { url: 'wss://race.example', modToken: 'tok"en\\', raceId: 'r-1', pack: 'ab12' };

  it('fills [server] and keeps the rest of the template', () => {
    const text = personalToml(
      template('[overlay]\nfont_size = 20\n[server]\nmod_token = "old"\nextra = 1\n[keybindings]\ntoggle_ui = "f5"\n'),
      server,
    );
    expect(parse(text)).toEqual({
      server: { extra: 1, url: 'wss://race.example', mod_token: 'tok"en\\', race_id: 'r-1', pack: 'ab12' },
      overlay: { font_size: 20 },
      keybindings: { toggle_ui: 'f5' },
    });
  });

  it('is the same text each time, and valid whatever the token is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (modToken) => {
        const text = personalToml(template(DEFAULT_TEMPLATE), { ...server, modToken });
        expect(personalToml(template(DEFAULT_TEMPLATE), { ...server, modToken })).toBe(text);
        expect(parse(text)).toMatchObject({ server: { mod_token: modToken }, overlay: { show_exits: true } });
      }),
    );
  });

  it.each([
    ['server = 5', 'server: must be a table'],
    ['[[server]]\nurl = ""', 'server: must be a table'],
    ['[server', 'is not TOML'],
  ])('a template %j is refused', (text, problem) => {
    expect(parseTemplate(text)).toEqual({ problem: expect.stringContaining(problem) });
  });
});

describe('README.txt', () => {
  const text = packReadme({
    code: 'K7Q2X',
    link: 'https://race.example/r/K7Q2X',
    template: template('[keybindings]\ntoggle_ui = "f5"\ntoggle_ready = 3\n'),
  });

  it.each([
    'K7Q2X',
    'https://race.example/r/K7Q2X',
    'launch_speedfog.bat',
    'Unblock',
    'Antivirus',
    'Easy Anti-Cheat',
    'STEAM DECK',
    'F5   show or hide the overlay',
    'F11  show or hide the exits',
    'F8   take "ready" back',
    'speedfog_race.log',
    'Start it again and load the same character',
  ])('says %s', (part) => {
    expect(text).toContain(part);
  });

  it('opens in Notepad: Windows line ends, plain letters, no slot left', () => {
    expect(text.replaceAll('\r\n', '')).not.toContain('\n');
    expect(text).toMatch(/^[\x20-\x7e\r\n]*$/);
    expect(text).not.toMatch(/\{[a-z]+\}/);
  });
});

describe('pools', () => {
  it('are described by pools.toml and config.toml', () => {
    const config = { fog: { scale: true, areas: ['a', 'b'] }, start: { runes: 0 } };
    expect(describePool('sprint', { display_name: 'Sprint (~30min)', description: 'Fast  race' }, config)).toEqual({
      name: 'sprint',
      displayName: 'Sprint (~30min)',
      description: 'Fast race',
      duration: '~30min',
      settings: [
        { name: 'fog.scale', value: 'true' },
        { name: 'fog.areas', value: 'a, b' },
        { name: 'start.runes', value: '0' },
      ],
    });
    expect(describePool('x', { display_name: 'X', duration: 'about 2 h' }, undefined)).toMatchObject({
      displayName: 'X (about 2 h)',
      duration: 'about 2 h',
    });
    const long = describePool('x', { display_name: `${'X'.repeat(70)} end`, duration: '~30min' }, undefined);
    expect(long.displayName).toBe(`${'X'.repeat(70)} (~30min)`);
  });

  it.each([undefined, null, 5, {}, { display_name: 3, description: '' }])(
    'are called by their folder with %j',
    (entry) => {
      expect(describePool('fast', entry, entry)).toMatchObject({
        displayName: 'fast',
        description: '',
        duration: null,
      });
    },
  );

  it.each(['sprint', 'Long_2-x', '7'])('%s is a pool name', (name) => expect(isPoolName(name)).toBe(true));
  it.each(['', '.', '..', '.git', 'a/b', 'a b', 'a\\b', 'x'.repeat(33)])('%j is none', (name) => {
    expect(isPoolName(name)).toBe(false);
  });
  it.each(['seed_1', 'seed_229613025', 'seed_a-b'])('%s is a seed', (name) => expect(isSeedFolder(name)).toBe(true));
  it.each(['seed_', 'seed', 'seed_../x', 'xseed_1', 'seed_1 ', '.seed_1'])('%j is none', (name) => {
    expect(isSeedFolder(name)).toBe(false);
  });
});

describe('a draw', () => {
  it('takes one of the available, each of them at some throw', () => {
    const seeds = ['a', 'b', 'c'];
    expect([0, 0.34, 0.67, 0.999999].map((dice) => drawSeed(seeds, dice))).toEqual(['a', 'b', 'c', 'c']);
    fc.assert(
      fc.property(
        fc.array(fc.integer(), { minLength: 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (some, dice) => {
          expect(some).toContain(drawSeed(some, dice));
        },
      ),
    );
  });

  it('finds nothing in an empty pool', () => {
    expect(drawSeed([], 0.5)).toBeUndefined();
  });
});
