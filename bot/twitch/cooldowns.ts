// How often chat may ask: a question once in a while per channel, a person once in a while at all. Words that change something
// never come here, nor do moderators. Time is passed in.

import { PERSON_COOLDOWN_MS, WORD_COOLDOWN_MS } from './limits.ts';

export type Question = { readonly channel: string; readonly command: string; readonly person: string };

export type Cooldowns = {
  /** True: may be asked, and counts from now on. */
  take(question: Question, now: number): boolean;
};

export function makeCooldowns(): Cooldowns {
  const until = new Map<string, number>();
  const waits = (key: string, now: number): boolean => (until.get(key) ?? 0) > now;

  return {
    take({ channel, command, person }, now) {
      for (const [key, end] of until) if (end <= now) until.delete(key);
      const word = `word ${channel} ${command}`;
      const someone = `person ${person}`;
      if (waits(word, now) || waits(someone, now)) return false;
      until.set(word, now + WORD_COOLDOWN_MS);
      until.set(someone, now + PERSON_COOLDOWN_MS);
      return true;
    },
  };
}
