// Random texts near real ones: a sample with a few edits (cut, doubled, moved, spliced with another sample, odd words and numbers
// put in, JSON with leaves and keys replaced), or a text out of nothing. Driven by fast-check, so that a seed gives it again and a
// finding shrinks to fewer and smaller edits.

import fc from 'fast-check';

/** Texts that have broken parsers before. */
const ODD_WORDS = [
  ...['\0', '\u0007', '\n', '\r\n', '\t', '\u2028', '\u202E', '\u200B', '\uFEFF', '\uD800', '\uDC00', '\uDB40\uDC00'],
  ...['é', 'e\u0301', '🏁', '👨‍👩‍👧', '\u{E0041}', 'ß', 'İ', 'ﬁ', '٣', '１２', 'Ω'],
  ...[
    '@everyone',
    '@here',
    '<@1>',
    '<@&1>',
    '</join:1>',
    '[a](https://evil.example)',
    '`',
    '**',
    '||',
    '~~',
    '> ',
    '# ',
  ],
  ...['https://evil.example', '//evil.example', '\\\\', '/\\', '%00', '%0d%0a', '%e0%a4%a', '%', '..', '../', '%2e%2e'],
  ...['"', "'", '<script>', '</script>', '&', '&amp;', '=', ';', ',', ':', '|', '{', '}', '[', ']', '[[', ']]', '"""'],
  ...['__proto__', 'constructor', 'toString', 'null', 'true', 'NaN', 'undefined', 'Infinity'],
  ...[' ', '   ', '-', '--', '+', '!', '/', '.', '*'],
] as const;
const ODD_NUMBERS = [
  ...['0', '-0', '-1', '1', '1.5', '1e999', '-1e999', '1e-999', '0x10', '00', '1_000', '9007199254740991'],
  ...['9007199254740993', '9223372036854775807', '9223372036854775808', '4294967296', '99999999999999999999', ''],
] as const;
const ODD_VALUES: readonly unknown[] = [
  ...[
    null,
    true,
    false,
    0,
    -1,
    1.5,
    2 ** 53,
    -(2 ** 53),
    2 ** 63,
    1e308,
    '',
    '0',
    '1',
    'x',
    '\0',
    '\uD800',
    '@everyone',
  ],
  ...[[], [[]], {}, { '': 0 }, { length: 3 }, [null], ['x'], 'x'.repeat(300)],
];

type Edit = { readonly at: number; readonly length: number } & (
  | { readonly kind: 'cut' | 'double' | 'reverse' }
  | { readonly kind: 'move'; readonly to: number }
  | { readonly kind: 'splice'; readonly from: number; readonly offset: number }
  | { readonly kind: 'word'; readonly word: string; readonly times: number }
  | { readonly kind: 'number'; readonly word: string }
  | { readonly kind: 'json'; readonly value: number; readonly how: 'replace' | 'remove' | 'rename' | 'wrap' }
);

/** Texts of at most `longest` units. Positions are parts of a million, so that they mean something in any text. */
export function mutated(
  samples: readonly string[],
  dictionary: readonly string[],
  longest: number,
): fc.Arbitrary<string> {
  const part = fc.nat(1_000_000);
  const shape = { at: part, length: fc.oneof(fc.nat(8), fc.nat(400)) };
  const word = fc.oneof(
    fc.constantFrom(...ODD_WORDS, ...dictionary, ...dictionary),
    fc.string({ unit: 'binary', maxLength: 4 }),
  );
  const edit: fc.Arbitrary<Edit> = fc.oneof(
    fc.record({ ...shape, kind: fc.constantFrom('cut', 'double', 'reverse') }),
    fc.record({ ...shape, kind: fc.constant('move'), to: part }),
    fc.record({ ...shape, kind: fc.constant('splice'), from: fc.nat(1_000), offset: part }),
    fc.record({
      ...shape,
      kind: fc.constant('word'),
      word,
      times: fc.oneof(fc.constant(1), fc.nat(40), fc.nat(3_000)),
    }),
    fc.record({ ...shape, kind: fc.constant('number'), word: fc.constantFrom(...ODD_NUMBERS) }),
    fc.record({
      ...shape,
      kind: fc.constant('json'),
      value: fc.nat(1_000),
      how: fc.constantFrom('replace', 'remove', 'rename', 'wrap'),
    }),
  );
  const near = fc
    .record({ sample: fc.nat(Math.max(0, samples.length - 1)), edits: fc.array(edit, { minLength: 1, maxLength: 6 }) })
    .map(({ sample, edits }) => edits.reduce((text, one) => apply(text, one, samples), samples[sample] ?? ''));
  const far = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.array(word, { maxLength: 30 }).map((words) => words.join('')),
  );
  return fc.oneof({ weight: 9, arbitrary: near }, { weight: 1, arbitrary: far }).map((text) => text.slice(0, longest));
}

function apply(text: string, edit: Edit, samples: readonly string[]): string {
  const at = place(edit.at, text.length);
  const [before, touched, after] = [text.slice(0, at), text.slice(at, at + edit.length), text.slice(at + edit.length)];
  switch (edit.kind) {
    case 'cut':
      return before + after;
    case 'double':
      return before + touched + touched + after;
    case 'reverse':
      return before + [...touched].toReversed().join('') + after;
    case 'move': {
      const rest = before + after;
      const to = place(edit.to, rest.length);
      return rest.slice(0, to) + touched + rest.slice(to);
    }
    case 'splice': {
      const other = samples[edit.from % Math.max(1, samples.length)] ?? '';
      const from = place(edit.offset, other.length);
      return before + other.slice(from, from + edit.length) + text.slice(at);
    }
    case 'word':
      return before + edit.word.repeat(edit.times) + text.slice(at);
    case 'number':
      return replaceNumber(text, at, edit.word);
    case 'json':
      return editJson(text, edit);
  }
}

const place = (millionths: number, length: number): number => Math.floor((millionths / 1_000_001) * (length + 1));

/** The first number behind `at` becomes another; without one the text stays. */
function replaceNumber(text: string, at: number, word: string): string {
  return text.slice(0, at) + text.slice(at).replace(/\d+(\.\d+)?/, () => word);
}

type Slot = { readonly holder: Record<string, unknown>; readonly key: string };

/** One leaf or branch of a JSON text changed; any other text stays. */
function editJson(text: string, edit: Extract<Edit, { kind: 'json' }>): string {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return text;
  }
  const slots = slotsOf(json);
  const slot = slots[place(edit.at, slots.length - 1)];
  if (slot === undefined) return text;
  const { holder, key } = slot;
  const odd = ODD_VALUES[edit.value % ODD_VALUES.length];
  if (edit.how === 'replace') holder[key] = odd;
  else if (edit.how === 'wrap') holder[key] = edit.value % 2 === 0 ? [holder[key]] : { [key]: holder[key] };
  else if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else {
    const value = holder[key];
    delete holder[key];
    const name = ODD_WORDS[edit.value % ODD_WORDS.length] ?? '';
    if (edit.how === 'rename') Object.defineProperty(holder, name, { value, enumerable: true, configurable: true });
  }
  return JSON.stringify(json);
}

function slotsOf(json: unknown): readonly Slot[] {
  const slots: Slot[] = [];
  const waiting: unknown[] = [json];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    if (typeof next !== 'object' || next === null) continue;
    const holder = next as Record<string, unknown>;
    for (const key of Object.keys(holder)) {
      slots.push({ holder, key });
      waiting.push(holder[key] ?? undefined);
    }
  }
  return slots;
}
