// Discord's Markdown as far as messages here use it, read into a tree that a page builds nodes from: nothing ever becomes HTML by
// itself. Unclosed marks stay text.

export type Span =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bold' | 'italic' | 'underline' | 'strike' | 'spoiler'; readonly inside: readonly Span[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'time'; readonly unix: number; readonly style: string }
  | { readonly kind: 'user' | 'channel' | 'role'; readonly id: string }
  | { readonly kind: 'command'; readonly name: string }
  | { readonly kind: 'link'; readonly url: string; readonly text: string };

export type Block =
  | { readonly kind: 'line'; readonly spans: readonly Span[] }
  | { readonly kind: 'quote' | 'item' | 'small'; readonly spans: readonly Span[] }
  | { readonly kind: 'heading'; readonly level: number; readonly spans: readonly Span[] }
  | { readonly kind: 'code'; readonly text: string };

type Rule = { readonly at: RegExp; readonly read: (found: RegExpExecArray) => Span };

const wrap =
  (kind: 'bold' | 'italic' | 'underline' | 'strike' | 'spoiler') =>
  (found: RegExpExecArray): Span => ({ kind, inside: parseSpans(found[1] ?? '') });
const link = (url: string, text = url): Span => ({ kind: 'link', url, text });

/** In order: the first that fits at a place wins. */
const RULES: readonly Rule[] = [
  { at: /\\([^\p{L}\p{N}\s])/uy, read: (found) => ({ kind: 'text', text: found[1] ?? '' }) },
  { at: /``([\s\S]+?)``|`([^`\n]+)`/y, read: (found) => ({ kind: 'code', text: found[1] ?? found[2] ?? '' }) },
  {
    at: /<t:(-?\d{1,13})(?::([tTdDfFR]))?>/y,
    read: (found) => ({ kind: 'time', unix: Number(found[1]), style: found[2] ?? 'f' }),
  },
  { at: /<@!?(\d+)>/y, read: (found) => ({ kind: 'user', id: found[1] ?? '' }) },
  { at: /<#(\d+)>/y, read: (found) => ({ kind: 'channel', id: found[1] ?? '' }) },
  { at: /<@&(\d+)>/y, read: (found) => ({ kind: 'role', id: found[1] ?? '' }) },
  { at: /<\/([^:>]+):\d+>/y, read: (found) => ({ kind: 'command', name: found[1] ?? '' }) },
  { at: /\[([^\]\n]+)\]\(<?(https?:\/\/[^\s)>]+)>?\)/y, read: (found) => link(found[2] ?? '', found[1]) },
  { at: /<(https?:\/\/[^\s>]+)>/y, read: (found) => link(found[1] ?? '') },
  { at: /https?:\/\/[^\s<>)\]]*[^\s<>)\].,:;!?'"*_~`|]/y, read: (found) => link(found[0]) },
  { at: /\*\*([\s\S]+?)\*\*(?!\*)/y, read: wrap('bold') },
  { at: /__([\s\S]+?)__(?!_)/y, read: wrap('underline') },
  { at: /~~([\s\S]+?)~~/y, read: wrap('strike') },
  { at: /\|\|([\s\S]+?)\|\|/y, read: wrap('spoiler') },
  { at: /\*(?!\s)([^*]+?)\*/y, read: wrap('italic') },
  { at: /(?<![\p{L}\p{N}])_([^_]+?)_(?![\p{L}\p{N}])/uy, read: wrap('italic') },
];

export function parseSpans(text: string): readonly Span[] {
  const spans: Span[] = [];
  let plain = '';
  const flush = () => {
    if (plain !== '') spans.push({ kind: 'text', text: plain });
    plain = '';
  };
  for (let at = 0; at < text.length; ) {
    const hit = firstHit(text, at);
    if (hit === undefined) {
      plain += text[at];
      at += 1;
      continue;
    }
    const span = hit.rule.read(hit.found);
    if (span.kind === 'text') plain += span.text;
    else {
      flush();
      spans.push(span);
    }
    at += hit.found[0].length;
  }
  flush();
  return spans;
}

function firstHit(text: string, at: number): { rule: Rule; found: RegExpExecArray } | undefined {
  for (const rule of RULES) {
    rule.at.lastIndex = at;
    const found = rule.at.exec(text);
    // An earlier rule may have been used inside this one: the position is set anew each time.
    if (found !== null && found[0] !== '') return { rule, found };
  }
  return undefined;
}

export function parseMarkdown(text: string): readonly Block[] {
  return text.split(/```(?:[a-z]*\n)?([\s\S]*?)```/).flatMap((part, index): readonly Block[] => {
    if (index % 2 === 1) return [{ kind: 'code', text: part.replace(/\n$/, '') }];
    return part === ''
      ? []
      : part
          .replace(/^\n|\n$/g, '')
          .split('\n')
          .map(parseLine);
  });
}

function parseLine(line: string): Block {
  const heading = /^(#{1,3}) (.*)$/.exec(line);
  if (heading) return { kind: 'heading', level: heading[1]?.length ?? 1, spans: parseSpans(heading[2] ?? '') };
  const small = /^-# (.*)$/.exec(line);
  if (small) return { kind: 'small', spans: parseSpans(small[1] ?? '') };
  const quote = /^> (.*)$/.exec(line);
  if (quote) return { kind: 'quote', spans: parseSpans(quote[1] ?? '') };
  const item = /^\s*[-*] (.*)$/.exec(line);
  if (item) return { kind: 'item', spans: parseSpans(item[1] ?? '') };
  return { kind: 'line', spans: parseSpans(line) };
}
