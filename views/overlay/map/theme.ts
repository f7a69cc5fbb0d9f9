// The colours of the map by theme. `clear` is for a transparent page over anything: light lines in a dark casing. Opaque
// colours alone, so that nothing mixes with what a stream shows behind.

export const THEMES = ['dark', 'light', 'clear'] as const;
export type ThemeName = (typeof THEMES)[number];

export type Theme = {
  /** The ground, which is also what stands between lines that cross. */
  readonly casing: string;
  readonly casingWidth: number;
  /** Ways that nobody has gone. */
  readonly line: string;
  /** The filling of stations where nobody has been. */
  readonly unvisited: string;
  readonly ring: string;
  readonly outline: string;
  readonly outlineWidth: number;
  readonly out: string;
};

const DARK: Theme = {
  casing: '#1A1F26',
  casingWidth: 1.5,
  line: '#4B5868',
  unvisited: '#1A1F26',
  ring: '#FFFFFF',
  outline: '#1A1F26',
  outlineWidth: 2,
  out: '#5D6774',
};
const LIGHT: Theme = {
  casing: '#FFFFFF',
  casingWidth: 1.5,
  line: '#B4BBC4',
  unvisited: '#FFFFFF',
  ring: '#1D2127',
  outline: '#FFFFFF',
  outlineWidth: 2,
  out: '#A0A7B0',
};
const CLEAR: Theme = {
  casing: '#0C1016',
  casingWidth: 2,
  line: '#AEB8C4',
  unvisited: '#0C1016',
  ring: '#FFFFFF',
  outline: '#0C1016',
  outlineWidth: 2.5,
  out: '#6B7684',
};

export const themeOf = (name: ThemeName): Theme => ({ dark: DARK, light: LIGHT, clear: CLEAR })[name];

export const parseTheme = (text: string | null | undefined): ThemeName | undefined =>
  THEMES.find((name) => name === text);
