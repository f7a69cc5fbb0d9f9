// What is said unasked, in the words of each platform: the card, finishes, edits, and something for every kind.

import { describe, expect, it } from 'vitest';
import type { Fact } from '../../race/facts.ts';
import {
  by,
  FLAGS,
  gate,
  later,
  ONLINE,
  person,
  pid,
  RACE,
  ready,
  START,
  type Story,
  tell,
} from '../../race/story.test-kit.ts';
import { wordPost } from './index.ts';
import { everything, fortyOneMinutesIn, MINUTE, NOTICE_KINDS, openWith, postOf, race } from './words.test-kit.ts';
import type { Words } from './words.ts';

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
    expect(words.text).toBe('**Dan** wins!');
    expect(words.lines.slice(0, 3)).toEqual([
      '1. **Dan** 38:03 · 0 deaths',
      '**Ann** 3/4 · did not finish',
      '**Bob** 3/4 · did not finish',
    ]);
    // As true tomorrow as now: nobody edits the table when the results become final.
    expect(words.lines.at(-1)).toMatch(/^Provisional until <t:\d+:F>: organizers may correct it\.$/);
    expect(wordPost(postOf(story, 'final_table'), 'twitch').text).toMatch(
      /^Result: Sunday Showdown · Dan wins! · 1 Dan FIN 38:03 · /,
    );
    const held = tell(story, { type: 'hold', participant: pid(1), by: by(0) });
    expect(wordPost(postOf(held, 'final_table'), 'discord').text).toBe('');
    const seen = { type: 'set_result', igtMs: 38 * MINUTE + 3_000, reason: 'seen', by: by(0) } as const;
    const tied = tell(story, { ...seen, participant: pid(2) });
    expect(wordPost(postOf(tied, 'final_table'), 'discord').text).toBe('');
    const none = tell(later(race(['Ann', 'Bob']), MINUTE), { type: 'end', by: by(0) });
    expect(wordPost(postOf(none, 'final_table'), 'twitch').text).toMatch(
      /^Result: Sunday Showdown · Nobody finished\. /,
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

describe('what somebody is told alone', () => {
  const said = (story: Story, kind: 'missing' | 'you_are_out', cause: Fact | null = null) =>
    wordPost({ ...postOf(story, kind, pid(1)), cause }, 'plain').text;

  it('names what they lack: the pack, the game, only to be ready', () => {
    const story = openWith(['Ann']);
    const loaded = tell(story, { type: 'pack_downloaded', participant: pid(1), generation: 1 });
    expect(said(story, 'missing')).toMatch(/^You have not downloaded your pack/);
    expect(said(loaded, 'missing')).toMatch(/your game is not there yet/);
    expect(said({ ...loaded, live: { [pid(1)]: ONLINE } }, 'missing')).toMatch(/^Your game is connected/);
  });

  it('says who took them out, and why', () => {
    const fact = { v: 1, at: 0, by: by(0), participant: pid(1) } as const;
    expect(said(openWith(['Ann']), 'you_are_out', { ...fact, type: 'player_removed' })).toMatch(
      /^You were taken out of Sunday Showdown by P0\. /,
    );
    const cause: Fact = {
      ...fact,
      type: 'player_abandoned',
      why: 'disqualified',
      reason: 'two games',
      lastMovedAt: null,
    };
    expect(said(fortyOneMinutesIn(), 'you_are_out', cause)).toMatch(
      /^You were disqualified in Sunday Showdown by P0: two games\. /,
    );
    const declined: Fact = { v: 1, at: 0, by: by(0), type: 'join_declined', user: person(1).user };
    expect(said(openWith([]), 'you_are_out', declined)).toBe('P0 declined your request to join Sunday Showdown.');
  });

  it('a finish that an organizer set, with their name and reason', () => {
    const story = tell(fortyOneMinutesIn(), {
      type: 'set_result',
      by: by(0),
      participant: pid(1),
      igtMs: 40 * MINUTE,
      reason: 'crash',
    });
    const cause = story.facts.findLast((fact) => fact.type === 'result_set') ?? null;
    expect(wordPost({ ...postOf(story, 'finished_player', pid(1)), cause }, 'plain').text).toMatch(
      /^Dan has finished: 40:00, best time so far\. Set by P0: crash\.$/,
    );
  });
});

describe('an edit', () => {
  const said = (changes: Parameters<typeof edited>[0], style: 'discord' | 'twitch' | 'plain') =>
    wordPost({ ...postOf(openWith([]), 'act'), cause: edited(changes) }, style).text;

  it('names what was changed, and the start as it is now', () => {
    const at = Date.UTC(2027, 0, 1, 20);
    expect(said({ name: 'Cup', options: { maxPlayers: 8, showFinishedNames: false } }, 'plain')).toBe(
      'P0 changed in Sunday Showdown: the name, the number of players, whether names of who finished are shown.',
    );
    expect(said({ scheduledStart: at }, 'discord')).toBe(
      `P0 changed in **Sunday Showdown**: the start. It is announced for <t:${at / 1000}:F>.`,
    );
    expect(said({ scheduledStart: null }, 'twitch')).toBe(
      'P0 changed in Sunday Showdown: the start. No start is announced any more.',
    );
  });
});

it('says to a caster where their overlay addresses are', () => {
  const cause: Fact = { type: 'caster_added', v: 1, at: 0, by: by(0), person: person(7) };
  expect(wordPost({ ...postOf(openWith([]), 'act'), cause }, 'plain').text).toBe(
    'P7 casts Sunday Showdown, says P0. Addresses for OBS with the map live, for casters’ eyes alone: /race overlay',
  );
});

it('names who took a Twitch channel off a race', () => {
  const cause: Fact = { type: 'channel_removed', v: 1, at: 0, by: by(0), platform: 'twitch', channel: 'eve' };
  expect(wordPost({ ...postOf(openWith([]), 'act'), cause }, 'plain').text).toBe(
    'twitch.tv/eve is no channel of Sunday Showdown any more, says P0.',
  );
});

const edited = (changes: Extract<Fact, { type: 'race_edited' }>['changes']): Fact => ({
  ...{ type: 'race_edited', v: 1, race: RACE, at: 0 },
  changes,
  by: by(0),
});
