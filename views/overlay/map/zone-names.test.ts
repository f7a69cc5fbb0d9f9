// What zones are called on the map. Given their whole names, then the short ones.

import { describe, expect, it } from 'vitest';
import { zoneNames } from './zone-names.ts';

describe('names of zones', () => {
  const names = (...display: string[]) => [
    ...zoneNames(display.map((display_name, at) => ({ id: `n${at}`, display_name }))).values(),
  ];
  it.each([
    ['Caelid - Abandoned Cave - Cleanrot Knights', ['Cleanrot Knights']],
    ['Rykard, Lord of Blasphemy', ['Rykard']],
    ['Chapel of Anticipation', ['Chapel of Anticipation']],
    ['Limgrave - Stormfoot Catacombs', ['Stormfoot Catacombs', 'Stormfoot']],
    ["Altus Plateau - Sainted Hero's Grave", ["Sainted Hero's Grave", 'Sainted']],
    ['Altus Plateau - Catacombs', ['Catacombs']],
  ])('%s is called %j', (name, expected) => expect(names(name)).toEqual([expected]));
  it('are not known of a blurred map', () => expect(zoneNames([{ id: 'a', display_name: null }]).size).toBe(0));
  it('no two of a map are alike', () => {
    expect(
      names(
        'Limgrave - Stormfoot Catacombs - Erdtree Burial Watchdog',
        "Weeping Peninsula - Impaler's Catacombs - Erdtree Burial Watchdog",
        'Mohg, the Omen',
        'Mohg, Lord of Blood',
        'Leyndell',
        'Leyndell Catacombs',
      ),
    ).toEqual([
      ['Stormfoot Watchdog'],
      ["Impaler's Watchdog"],
      ['Mohg, the Omen'],
      ['Mohg, Lord of Blood'],
      ['Leyndell'],
      ['Leyndell Catacombs'],
    ]);
  });
});
