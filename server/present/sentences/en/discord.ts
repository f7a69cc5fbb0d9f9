// English: what only Discord needs: descriptions of command families, and answers to presses that do nothing any more.

/** Under the name of a command that has subcommands; at most 100 characters. */
export const FAMILY_WORDS: Readonly<Record<string, string>> = {
  race: 'Make, run and follow races',
  judge: 'Decide about players and results',
  seeds: 'The pools of seeds',
};
export const FAMILY_FALLBACK = 'Commands of SpeedFog Racing';

export const TOO_LATE =
  'That question was open for a minute; nothing was done. Say the command again if you still want it.';
/** Under a question whose buttons are dead. */
export const OVER = '-# This question was open for a minute; nothing was done.';
export const OLD_BUTTON = 'This button is from an earlier time and does nothing any more. Use the command instead.';
export const NOT_SHARED = 'Shown to you alone: an answer was shared in this channel less than a minute ago.';
