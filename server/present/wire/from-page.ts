// What a page or an overlay may say (PROTOCOL.md, Spectator -> server).

import { z } from 'zod';
import { number, type Parsed, parseFrame, pong } from './parts.ts';

export const fromPage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('resync') }),
  z.object({ type: z.literal('time_sync'), t0: number }),
  pong,
]);

export type FromPage = z.infer<typeof fromPage>;

export const FROM_PAGE_TYPES: ReadonlySet<string> = new Set(fromPage.options.map((one) => one.shape.type.value));

export const parseFromPage = (frame: string): Parsed<FromPage> => parseFrame(fromPage, FROM_PAGE_TYPES, frame);
