// English: what the site calls its buttons and links, by the command that they say. Sentences name them where another platform
// would name a command; and what is wrong with a field of a form.

import type { ArgumentProblem } from '../../../commands/reply.ts';

/** In quotes, as they stand in the middle of a sentence. */
export const SITE_WORDS: Readonly<Record<string, string>> = {
  'race create': '“New race”',
  'race list': 'the list of races',
  'race open': '“Open the race”',
  'race edit': '“Edit”',
  'race again': '“Another round”',
  'race invite': '“Invite”',
  'race remove': '“Remove”',
  'race lock': '“Lock”',
  'race unlock': '“Unlock”',
  'race release': '“Send the packs out”',
  'race reroll': '“Another seed”',
  'race start': '“Start”',
  'race stop': '“Stop the countdown”',
  'race cancel': '“Cancel the race”',
  'race end': '“End the race”',
  'race check': '“Check”',
  'race say': '“Say”',
  'race caster': '“Casters”',
  'race organizer': '“Organizers”',
  'race overlay': '“New keys”',
  join: '“Join this race”',
  leave: '“Leave”',
  pack: '“New pack”',
  unready: '“Not ready”',
  forfeit: '“Forfeit”',
  unforfeit: '“Go on after all”',
  leaderboard: 'on its page',
  pools: '“New race” lists them',
  'seeds scan': '“Rescan”',
};

/** Beside a field: what it takes. */
export function fieldProblem(field: string, problem: ArgumentProblem): string {
  if (field === 'packs' && problem.why === 'not_a_choice') return 'A whole number of minutes, from 1 to 10080, please.';
  switch (problem.why) {
    case 'missing':
      return 'This is needed.';
    case 'not_a_number':
      return 'A whole number, please.';
    case 'not_yes_or_no':
      return 'Yes or no, please.';
    case 'out_of_range':
      return problem.min !== null && problem.max !== null
        ? `From ${problem.min} to ${problem.max}, please.`
        : `That is too ${problem.min === null ? 'much' : 'little'}.`;
    case 'too_long':
      return `${problem.max} characters at most.`;
    case 'not_a_choice':
      return 'Choose one of the list.';
    case 'control_characters':
      return 'It contains characters that cannot be shown. Type it by hand.';
    case 'unknown_timezone':
      return 'I do not know this time zone.';
    case 'not_a_duration':
      return 'A time like 1:02:03 or 38:03, please.';
    case 'not_a_twitch_name':
      return 'The name of a Twitch channel, as in its address: twitch.tv/name.';
  }
}
