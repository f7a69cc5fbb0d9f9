// Words for invented places and their masters. None of them is the game's; they only read like it.

export const REGIONS = [
  'Ashen Reach',
  'Hollow Coast',
  'Verdant Steppe',
  'Pale Moor',
  'Gilded Terrace',
  'Drowned Vale',
  'Cinder Plateau',
  'Weeping Shelf',
  'Northern Snowfield',
  'Rotwood',
  'Star-Fallen Basin',
  'Umbral Plain',
] as const;

export const SITES = ['Catacombs', 'Cave', 'Tunnel', "Hero's Grave", 'Gaol', 'Mine', 'Grotto', 'Crypt'] as const;

export const SITE_WORDS = [
  'Gloam',
  'Stillbrook',
  'Thornroot',
  'Lantern',
  'Saltglass',
  'Oathless',
  'Mossback',
  'Redwater',
  'Cragfoot',
  'Sable',
  'Wintermere',
  'Bellhollow',
  "Widow's",
  'Foxfire',
  'Deepcurrent',
  'Sunken',
] as const;

export const STRONGHOLDS = [
  'Castle Veyrn',
  'Ormund Keep',
  'The Glasswork Academy',
  'Manor of Sighs',
  'Fort Halloran',
  'Sanctum of Tides',
  'The Rampart City',
  'Temple of the First Dusk',
  'Ilmar Prison',
  'The Upturned Tower',
  'Shaded Castle Town',
  'Cathedral of Roots',
  'The Drift Observatory',
  'Grey Harbor',
] as const;

export const CHAMPIONS = [
  'Ember Warden',
  'Pale Huntsman',
  'Twin Cantors',
  'Rotbound Knight',
  'Grave Stag',
  'Lantern Hag',
  'Salt Golem',
  'Crystal Choir',
  'Duskblade Assassin',
  'Mad Shepherd',
  'Iron Abbot',
  'Bog Serpent',
  'Winged Penitent',
  'Stone Watchdog',
  'Bell Hunter',
  'Thorn Duelist',
] as const;

export const GREAT_ONES = [
  'Maelis, the Unburnt',
  'Orvane, Lord of Ash',
  'Sephra, Blade of Dusk',
  'Hroald, the Tidebreaker',
  'Yssa, Queen of Moths',
  'Garrow the Starless',
  'The Weeping Colossus',
  'Thessaly, Last Cantor',
  'Brannoch, the Chained',
  'Ilvane, Child of Frost',
] as const;

export const EXIT_TEXTS = [
  'at the back of {place}',
  'at the front of {place}',
  'behind the altar in {place}',
  'down the lift in {place}',
  'at the far end of {place}',
  'past the bridge in {place}',
] as const;
