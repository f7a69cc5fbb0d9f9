// One or two letters that tell a player from the others of a race, as on the markers: colours alone do not.

/** By player id; no two are the same. */
export function initialsOf(
  players: readonly { readonly id: string; readonly name: string }[],
): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  const initials = new Map<string, string>();
  for (const { id, name } of [...players].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const free = candidates(name).find((candidate) => !taken.has(candidate)) ?? freeNumber(taken);
    taken.add(free);
    initials.set(id, free);
  }
  return initials;
}

function freeNumber(taken: ReadonlySet<string>): string {
  let number = 1;
  while (taken.has(String(number))) number += 1;
  return String(number);
}

/** The first letter with each later one, beginnings of words and capitals first; then the letter with a number. */
function candidates(name: string): readonly string[] {
  const letters = [...name.normalize('NFC')].filter((letter) => /[\p{L}\p{N}]/u.test(letter));
  const [first, ...rest] = letters.map((letter) => letter.toUpperCase());
  if (first === undefined) return [];
  // A letter after a gap or after a small one begins a word. No lookbehind: older Safari does not read it.
  const heads = [...name.matchAll(/[_\s.-]([\p{L}\p{N}])|\p{Ll}(\p{Lu})/gu)].map(([, after, capital]) =>
    (after ?? capital ?? '').toUpperCase(),
  );
  const pairs = [...heads, ...rest].map((letter) => `${first}${letter}`);
  return [...pairs, first, ...Array.from({ length: 9 }, (_, index) => `${first}${index + 1}`)];
}
