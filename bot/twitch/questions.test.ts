// Questions in chat: how often they are answered, and what a channel has switched off.

import { describe, expect, it } from 'vitest';
import { CHANNEL, openChat, START } from './chat.test-kit.ts';
import { makeCooldowns } from './cooldowns.ts';

describe('questions', () => {
  it('cool down per word and channel, and per person', async () => {
    const chat = openChat();
    await chat.withRace();
    chat.type('Ann', '!lb');
    chat.type('Bob', '!leaderboard');
    await chat.time.pass(1_500);
    expect(chat.lines()).toEqual([
      expect.stringMatching(/^Sunday, open, 0\/16 in, 0 ready · races\.example\/r\/\w{5}$/),
    ]);
    chat.type('Ann', '!pools');
    await chat.time.pass(4_000);
    expect(chat.lines()).toEqual([]);
    chat.type('Bob', '!race');
    await chat.time.pass(1_500);
    expect(chat.lines()).toHaveLength(1);
  });

  it('cool down no longer than usual where the clock was set back', () => {
    const cooldowns = makeCooldowns();
    const question = { channel: CHANNEL, command: 'leaderboard', person: 'ann' };
    expect(cooldowns.take(question, START)).toBe(true);
    expect(cooldowns.take(question, START + 1_000)).toBe(false);
    expect(cooldowns.take(question, START - 3_600_000)).toBe(true);
  });

  it('in a word that the channel leaves to another bot do not cool down the same one behind !sf', async () => {
    const chat = openChat();
    await chat.withRace();
    chat.type('Streamer', '!race word lb off', 'broadcaster');
    await chat.time.pass(5_000);
    chat.lines();
    chat.type('Ann', '!lb');
    await chat.time.pass(1_500);
    expect(chat.lines()).toEqual([]);
    chat.type('Ann', '!sf lb');
    await chat.time.pass(1_500);
    expect(chat.lines()).toEqual([expect.stringContaining('Sunday, open')]);
  });

  it.each(['!race edit delay 60', '!race Reroll', '!race LIST'])('%s is said elsewhere', async (line) => {
    const chat = openChat();
    await chat.withRace();
    chat.type('Mod', line, 'moderator');
    await chat.time.pass(1_500);
    expect(chat.lines()).toEqual([expect.stringMatching(/say \/race (edit|reroll|list) on Discord, or use the site/)]);
    chat.type('Mod', '!race nonsense', 'moderator');
    await chat.time.pass(1_500);
    expect(chat.lines()).toEqual([expect.stringContaining('no race with this code')]);
  });

  it('that keepers of a channel mistype are answered there before there is a race', async () => {
    const chat = openChat();
    chat.type('Streamer', '!race home K7Q4X', 'broadcaster');
    await chat.time.pass(1_500);
    expect(chat.lines()).toEqual([expect.stringContaining('no race with this code')]);
    chat.type('Streamer', '!race list', 'broadcaster');
    await chat.time.pass(1_500);
    expect(chat.lines()).toEqual([expect.stringContaining('say /race list on Discord')]);
  });

  it('are answered for moderators at once, but never with the same text', async () => {
    const chat = openChat();
    await chat.withRace();
    chat.type('Mod', '!lb', 'moderator');
    await chat.time.pass(2_000);
    chat.type('Mod', '!lb', 'moderator');
    await chat.time.pass(2_000);
    chat.type('Mod', '!pools', 'moderator');
    await chat.time.pass(2_000);
    expect(chat.lines()).toHaveLength(2);
    await chat.time.pass(30_000);
    chat.type('Mod', '!lb', 'moderator');
    await chat.time.pass(0);
    expect(chat.lines()).toHaveLength(1);
  });

  it('wait one at a time: the newest wins', async () => {
    const chat = openChat();
    await chat.withRace();
    chat.type('Streamer', '!race', 'broadcaster');
    await chat.time.pass(100);
    chat.type('Streamer', '!lb', 'broadcaster');
    chat.type('Streamer', '!pools', 'broadcaster');
    const newest = chat.type('Mod', '!lb', 'moderator');
    await chat.time.pass(10_000);
    expect(chat.said.slice(-2).map((line) => line.replyTo)).toContain(newest.id);
    expect(chat.lines()).toHaveLength(3);
  });
});
