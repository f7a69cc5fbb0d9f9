// Invents the graph.json (version 4.4) of a demo seed: the same number and layers give the same graph.
// Layers one to four wide that branch, merge and cross; the same keys as the real files, names from names.ts.
// Deliberately absent: files (seed-files.ts).
import { createHash } from 'node:crypto';
import { CHAMPIONS, EXIT_TEXTS, GREAT_ONES, REGIONS, SITE_WORDS, SITES, STRONGHOLDS } from './names.ts';

const FIRST_FLAG = 1_050_294_000;
const MAX_WIDTH = 4;
const MAX_EXITS = 4;
const CROSS_LINK_CHANCE = 0.18;
const DEATH_MARKS = 3;

type Kind = 'start' | 'mini_dungeon' | 'legacy_dungeon' | 'boss_arena' | 'major_boss' | 'final_boss';
type Place = {
  id: string;
  type: Kind;
  displayName: string;
  zones: string[];
  maps: string[];
  layer: number;
  tier: number;
  gates: number;
  defeatFlag: number | null;
};
type Exit = { fog_id: string; text: string; from: string; from_text: string; to: string };
type Entrance = { text: string; from: string; to: string; to_text: string };
export type InventedGraph = ReturnType<typeof inventGraph>;

/** `layers` from 3 on. */
export const inventGraph = (number: number, layers: number) => {
  const roll = makeDice(number * 1_000 + layers);
  const names = makeNames(roll);
  const rows = inventWidths(roll, layers).map((width, layer) => {
    const usual = pick(roll, MIDDLE_KINDS);
    return Array.from({ length: width }, (): Place => {
      const kind =
        layer === 0 ? 'start' : layer === layers - 1 ? 'final_boss' : roll() < 0.7 ? usual : pick(roll, MIDDLE_KINDS);
      return inventPlace(roll, names, kind, layer);
    });
  });
  const exits = new Map<string, Exit[]>();
  const entrances = new Map<string, Entrance[]>();
  const connections = [];
  const edges = [];
  const eventMap: Record<string, string> = {};
  for (const { from, to } of inventEdges(roll, rows)) {
    const out = gateOf(roll, from);
    const into = gateOf(roll, to);
    const flag = FIRST_FLAG + edges.length;
    edges.push({ from: from.id, to: to.id });
    eventMap[String(flag)] = to.id;
    connections.push({
      exit_area: out.zone,
      exit_gate: `${out.map}_${out.fogId}`,
      entrance_area: into.zone,
      entrance_gate: `${into.map}_${into.fogId}`,
      flag_id: flag,
      ignore_pair: true,
    });
    const exit = { fog_id: out.fogId, text: out.text, from: out.zone, from_text: from.displayName, to: to.id };
    exits.set(from.id, [...(exits.get(from.id) ?? []), exit]);
    const entrance = { text: into.text, from: from.id, to: into.zone, to_text: to.displayName };
    entrances.set(to.id, [...(entrances.get(to.id) ?? []), entrance]);
  }
  const places = rows.flat();
  const afterGates = FIRST_FLAG + edges.length;
  const nodes = places.map(
    (place) => [place.id, makeNode(place, exits.get(place.id), entrances.get(place.id))] as const,
  );
  return {
    version: '4.4',
    seed: number,
    total_layers: layers,
    total_nodes: places.length,
    total_zones: places.reduce((sum, place) => sum + place.zones.length, 0),
    options: { scale: true, shuffle: true },
    nodes: Object.fromEntries(nodes),
    edges,
    connections,
    area_tiers: Object.fromEntries(places.flatMap((place) => place.zones.map((zone) => [zone, place.tier]))),
    event_map: eventMap,
    final_node_flag: afterGates - 1,
    finish_event: afterGates,
    finish_boss_defeat_flag: places.at(-1)?.defeatFlag ?? 0,
    death_flags: deathFlags(places, afterGates + 1),
    items_spawned_flag: 1_050_290_000,
    run_complete_message: 'RUN COMPLETE',
    chapel_grace: true,
    sentry_torch_shop: true,
    starting_item_lots: [],
    starting_goods: [8109, 8010, 8134],
    starting_runes: 0,
    starting_golden_seeds: 0,
    starting_sacred_tears: 0,
    starting_larval_tears: 10,
    starting_stonesword_keys: 6,
    care_package: [],
    weapon_upgrade: 0,
    remove_entities: [],
    phantom_skins: {},
    plugins: {},
  };
};

type Dice = () => number;
const MIDDLE_KINDS: readonly Kind[] = [
  'mini_dungeon',
  'mini_dungeon',
  'mini_dungeon',
  'boss_arena',
  'boss_arena',
  'boss_arena',
  'legacy_dungeon',
  'major_boss',
];

/** A counter under a hash: the same seed, the same throws, on every machine. Each throw lies in [0, 1). */
const makeDice = (seed: number): Dice => {
  let throws = 0;
  return () => createHash('sha256').update(`${seed}:${throws++}`).digest().readUInt32BE(0) / 2 ** 32;
};
const pick = <T>(roll: Dice, from: readonly T[]): T => from[Math.floor(roll() * from.length)] as T;

/** One at both ends, two at most before the last, never a jump of more than two from layer to layer. */
const inventWidths = (roll: Dice, layers: number): number[] => {
  const widths = [1];
  while (widths.length < layers - 1) {
    const before = widths.at(-1) ?? 1;
    const most = Math.min(before + 2, widths.length === layers - 2 ? 2 : MAX_WIDTH);
    const least = Math.max(1, Math.min(before - 2, most), widths.length === 1 ? 2 : 1);
    widths.push(least + Math.floor(roll() * (Math.max(most, least) - least + 1)));
  }
  return [...widths, 1];
};

/** Every place can be reached and left; some more gates lead across. */
const inventEdges = (roll: Dice, rows: readonly Place[][]): { from: Place; to: Place }[] =>
  rows.slice(0, -1).flatMap((row, layer) => {
    const next = rows[layer + 1] ?? [];
    const steps = Math.max(row.length, next.length);
    const linked = new Set<string>();
    for (let step = 0; step < steps; step += 1) {
      linked.add(`${Math.floor((step * row.length) / steps)}>${Math.floor((step * next.length) / steps)}`);
    }
    row.forEach((_, from) => {
      next.forEach((__, to) => {
        const outs = [...linked].filter((link) => link.startsWith(`${from}>`)).length;
        if (outs < MAX_EXITS && roll() < CROSS_LINK_CHANCE) linked.add(`${from}>${to}`);
      });
    });
    return row.flatMap((from, at) => next.filter((_, to) => linked.has(`${at}>${to}`)).map((to) => ({ from, to })));
  });

type Names = {
  take: (words: readonly string[], suffixes?: readonly string[]) => string;
  map: (area: number) => string;
};

/** No name and no map is given twice in one graph. */
const makeNames = (roll: Dice): Names => {
  const taken = new Set<string>();
  const maps = new Map<number, number>();
  return {
    take: (words, suffixes = ['']) => {
      for (let round = 1; ; round += 1) {
        for (let tries = 0; tries < 20; tries += 1) {
          const name =
            `${pick(roll, words)} ${pick(roll, suffixes)}`.trim() + (round === 1 ? '' : ` ${'I'.repeat(round)}`);
          if (!taken.has(name)) {
            taken.add(name);
            return name;
          }
        }
      }
    },
    map: (area) => {
      const block = maps.get(area) ?? 0;
      maps.set(area, block + 1);
      return `m${area}_${String(block).padStart(2, '0')}_00_00`;
    },
  };
};

const inventPlace = (roll: Dice, names: Names, type: Kind, layer: number): Place => {
  const site = () => `${pick(roll, REGIONS)} - ${names.take(SITE_WORDS, SITES)}`;
  const shape: Record<Kind, () => { displayName: string; zones: number; area: number }> = {
    start: () => ({ displayName: 'Chapel of First Light', zones: 2, area: 10 }),
    mini_dungeon: () => ({ displayName: site(), zones: 1 + Math.floor(roll() * 2), area: pick(roll, [30, 31, 32]) }),
    legacy_dungeon: () => ({
      displayName: names.take(STRONGHOLDS),
      zones: 1 + Math.floor(roll() * 3),
      area: pick(roll, [14, 15, 16]),
    }),
    boss_arena: () => ({
      displayName: `${site()} - ${pick(roll, CHAMPIONS)}`,
      zones: 1,
      area: pick(roll, [30, 31, 43]),
    }),
    major_boss: () => ({ displayName: names.take(GREAT_ONES), zones: 1, area: pick(roll, [12, 13, 19]) }),
    final_boss: () => ({ displayName: `The Hearth Throne - ${names.take(GREAT_ONES)}`, zones: 1, area: 21 }),
  };
  const { displayName, zones, area } = shape[type]();
  const slug = displayName
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');
  const isBoss = type === 'boss_arena' || type === 'major_boss' || type === 'final_boss';
  return {
    id: `${slug}_${Math.floor(roll() * 0x10000)
      .toString(16)
      .padStart(4, '0')}`,
    type,
    displayName,
    zones: [slug, `${slug}_inner`, `${slug}_depths`].slice(0, zones),
    maps: Array.from({ length: zones }, () => names.map(area)),
    layer,
    tier: 1 + layer + Math.floor(layer / 4),
    gates: 0,
    defeatFlag: isBoss ? 30_000_800 + Math.floor(roll() * 900) * 1_000 : null,
  };
};

const gateOf = (roll: Dice, place: Place) => {
  const at = Math.floor(roll() * place.zones.length);
  const fogId = `AEG099_${pick(roll, ['001', '002', '230', '231'])}_${9_000 + place.gates}`;
  place.gates += 1;
  const last = place.displayName.split(' - ').at(-1) ?? place.displayName;
  const text = pick(roll, EXIT_TEXTS).replace('{place}', place.defeatFlag === null ? last : `${last}'s arena`);
  return { zone: place.zones[at] ?? place.id, map: place.maps[at] ?? 'm10_00_00_00', fogId, text };
};

const makeNode = (place: Place, exits: Exit[] = [], entrances: Entrance[] = []) => ({
  type: place.type,
  display_name: place.displayName,
  zones: place.zones,
  layer: place.layer,
  tier: place.tier,
  original_tier: null,
  weight: 1,
  exits,
  entrances,
  ...(place.defeatFlag === null ? {} : { defeat_flag: place.defeatFlag }),
});

const deathFlags = (places: readonly Place[], first: number): Record<string, number[]> =>
  Object.fromEntries(
    places
      .filter((place) => place.type !== 'start')
      .map((place, at) => [
        place.id,
        Array.from({ length: DEATH_MARKS }, (_, mark) => first + at * DEATH_MARKS + mark),
      ]),
  );
