// What zones are called on the map, from the fullest to the shortest: without their region, without words that their shape says
// anyway, and no two of one map alike. Pure; the whole name stands where a zone is asked for.

type Named = { readonly id: string; readonly display_name: string | null };

const PARTS = /\s+-\s+/;
/** "Stormfoot Catacombs" is "Stormfoot" where there is little room: its circle says that it is a mini dungeon. */
const KIND_OF_PLACE = /\s+(?:Catacombs|Caves?|Tunnels?|Ruins|Gaol|Grotto|Hero's Grave|(?:Side )?Tomb)$/;

/** By node id; nothing for a zone whose name may not be known. */
export function zoneNames(nodes: readonly Named[]): ReadonlyMap<string, readonly string[]> {
  const known = nodes.flatMap(({ id, display_name }) =>
    display_name ? [{ id, parts: display_name.split(PARTS) }] : [],
  );
  const mains = ownNames(known.map(({ parts }) => candidatesOf(parts)));
  const shorts = mains.map((main) => main.replace(KIND_OF_PLACE, ''));
  const isOwn = isOnce([...mains, ...shorts.filter((short, at) => short !== mains[at])]);
  return new Map(
    known.map(({ id }, at) => {
      const [main, short] = [mains[at] ?? '', shorts[at] ?? ''];
      return [id, short !== main && isOwn(short) ? [main, short] : [main]];
    }),
  );
}

/**
 * Names for one zone, the best first: "Limgrave - Stormfoot Catacombs - Erdtree Burial Watchdog" is the Erdtree Burial Watchdog, where
 * there are two of them the Stormfoot Watchdog. "Mohg, the Omen" is Mohg, where there are two Mohg, the Omen.
 */
function candidatesOf(parts: readonly string[]): readonly string[] {
  const last = (parts.at(-1) ?? '').trim();
  const head = last.split(',')[0]?.trim() || last;
  const place = parts.at(-2)?.trim().replace(KIND_OF_PLACE, '');
  return [head, last, ...(place === undefined ? [] : [`${place} ${head.split(' ').at(-1)}`])];
}

/** For each its first candidate that no other has too. */
function ownNames(all: readonly (readonly string[])[]): readonly string[] {
  const most = Math.max(0, ...all.map((candidates) => candidates.length));
  const own: (string | undefined)[] = all.map(() => undefined);
  for (let at = 0; at < most; at += 1) {
    const isOwn = isOnce(all.map((candidates) => candidates[at] ?? ''));
    all.forEach((candidates, index) => {
      const candidate = candidates[at];
      if (candidate !== undefined && isOwn(candidate) && !own.includes(candidate)) own[index] ??= candidate;
    });
  }
  return own.map((name, index) => name ?? all[index]?.[0] ?? '');
}

function isOnce(texts: readonly string[]): (text: string) => boolean {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return (text) => counts.get(text) === 1;
}
