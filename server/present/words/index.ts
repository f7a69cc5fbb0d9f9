// All that mouths need to word answers and posts.

export { wordChoice } from './choice.ts';
export { type EventWords, wordEvent } from './event.ts';
export { wordPost } from './post.ts';
export { isPrivate } from './private.ts';
export { wordReply, wordTogether } from './reply.ts';
export { threadName } from './thread.ts';
export type { CommandIds } from './voice.ts';
export { chatLine, cut } from './voice.ts';
export type { Button, Style, Tone, Words } from './words.ts';
export { LIMITS as WORD_LIMITS, TONES } from './words.ts';
