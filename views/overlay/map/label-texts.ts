// The shapes that a name can be written in, from the best to the shortest: in one line or more, in fewer words, cut. Pure.

export type Measure = (text: string) => number;

const LINES_MOST = 3;
/** A label cut shorter than so many letters says nothing. */
const LETTERS_LEAST = 5;

/** `names`: the fullest first. `width`: the widest that a line may be. */
export function writings(names: readonly string[], width: number, measure: Measure): readonly (readonly string[])[] {
  const shapes = names.flatMap((name) => whole(name, width, measure));
  const words = wordsOf(names.at(-1) ?? '');
  if (words.length === 0) return [];
  const cut = [LINES_MOST - 1, 1].map((most) => shorten(words, most, width, measure));
  return [...shapes, ...cut.filter((lines) => lines !== undefined)];
}

/** In one line, as it is or cut to these widths. */
export function singleLines(
  names: readonly string[],
  widths: readonly number[],
  measure: Measure,
): readonly (readonly string[])[] {
  const [widest = 0] = widths;
  const fitting = names.filter((name) => name !== '' && measure(name) <= widest);
  const shortest = names.at(-1) ?? '';
  const narrower = widths.filter((width) => width < measure(shortest));
  const cut = narrower.map((width) => cutTo(shortest, width, measure));
  return [...fitting, ...cut.filter((text) => text.length >= LETTERS_LEAST)].map((text) => [text]);
}

const wordsOf = (text: string): readonly string[] => text.split(' ').filter((word) => word !== '');

function whole(name: string, width: number, measure: Measure): readonly (readonly string[])[] {
  const words = wordsOf(name);
  const shapes = Array.from({ length: LINES_MOST }, (_, index) => balanced(words, index + 1, measure));
  return words.length === 0 ? [] : shapes.filter((lines) => Math.max(...lines.map(measure)) <= width);
}

/** In so many lines, as even as words allow. */
function balanced(words: readonly string[], count: number, measure: Measure): readonly string[] {
  const most = Math.max(measure(words.join(' ')) / count, ...words.map(measure));
  let best: readonly string[] = [words.join(' ')];
  for (let width = most; width < most * 2; width += Math.max(4, most * 0.06)) {
    best = filled(words, width, measure);
    if (best.length <= count) break;
  }
  return best;
}

function filled(words: readonly string[], width: number, measure: Measure): readonly string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && measure(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** As many words as fit into so many lines, the last of them cut. */
function shorten(
  words: readonly string[],
  most: number,
  width: number,
  measure: Measure,
): readonly string[] | undefined {
  const lines = filled(words, width, measure);
  const wide = lines.findIndex((line) => measure(line) > width);
  const last = Math.min(wide === -1 ? most - 1 : wide, most - 1);
  const isWhole = last === lines.length - 1 && wide === -1;
  const cut = lines
    .slice(0, last + 1)
    .map((line, at) => (at === last && !isWhole ? cutTo(line, width, measure) : line));
  return (cut.at(-1) ?? '').length < LETTERS_LEAST ? undefined : cut;
}

function cutTo(text: string, width: number, measure: Measure): string {
  let letters = [...text];
  while (letters.length > 1 && measure(`${letters.join('')}…`) > width) letters = letters.slice(0, -1);
  return `${letters.join('').trimEnd()}…`;
}
