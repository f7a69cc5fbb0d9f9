// The pulse of a mod, once a second from everybody, read by hand: the schema takes five times as long, which was a tenth of all that a
// pulse costs (measured by tools/bench). Takes whole and right ones only; from-mod.ts holds the schema, and a test holds them together.

import { MAX_DEATHS, TEXT_LIMITS } from './codes.ts';

export type StatusUpdate = {
  type: 'status_update';
  igt_ms: number;
  current_zone?: string | null;
  current_layer?: number | null;
  death_count: number;
  map_id?: string | null;
};

type Raw = { readonly [Field in keyof StatusUpdate]?: unknown };

/** Undefined: something else, or not as it should be. */
export function readStatus(json: object): StatusUpdate | undefined {
  const raw: Raw = json;
  if (raw.type !== 'status_update') return undefined;
  const { igt_ms: igtMs, death_count: deaths, current_zone: zone, current_layer: layer, map_id: map } = raw;
  if (typeof igtMs !== 'number' || !Number.isFinite(igtMs)) return undefined;
  if (typeof deaths !== 'number' || !Number.isInteger(deaths) || deaths < 0 || deaths > MAX_DEATHS) return undefined;
  if (!isText(zone, TEXT_LIMITS.zone) || !isText(map, TEXT_LIMITS.map) || !isLayer(layer)) return undefined;
  const status: StatusUpdate = { type: 'status_update', igt_ms: igtMs, death_count: deaths };
  if (zone !== undefined) status.current_zone = zone;
  if (layer !== undefined) status.current_layer = layer;
  if (map !== undefined) status.map_id = map;
  return status;
}

const isText = (value: unknown, most: number): value is string | null | undefined =>
  value === undefined || value === null || (typeof value === 'string' && value.length <= most);

/** Larger ones are rare enough for the schema. */
const isLayer = (value: unknown): value is number | null | undefined =>
  value === undefined || value === null || Number.isSafeInteger(value);
