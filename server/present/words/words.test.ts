import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reply, ReplyOf } from '../../commands/reply.ts';
import type { Notice, NoticeKind, Post, RaceView } from '../../play/ports/index.ts';
import type { Person } from '../../race/facts.ts';
import type { ParticipantId } from '../../race/ids.ts';
import {
  by,
  FLAGS,
  gate,
  later,
  ONLINE,
  open,
  person,
  pid,
  ready,
  START,
  type Story,
  TICK,
  tell,
} from '../../race/story.test-kit.ts';
import { chatLine, wordChoice, wordPost, wordReply, wordTogether } from './index.ts';
import { LIMITS, type Words } from './words.ts';

/** A kind that is added has to be added here too, or this does not compile. */
const EVERY_KIND: Readonly<Record<NoticeKind, true>> = {
  card: true,
  packs_out: true,
  pack_link: true,
  countdown: true,
  countdown_stopped: true,
  started: true,
  first_finish: true,
  finished_player: true,
  abandoned_player: true,
  final_table: true,
  cancelled: true,
  player_joined: true,
  player_left: true,
  act: true,
  announcement: true,
  reminder: true,
  missing: true,
  you_are_in: true,
  call_start: true,
  inactivity_warning: true,
  problem: true,
  asked: true,
  again: true,
  thread_closed: true,
  event: true,
  dm_refused: true,
  discord_refused: true,
  twitch_refused: true,
  event_refused: true,
};
const isKind = (text: string): text is NoticeKind => Object.hasOwn(EVERY_KIND, text);
const NOTICE_KINDS = Object.keys(EVERY_KIND).filter(isKind);

const PAGE = 'https://race.example/r/CDFGH';
const SECRET = 'https://race.example/race/1/pack/SECRET';
const MINUTE = 60_000;
const SLOW = { inactiveMinutes: 240, maxPlayers: 100 };

const viewOf = (story: Story): RaceView => ({
  race: story.race,
  seq: story.facts.length,
  pulses: {},
  liveness: story.live,
  asOf: story.now,
});

const refOf = (story: Story) => ({
  id: story.race.id,
  code: story.race.code,
  name: story.race.name,
  status: story.race.phase.status,
  page: PAGE,
});

function openWith(names: readonly string[], raceName = 'Sunday Showdown'): Story {
  let story = open(SLOW, { name: raceName });
  names.forEach((name, index) => {
    const who: Person = { ...person(index + 1), name };
    story = tell(story, { type: 'join', person: who, newParticipant: pid(index + 1) });
  });
  return story;
}

function race(names: readonly string[], raceName?: string): Story {
  const story = tell(openWith(names, raceName), ...names.map((_, index) => ready(index + 1)));
  return tell(later(tell(story, START), 10_000), TICK);
}

/** Dan has finished in 38:03, Ann and Bob are in the third of four layers, Bob 12 s behind; nine more have not moved. */
function fortyOneMinutesIn(): Story {
  const others = Array.from({ length: 9 }, (_, index) => `Other${index}`);
  return tell(
    later(race(['Dan', 'Ann', 'Bob', ...others]), 41 * MINUTE + 10_000),
    gate(1, 1, FLAGS.a, 10 * MINUTE),
    gate(1, 2, FLAGS.bossFromA, 20 * MINUTE),
    gate(2, 1, FLAGS.b, 11 * MINUTE),
    gate(2, 2, FLAGS.bossFromB, 20 * MINUTE),
    gate(3, 1, FLAGS.a, 11 * MINUTE),
    gate(3, 2, FLAGS.bossFromA, 20 * MINUTE + 12_000),
    gate(1, 3, FLAGS.final, 30 * MINUTE),
    gate(1, 4, FLAGS.finish, 38 * MINUTE + 3_000),
  );
}

const leaderboard = (story: Story): ReplyOf<'leaderboard'> => ({
  kind: 'leaderboard',
  race: refOf(story),
  view: viewOf(story),
  now: story.now,
  offers: [],
});

const postOf = (story: Story, kind: NoticeKind, participant: ParticipantId | null = null): Post => {
  const target = { to: 'channel', platform: 'discord', channel: '1', server: '2' } as const;
  const notice: Notice = {
    kind,
    target,
    participant,
    id: '1',
    race: story.race.id,
    seq: 1,
    nonce: 'n',
    state: 'pending',
    messageId: null,
    attempts: 0,
  };
  return {
    notice,
    race: story.race,
    recipient: null,
    mentions: {},
    view: viewOf(story),
    cause: null,
    now: story.now,
    pool: 'Sprint (~30min)',
    page: PAGE,
    pack: kind === 'pack_link' ? { url: SECRET, bytes: 82_000_000 } : null,
  };
};

const everything = (words: Words): string => [words.text, words.title ?? '', ...words.lines].join('\n');

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

describe('the card', () => {
  const card = (story: Story) => wordPost(postOf(story, 'card'), 'discord');
  const labels = (words: Words) => words.buttons.map((button) => button.label);

  it('open: who has joined, has the pack, is ready', () => {
    let story = tell(openWith(['Ann', 'Bob', 'Cat']), ready(1));
    story = tell(story, { type: 'pack_downloaded', participant: pid(2), generation: 1 });
    const words = card(story);
    expect(words.lines).toEqual(
      expect.arrayContaining([
        'Open · 3/100 in',
        '**Ann** · 🟢 ready',
        '**Bob** · 🟡 has the pack',
        '**Cat** · ⚪ joined',
      ]),
    );
    expect(labels(words)).toEqual(['Join', 'Leave', 'My pack', 'Page']);
  });

  it('countdown: when GO is, absolutely', () => {
    const story = tell(openWith(['Ann']), ready(1), START);
    const startsAt = story.race.phase.status === 'countdown' ? story.race.phase.startsAt : 0;
    expect(card(story).lines).toContain(`**GO <t:${startsAt / 1000}:R>**`);
  });

  it('running: the first ten with gaps, deaths, and who is offline', () => {
    let story = fortyOneMinutesIn();
    story = { ...story, live: { [pid(3)]: { ...ONLINE, connected: false, offlineSince: story.now - 3 * MINUTE } } };
    const words = card(story);
    expect(words.lines).toContain('1. **Dan** 38:03 · 0 deaths');
    expect(words.lines).toContain('3. **Bob** 3/4 · +0:12 · 0 deaths · offline 3 min');
    expect(words.lines.at(-1)).toBe('and 2 more');
    expect(labels(words)).toEqual(['Leaderboard', 'Page']);
  });

  it('cancelled: by whom and why, and no buttons', () => {
    const story = tell(openWith(['Ann']), { type: 'cancel', by: by(0), reason: '*rain*', broken: false });
    expect(card(story).lines).toContain('Cancelled by P0: \\*rain\\*');
    expect(labels(card(story))).toEqual([]);
  });
});

describe('finishes', () => {
  const line = (story: Story, n: number) => wordPost(postOf(story, 'first_finish', pid(n)), 'plain').text;

  it('say "best time so far" while somebody may be faster, "wins" when nobody can', () => {
    const story = tell(
      later(race(['Ann', 'Bob']), 40 * MINUTE),
      gate(1, 1, FLAGS.a, MINUTE),
      gate(1, 2, FLAGS.bossFromA, 2 * MINUTE),
      gate(1, 3, FLAGS.final, 3 * MINUTE),
      gate(1, 4, FLAGS.finish, 30 * MINUTE),
    );
    expect(line(story, 1)).toBe('Ann has finished: 30:00, best time so far.');
    expect(line(tell(story, gate(2, 1, FLAGS.a, 31 * MINUTE)), 1)).toBe('Ann wins in 30:00!');
    const slower = tell(
      story,
      gate(2, 1, FLAGS.a, 31 * MINUTE),
      gate(2, 2, FLAGS.bossFromA, 32 * MINUTE),
      gate(2, 3, FLAGS.final, 33 * MINUTE),
      gate(2, 4, FLAGS.finish, 35 * MINUTE),
    );
    expect(line(slower, 2)).toBe('Bob has finished: 35:00, place 2 so far.');
  });

  it('end in a table, fastest first', () => {
    const story = tell(fortyOneMinutesIn(), { type: 'end', by: by(0) });
    const words = wordPost(postOf(story, 'final_table'), 'discord');
    expect(words.title).toBe('Result: Sunday Showdown');
    expect(words.lines.slice(0, 3)).toEqual([
      '1. **Dan** 38:03 · 0 deaths',
      '**Ann** 3/4 · did not finish',
      '**Bob** 3/4 · did not finish',
    ]);
    // As true tomorrow as now: nobody edits the table when the results become final.
    expect(words.lines.at(-1)).toMatch(/^Provisional until <t:\d+:F>: organizers may correct it\.$/);
    expect(wordPost(postOf(story, 'final_table'), 'twitch').text).toMatch(
      /^Result: Sunday Showdown · 1 Dan FIN 38:03 · /,
    );
  });
});

describe('every style says something for every post', () => {
  it.each(NOTICE_KINDS)('%s', (kind) => {
    const story = fortyOneMinutesIn();
    for (const style of ['discord', 'twitch', 'plain'] as const) {
      const words = wordPost(postOf(story, kind, pid(1)), style);
      expect(everything(words).trim()).not.toBe('');
      expect(everything(words)).not.toMatch(/undefined|null|NaN|\[object/);
    }
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
