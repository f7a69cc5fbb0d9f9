// How answers read: one line of chat, Markdown made harmless, what is personal kept out of what is public.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reply } from '../../commands/reply.ts';
import { pid, ready, tell } from '../../race/story.test-kit.ts';
import { chatLine, wordChoice, wordPost, wordReply, wordTogether } from './index.ts';
import {
  everything,
  fortyOneMinutesIn,
  leaderboard,
  NOTICE_KINDS,
  openWith,
  postOf,
  race,
  refOf,
  SECRET,
} from './words.test-kit.ts';
import { LIMITS } from './words.ts';

describe('one line of chat', () => {
  it('shows the standings as COMMANDS.md does', () => {
    const words = wordReply(leaderboard(fortyOneMinutesIn()), 'twitch');
    expect(words.text).toBe(
      '[0:41:10] 1 Dan FIN 38:03 · 2 Ann 3/4 · 3 Bob 3/4 +0:12 · 4 Other0 1/4 · 5 Other1 1/4 · +7: race.example/r/CDFGH',
    );
    expect(words.private).toBe(false);
  });

  it('says who is in before the start, without a clock', () => {
    const story = tell(openWith(['Ann', 'Bob']), ready(1));
    expect(wordReply(leaderboard(story), 'twitch').text).toBe(
      'Sunday Showdown, open, 2/100 in, 1 ready · Ann ready · Bob · race.example/r/CDFGH',
    );
  });

  it('says of a cancelled race that it is, and of nobody that they are in', () => {
    const story = tell(openWith(['Ann', 'Bob']), ready(1), {
      ...{ type: 'cancel', reason: 'rain', broken: false },
      by: { kind: 'system' },
    });
    expect(wordReply(leaderboard(story), 'twitch').text).toBe('Sunday Showdown, cancelled · race.example/r/CDFGH');
  });

  it('says joins together, however many they are', () => {
    const story = openWith(['Ann', 'Bob']);
    const joined = (players: number): Reply => ({
      kind: 'joined',
      race: refOf(story),
      already: false,
      players,
      maxPlayers: 16,
      packs: { out: true, mode: 'auto', at: null },
      pack: null,
      reached: 'yes',
      offers: [],
    });
    const all = [
      { name: 'a', reply: joined(6) },
      { name: 'b', reply: joined(7) },
    ];
    expect(wordTogether(all)).toBe('In: @a @b (7/16). Packs: race.example/r/CDFGH');
    const crowd = Array.from({ length: 60 }, (_, at) => ({ name: `viewer_number_${at}`, reply: joined(at + 1) }));
    const line = wordTogether(crowd);
    expect(line).toMatch(/^In: @viewer_number_0 .* \+\d\d \(60\/16\)\. Packs: race\.example\/r\/CDFGH$/);
    expect(line.length).toBeLessThanOrEqual(LIMITS.twitchLine);
  });

  it.each([
    ['/ban dan', 'ban dan'],
    ['.timeout dan', 'timeout dan'],
    ['!race cancel', 'race cancel'],
    [' / . ! /me x', 'me x'],
    ['a\r\nPRIVMSG #b :c\u0000', 'a PRIVMSG #b :c'],
    ['a\u202Eb', 'ab'],
  ])('%j is said as %j', (text, said) => {
    expect(chatLine(text)).toBe(said);
  });

  it('is never too long, whatever people are called', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(
        fc.array(name, { minLength: 1, maxLength: 30 }),
        fc.string({ minLength: 1, maxLength: 80 }),
        (names, title) => {
          fc.pre(title.trim() !== '');
          const story = race(names, title);
          for (const words of [
            wordReply(leaderboard(story), 'twitch'),
            wordPost(postOf(story, 'started'), 'twitch'),
            wordPost(postOf(story, 'final_table'), 'twitch'),
          ]) {
            expect(words.text.length).toBeLessThanOrEqual(LIMITS.twitchLine);
            expect(words.text).toMatch(/^[^/.!\s]/u);
            expect(words.text).not.toMatch(/[\r\n\0]/);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('in Discord', () => {
  it.each([
    ['**bold** _it_ ~~x~~', '\\*\\*bold\\*\\* \\_it\\_ \\~\\~x\\~\\~'],
    ['@everyone', '@\u200Beveryone'],
    ['<@123456789012345678> <#1> <t:1:R>', '\\<@\u200B123456789012345678\\> \\<\\#1\\> \\<t\\:1\\:R\\>'],
    ['[free](https://evil.example)', '\\[free\\]\\(https\\://evil\\.example\\)'],
    ['# big', '\\# big'],
    ['`code` ||spoiler||', '\\`code\\` \\|\\|spoiler\\|\\|'],
    ['two\nlines', 'two lines'],
  ])('a player called %j is shown so', (name, shown) => {
    const card = wordPost(postOf(openWith([name]), 'card'), 'discord');
    expect(card.lines).toContain(`**${shown}** · ⚪ joined`);
    expect(card.mentions).toEqual([]);
  });

  it('fits a hundred players with long names', () => {
    const names = Array.from({ length: 100 }, (_, index) => `${'*'.repeat(30)}${index}`);
    const story = race(names, '*'.repeat(80));
    for (const kind of NOTICE_KINDS) {
      const post = postOf(story, kind, pid(1));
      const mentions = Object.fromEntries(
        names.map((name, index) => [name, String(900000000000000000n + BigInt(index))]),
      );
      const words = wordPost({ ...post, mentions }, 'discord');
      expect(words.text.length, kind).toBeLessThanOrEqual(LIMITS.discordText);
      expect(words.title?.length ?? 0, kind).toBeLessThanOrEqual(LIMITS.title);
      expect(words.lines.join('\n').length, kind).toBeLessThanOrEqual(LIMITS.discordLines);
      expect(words.mentions.length, kind).toBeLessThanOrEqual(LIMITS.mentions);
      for (const button of words.buttons) expect(button.label.length).toBeLessThanOrEqual(80);
    }
    const board = wordReply(leaderboard(story), 'discord');
    expect(board.lines.join('\n').length).toBeLessThanOrEqual(LIMITS.discordLines);
    expect(board.lines.at(-1)).toMatch(/^and \d+ more$/);
  });

  it('mentions exactly the players whom it may ping', () => {
    const post = { ...postOf(openWith(['Ann']), 'packs_out'), mentions: { x: '900000000000000001' } };
    const words = wordPost(post, 'discord');
    expect(words.mentions).toEqual(['900000000000000001']);
    expect(words.text).toContain('<@900000000000000001>');
    expect(words.buttons.map((button) => button.action)).toEqual([
      { kind: 'ask', command: 'pack', args: { race: 'CDFGH' }, confirmed: false },
    ]);
  });

  it('writes commands so that they can be clicked where their id is known', () => {
    const refused: Reply = { kind: 'refused', command: 'forfeit', race: null, no: { code: 'not_in_race' }, offers: [] };
    expect(wordReply(refused, 'discord', { join: '77' }).text).toContain('</join:77>');
    expect(wordReply(refused, 'discord').text).toContain('`/join`');
    expect(wordReply(refused, 'twitch').text).toContain('!join');
  });
});

describe('what is personal', () => {
  it('stands in a button of a private message and in no text', () => {
    const story = openWith(['Ann']);
    const joined: Reply = {
      kind: 'joined',
      race: refOf(story),
      already: false,
      players: 1,
      maxPlayers: 16,
      packs: { out: true, mode: 'auto', at: null },
      pack: { url: SECRET, bytes: null },
      reached: 'yes',
      offers: [],
    };
    for (const words of [wordReply(joined, 'discord'), wordPost(postOf(story, 'pack_link'), 'discord')]) {
      expect(words.private).toBe(true);
      expect(everything(words)).not.toContain('SECRET');
      expect(everything(words)).toContain('never show it on stream');
      expect(words.buttons[0]?.action).toEqual({ kind: 'link', url: SECRET });
    }
    for (const words of [wordReply(joined, 'twitch'), wordPost(postOf(story, 'pack_link'), 'twitch')]) {
      expect(JSON.stringify(words)).not.toContain('SECRET');
    }
  });

  it('is never in a public post', () => {
    const story = fortyOneMinutesIn();
    const kinds = NOTICE_KINDS.filter((kind) => kind !== 'pack_link');
    for (const kind of kinds) {
      const post = { ...postOf(story, kind, pid(1)), pack: { url: SECRET, bytes: 1 } };
      for (const style of ['discord', 'twitch', 'plain'] as const) {
        expect(JSON.stringify(wordPost(post, style)), kind).not.toContain('SECRET');
      }
    }
  });

  it('says no zone of a running race', () => {
    const story = fortyOneMinutesIn();
    const all = [
      ...NOTICE_KINDS.map((kind) => wordPost(postOf(story, kind, pid(1)), 'discord')),
      wordReply(leaderboard(story), 'discord'),
    ];
    for (const words of all) expect(everything(words)).not.toMatch(/boss|zone|final_|start_zone/);
  });
});

describe('choices', () => {
  it('name a pool with what is left, and stay within 100 characters', () => {
    const pool = {
      name: 'standard',
      displayName: 'Standard (~1h)',
      description: '',
      available: 47,
      consumed: 1,
      broken: [],
    };
    expect(wordChoice({ kind: 'pool', value: 'standard', pool })).toBe('Standard (~1h), 47 left');
    const long = { ...pool, displayName: '😀'.repeat(80) };
    expect(wordChoice({ kind: 'pool', value: 'x', pool: long }).length).toBeLessThanOrEqual(100);
    expect(wordChoice({ kind: 'player', value: 'x', name: 'Ann\u202E' })).toBe('Ann');
  });
});
