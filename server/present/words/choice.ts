// What may be typed into an argument, as a person reads it in the list: at most 100 characters, no markup.

import type { Choice } from '../../commands/reply.ts';
import { STATUS_WORDS, seedsLeft } from '../sentences/en/labels.ts';
import { cut, makeVoice } from './voice.ts';
import { LIMITS } from './words.ts';

export function wordChoice(choice: Choice): string {
  const text = choiceText(choice);
  return text.length <= LIMITS.choice ? text : `${cut([...text], LIMITS.choice - 1)}…`;
}

function choiceText(choice: Choice): string {
  const v = makeVoice('plain');
  switch (choice.kind) {
    case 'race': {
      const { race } = choice;
      return `${race.code} ${v.quote(race.name)}, ${STATUS_WORDS[race.status]}, ${race.players}/${race.maxPlayers}`;
    }
    case 'player':
      return v.quote(choice.name);
    case 'pool':
      return `${v.quote(choice.pool.displayName)}, ${seedsLeft(choice.pool.available)}`;
  }
}
