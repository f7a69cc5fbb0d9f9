// The colours of the map by theme. `clear` is for a transparent page over anything: light lines in a dark casing. Opaque
// colours alone, so that nothing mixes with what a stream shows behind.

export const THEMES = ['dark', 'light', 'clear'] as const;
export type ThemeName = (typeof THEMES)[number];

export type Theme = {
  /** The ground, which is also what stands between lines that cross. */
  readonly casing: string;
  readonly casingWidth: number;
  /** What shows at the sides of players' lines, so that a pale one does not vanish on a pale ground. */
  readonly edge: string;
  readonly edgeWidth: number;
  /** Ways that nobody has gone. */
  readonly line: string;
  /** The filling of stations where nobody has been. */
  readonly unvisited: string;
  readonly outline: string;
  readonly outlineWidth: number;
};

const DARK: Theme = {
  casing: '#1A1F26',
  casingWidth: 1.5,
  edge: '#1A1F26',
  edgeWidth: 0,
  line: '#4B5868',
  unvisited: '#1A1F26',
  outline: '#1A1F26',
  outlineWidth: 2,
};
const LIGHT: Theme = {
  casing: '#FFFFFF',
  casingWidth: 1.5,
  edge: '#4A535F',
  edgeWidth: 0.8,
  line: '#B4BBC4',
  unvisited: '#FFFFFF',
  outline: '#4A535F',
  outlineWidth: 1,
};
const CLEAR: Theme = {
  casing: '#0C1016',
  casingWidth: 2,
  edge: '#0C1016',
  edgeWidth: 0,
  line: '#AEB8C4',
  unvisited: '#0C1016',
  outline: '#0C1016',
  outlineWidth: 2.5,
};

export const themeOf = (name: ThemeName): Theme => ({ dark: DARK, light: LIGHT, clear: CLEAR })[name];

export const parseTheme = (text: string | null | undefined): ThemeName | undefined =>
  THEMES.find((name) => name === text);
