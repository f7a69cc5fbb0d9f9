// Where a page of the list of races ended, as text that nobody has to understand.

import { z } from 'zod';
import type { ListPlace } from '../../play/ports/index.ts';
import { parseRaceId } from '../../present/pages/who.ts';

const Place = z.tuple([z.int().min(0).max(8.64e15), z.string()]);

export const makeCursor = ({ createdAt, id }: ListPlace): string =>
  Buffer.from(JSON.stringify([createdAt, id])).toString('base64url');

export function parseCursor(text: string): ListPlace | undefined {
  try {
    const place = Place.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    const id = place.success ? parseRaceId(place.data[1]) : undefined;
    return place.success && id !== undefined ? { createdAt: place.data[0], id } : undefined;
  } catch {
    return undefined;
  }
}
