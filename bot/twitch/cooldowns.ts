// How often chat may ask: a question once in a while per channel, a person once in a while at all. Words that change something
// never come here, nor do moderators. Time is passed in.

import { PERSON_COOLDOWN_MS, WORD_COOLDOWN_MS } from './limits.ts';

export type Question = { readonly channel: string; readonly command: string; readonly person: string };

export type Cooldowns = {
  /** True: may be asked, and counts from now on. */
  take(question: Question, now: number): boolean;
  /** It was not for us after all. */
  giveBack(question: Question): void;
};

const wordKey = ({ channel, command }: Question): string => `word ${channel} ${command}`;
const personKey = ({ person }: Question): string => `person ${person}`;

export function makeCooldowns(): Cooldowns {
  const until = new Map<string, number>();

  return {
    take(question, now) {
      // What lies further ahead than it was ever put is of a clock that was set back since.
      for (const [key, end] of until) if (end <= now || end > now + PERSON_COOLDOWN_MS) until.delete(key);
      const word = wordKey(question);
      const someone = personKey(question);
      if (until.has(word) || until.has(someone)) return false;
      until.set(word, now + WORD_COOLDOWN_MS);
      until.set(someone, now + PERSON_COOLDOWN_MS);
      return true;
    },
    giveBack(question) {
      until.delete(wordKey(question));
      until.delete(personKey(question));
    },
  };
}
