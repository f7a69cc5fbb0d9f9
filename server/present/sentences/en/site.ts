// English: what the site calls its buttons and links, by the command that they say. Sentences name them where another platform
// would name a command.

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
  join: '“Join”',
  leave: '“Leave”',
  pack: '“New pack”',
  unready: '“Not ready”',
  forfeit: '“Forfeit”',
  unforfeit: '“Go on after all”',
  leaderboard: 'its page',
  pools: '“New race” lists them',
  'seeds scan': '“Rescan”',
};
