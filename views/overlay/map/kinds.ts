// The kinds of nodes as the map draws them: shape, colour and the word of the legend. Each kind has a shape of its own, so
// that none is told by colour alone; colours also differ under the common kinds of colour blindness (colors.test.ts).

/** As numbered in the shader of stations (station-program.ts). */
export const SHAPES = ['circle', 'square', 'diamond', 'triangle', 'hexagon', 'start'] as const;
export type Shape = (typeof SHAPES)[number];

export type Kind = {
  readonly shape: Shape;
  readonly color: string;
  readonly label: string;
  /** Size against a mini dungeon's. */
  readonly size: number;
  /** Whose label comes first where not all have room. */
  readonly weight: number;
};

/** By the graph's type of node. */
export const KINDS = {
  start: { shape: 'start', color: '#1F9E6E', label: 'Start', size: 1.35, weight: 9 },
  mini_dungeon: { shape: 'circle', color: '#5AA9E6', label: 'Mini dungeon', size: 0.9, weight: 1 },
  legacy_dungeon: { shape: 'square', color: '#F2C14E', label: 'Legacy dungeon', size: 1.2, weight: 4 },
  boss_arena: { shape: 'diamond', color: '#8350CF', label: 'Boss', size: 1.15, weight: 2 },
  major_boss: { shape: 'triangle', color: '#E4572E', label: 'Major boss', size: 1.3, weight: 3 },
  final_boss: { shape: 'hexagon', color: '#C2185B', label: 'Final boss', size: 1.7, weight: 10 },
} as const satisfies Readonly<Record<string, Kind>>;

/** What a blurred graph shows, and a kind that this version does not know. */
const UNKNOWN: Kind = { shape: 'circle', color: '#8A94A3', label: 'Zone', size: 1, weight: 0 };

export function kindOf(type: string | null): Kind {
  return type !== null && Object.hasOwn(KINDS, type) ? KINDS[type as keyof typeof KINDS] : UNKNOWN;
}
