// When two posts are one too many.

import { expect, it } from 'vitest';
import { doubled, type Posted } from './judge-discord.ts';

const post = (content: string, channelId = 'races', title?: string): Posted => ({
  channelId,
  content,
  embeds: title === undefined ? [] : [{ title }],
  components: [],
});

it('posts that differ in words, pictures or place are all meant', () => {
  expect(doubled([post('Ann is in (1/16)'), post('Ben is in (2/16)'), post('Ann is in (1/16)', 'thread')])).toEqual([]);
  expect(doubled([post('', 'races', 'Cup'), post('', 'races', 'Result: Cup')])).toEqual([]);
});

it('the same once more is said twice, and as often as it was', () => {
  expect(doubled([post('GO! Cup'), post('Ann is in'), post('GO! Cup')])).toEqual(['said twice: GO! Cup []']);
  expect(doubled([post('x'), post('x'), post('x')])).toHaveLength(2);
  expect(doubled([post('', 'races', 'Cup'), post('', 'races', 'Cup')])).toEqual(['said twice:  [{"title":"Cup"}]']);
});
