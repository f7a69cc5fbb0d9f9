import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Ask } from '../../server/commands/ask.ts';
import { openCommandHouse } from '../../tools/testing/command-house.ts';
import { manualTime } from '../../tools/testing/manual-time.ts';
import { completeLine } from './completing.ts';
import { startConsole } from './console.ts';
import { parseTyped } from './parse.ts';
import { makePlace, parsePlace } from './place.ts';

/** Types all lines, ends the input, and gives back what was printed without prompts. */
async function type(...lines: string[]): Promise<readonly string[]> {
  const time = manualTime(1_763_800_000_000);
  const rooms = openCommandHouse({ time });
  const [input, output] = [new PassThrough(), new PassThrough()];
  const { accounts } = rooms.house;
  const terminal = startConsole({ answer: rooms.answer, complete: rooms.complete, accounts, input, output, time });
  input.end(lines.map((line) => `${line}\n`).join(''));
  await terminal.ended;
  await rooms.close();
  const printed = String(output.read());
  return printed.split('\n').map((line) => line.replace(/^\S+@\S+> (?:\S+@\S+> )*/, ''));
}

describe('a race typed in a terminal', () => {
  it('is created, joined, asked for and cancelled', async () => {
    const printed = await type(
      'race create pool:sprint name:"Sunday Showdown"',
      'as Ann',
      'join',
      'leaderboard',
      'race start',
      'as host',
      'race cancel reason:"no seed"',
      '1',
    );
    expect(printed).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^Sunday Showdown \(\w{5}\) is open/),
        expect.stringMatching(/^You are in Sunday Showdown \(1\/16\)/),
        expect.stringMatching(/^ {2}Ann/),
        'Only organizers of Sunday Showdown can do that.',
        expect.stringMatching(/^Cancel Sunday Showdown for good\?/),
        expect.stringMatching(/^ {2}\[1\] Yes/),
        'Sunday Showdown is cancelled.',
      ]),
    );
  });

  it('belongs to the place where it was said', async () => {
    const printed = await type(
      'in twitch:Streamer',
      'race create sprint Sunday',
      'in console:lobby',
      'lb',
      'in moon:1',
    );
    expect(printed).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^No race is going on here\./),
        expect.stringMatching(/^Somewhere like/),
      ]),
    );
  });

  it('says what is no command and no choice, and goes on', async () => {
    const printed = await type('dance', '3', '', 'pools');
    expect(printed).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^Not a command/),
        expect.stringMatching(/^There is nothing to choose/),
        expect.stringMatching(/Sprint \(~30 min\) · 5 left/),
      ]),
    );
  });

  it('hears nothing after exit', async () => {
    const printed = await type('exit', 'pools');
    expect(printed.join('\n')).not.toContain('Sprint');
  });
});

describe('a line', () => {
  it.each([
    ['race create pool:sprint name:"Sunday Showdown"', { pool: 'sprint', name: 'Sunday Showdown' }],
    ['/race create sprint Sunday Showdown', { pool: 'sprint', name: 'Sunday Showdown' }],
    ['!race create sprint "Sunday: late"', { pool: 'sprint', name: 'Sunday: late' }],
    ['race create name:Sunday sprint', { pool: 'sprint', name: 'Sunday' }],
    ['race create sprint see https://x.example', { pool: 'sprint', name: 'see https://x.example' }],
  ])('%s', (line, args) => {
    expect(parseTyped(line)).toMatchObject({ kind: 'command', command: { name: 'race create' }, args });
  });

  it.each([
    ['lb', 'leaderboard'],
    ['RACE', 'race status'],
    ['race status', 'race status'],
    ['help', 'help'],
  ])('%s is %s', (line, name) => {
    expect(parseTyped(line)).toMatchObject({ kind: 'command', command: { name } });
  });
});

it('Tab completes commands, arguments and what goes into them', async () => {
  const rooms = openCommandHouse({ time: manualTime(0) });
  const ask = async (command: string) => ({ command, args: {}, confirmed: false, asker: {} }) as unknown as Ask;
  const tab = (line: string) => completeLine(line, { complete: rooms.complete, ask });
  expect((await tab('race cr'))[0]).toEqual(['race create']);
  expect(await tab('race create po')).toEqual([['pool:'], 'po']);
  expect(await tab('race create pool:sp')).toEqual([['pool:sprint '], 'pool:sp']);
  expect((await tab('race create map:ca'))[0]).toEqual(['map:casters ']);
});

it.each(['console:lobby', 'twitch:streamer', 'discord:1/2', 'discord:7'])('%s is a place', (text) => {
  const place = parsePlace(text);
  expect(place === undefined ? undefined : makePlace(place)).toBe(text);
});
