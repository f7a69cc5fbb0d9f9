// Every answer of a command, as each platform words it.

import { describe, expect, it } from 'vitest';
import type { Reply } from '../../commands/reply.ts';
import { wordReply } from './index.ts';
import { DEEDS, offers, REFUSALS, REPLIES, race } from './replies.test-kit.ts';
import { LIMITS } from './words.ts';

const STYLES = ['discord', 'twitch', 'plain', 'web'] as const;
const refused = Object.values(REFUSALS).map((no): Reply => ({ kind: 'refused', command: 'join', race, no, offers }));
const did = Object.values(DEEDS).map((deed): Reply => ({ kind: 'done', command: 'race edit', race, deed, offers }));
const nameOf = (reply: Reply): string => {
  if (reply.kind === 'refused') return `refused ${reply.no.code}`;
  return reply.kind === 'done' ? `done ${reply.deed.did}` : reply.kind;
};
const named = [...Object.values(REPLIES), ...refused, ...did].map((reply) => [nameOf(reply), reply] as const);

describe('every answer is worded in every style', () => {
  it.each(named)('%s', (_name, reply) => {
    for (const style of STYLES) {
      const words = wordReply(reply, style);
      const all = [words.text, words.title ?? '', ...words.lines].join('\n');
      // The settings of a Discord server are never asked for in chat.
      if (!(reply.kind === 'setup' && style === 'twitch')) expect(all.trim()).not.toBe('');
      expect(all).not.toMatch(/undefined|NaN|\[object|\bnull\b/);
      expect(words.text.length).toBeLessThanOrEqual(style === 'twitch' ? LIMITS.twitchLine : LIMITS.discordText);
      if (style === 'twitch') expect(words.text).not.toMatch(/^[/.!]/);
      if (style === 'discord') expect(all).not.toMatch(/@here|ban \*all/);
    }
  });

  it('says every word of the help in chat as it is typed', () => {
    const line = { description: 'x', discord: null, args: [] };
    const lines = ['join', 'race create'].map((chat) => ({ ...line, command: chat, chat }));
    const help: Reply = { kind: 'help', lines, site: 'https://race.example', offers };
    expect(wordReply(help, 'twitch').text).toBe('Words: !join !race create · race.example');
  });

  it('says in chat the overlays that follow a Twitch channel, where another platform comes first', () => {
    const at = (place: string) => `https://a.example/overlay/live/${place}/clock`;
    const live = [
      { platform: 'discord', channel: '1', url: at('1') },
      { platform: 'twitch', channel: 'ann', url: at('ann') },
    ] as const;
    const address = { what: 'clock', url: 'https://a.example/clock', fileUrl: 'https://a.example/file', live } as const;
    const said = wordReply({ kind: 'overlay', race, addresses: [address], offers }, 'twitch').text;
    expect(said).toBe(`Clock: ${at('ann')}`);
  });

  it('says no invitation in chat', () => {
    for (const reply of did) expect(wordReply(reply, 'twitch').text).not.toContain('SECRET');
  });

  it('answers questions in public and persons in private', () => {
    const open = Object.values(REPLIES).filter((reply) => !wordReply(reply, 'discord').private);
    expect(open.map((reply) => reply.kind).sort()).toEqual([
      'help',
      'leaderboard',
      'overlay',
      'pools',
      'progress',
      'races',
      'status',
    ]);
  });
});
