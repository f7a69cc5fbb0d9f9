// The addresses of the wire (PROTOCOL.md, Sockets).

import { parseRaceId, type RaceId } from '../../race/ids.ts';

export type Endpoint =
  | { readonly kind: 'mod' | 'page'; readonly race: RaceId }
  /** A page about whatever race a channel has. `place`: as the address says it. */
  | { readonly kind: 'live'; readonly place: string };

const PATH = /^\/ws\/(mod|race|live)\/([^/]+)\/?$/;

/** `target`: of the request line. A path of the wire with a broken id is an unknown race; every other path is nothing. */
export function parseEndpoint(target: string): Endpoint | 'unknown_race' | 'not_found' {
  const [path = ''] = target.split('?', 1);
  const match = PATH.exec(path);
  if (match === null) return 'not_found';
  if (match[1] === 'live') return { kind: 'live', place: match[2] ?? '' };
  const race = parseRaceId(match[2] ?? '');
  if (race === undefined) return 'unknown_race';
  return { kind: match[1] === 'mod' ? 'mod' : 'page', race };
}
