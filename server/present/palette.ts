// Colours of players: tellable apart with the common kinds of colour blindness, readable on a dark overlay. `color` on the wire
// is the index, wrapped around. The list is JSON so that the Rust side includes the same file.

import palette from './palette.json' with { type: 'json' };

export type PaletteColor = { readonly name: string; readonly hex: string };
export const PALETTE: readonly PaletteColor[] = palette;

const FALLBACK: PaletteColor = { name: 'White', hex: '#FFFFFF' };
export const paletteColor = (index: number): PaletteColor => PALETTE[index % PALETTE.length] ?? FALLBACK;
