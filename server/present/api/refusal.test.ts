// What a program reads of a refusal.

import { expect, it } from 'vitest';
import type { ReplyOf } from '../../commands/reply.ts';
import { pid } from '../../race/story.test-kit.ts';
import { apiRefusal } from './refusal.ts';

it('says in sentences who is missing, each apart from the next', () => {
  const missing = [
    { participant: pid(1), name: 'Ann', why: 'no_pack' },
    { participant: pid(2), name: 'Ben', why: 'not_ready' },
  ] as const;
  const no = { code: 'players_missing', ready: 1, missing, late: true } as const;
  const reply: ReplyOf<'refused'> = { kind: 'refused', command: 'race start', race: null, no, offers: [] };
  expect(apiRefusal(reply)).toEqual({
    status: 409,
    code: 'players_missing',
    message: '1 player ready, 2 missing. Ann has not downloaded the pack; Ben is connected, not in the main menu.',
  });
});
