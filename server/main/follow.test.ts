// What operators read of races in the log, and that nothing that people typed is in it.

import { pino } from 'pino';
import { expect, it } from 'vitest';
import type { Change, Changes } from '../play/ports/index.ts';
import type { Fact } from '../race/facts.ts';
import { aStory, joined, participantId, SYSTEM, T0 } from '../store/contract/world.test-kit.ts';
import { makeMemoryStore } from '../store/memory/store.ts';
import { follow } from './follow.ts';

it('says what becomes of a race, by its id, and all else at debug; no name and no text', async () => {
  const lines: { readonly level: number; readonly msg: string; readonly race: string; readonly seq: number }[] = [];
  const logger = pino({ level: 'debug' }, { write: (line: string) => lines.push(JSON.parse(line)) });
  let tell: (change: Change) => void = () => {};
  const changes: Changes = {
    subscribe(listener) {
      tell = listener;
      return () => {};
    },
  };
  follow(changes, { twitch: null, seeds: { settle: async () => {} }, logger });
  const story = await aStory(makeMemoryStore({ time: { now: () => T0 } }));
  const facts: readonly Fact[] = [
    { type: 'race_opened', v: 1, at: T0, by: SYSTEM },
    joined(participantId(), story.organizer),
    { type: 'announcement_made', v: 1, at: T0, by: SYSTEM, text: 'a text of somebody' },
    { type: 'race_cancelled', v: 1, at: T0, by: SYSTEM, reason: 'a reason of somebody', fate: 'spent' },
  ];
  tell({ race: story.state(), seq: 5, facts: facts.map((fact, at) => ({ seq: at + 2, fact })) });
  expect(lines.map(({ level, msg }) => [level, msg])).toEqual([
    [30, 'race opened'],
    [20, 'player joined'],
    [20, 'announcement made'],
    [30, 'race cancelled'],
  ]);
  expect(lines.map(({ race: id, seq }) => [id, seq])).toEqual([2, 3, 4, 5].map((seq) => [story.id, seq]));
  expect(JSON.stringify(lines)).not.toMatch(/somebody|organizer/i);
});
