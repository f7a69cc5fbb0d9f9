// Discord's marks as its help pages describe them ("Markdown Text 101"), and what messages of the bot contain.
import { expect, test } from 'vitest';
import { parseMarkdown, parseSpans, type Span } from './markdown.ts';

const text = (words: string): Span => ({ kind: 'text', text: words });

test.each<[string, readonly Span[]]>([
  ['plain', [text('plain')]],
  ['**bold** end', [{ kind: 'bold', inside: [text('bold')] }, text(' end')]],
  ['**a *b***', [{ kind: 'bold', inside: [text('a '), { kind: 'italic', inside: [text('b')] }] }]],
  ['snake_case_name', [text('snake_case_name')]],
  ['_slanted_', [{ kind: 'italic', inside: [text('slanted')] }]],
  ['\\*not\\* \\_this\\_', [text('*not* _this_')]],
  ['`**code**`', [{ kind: 'code', text: '**code**' }]],
  ['GO <t:1700000000:R>', [text('GO '), { kind: 'time', unix: 1_700_000_000, style: 'R' }]],
  [
    '<@123> in <#456>, </race start:789>',
    [
      { kind: 'user', id: '123' },
      text(' in '),
      { kind: 'channel', id: '456' },
      text(', '),
      { kind: 'command', name: 'race start' },
    ],
  ],
  [
    'see https://x.example/r/K7Q2X.',
    [text('see '), { kind: 'link', url: 'https://x.example/r/K7Q2X', text: 'https://x.example/r/K7Q2X' }, text('.')],
  ],
  ['[page](https://x.example)', [{ kind: 'link', url: 'https://x.example', text: 'page' }]],
  ['[page](javascript:alert)', [text('[page](javascript:alert)')]],
  ['<script>alert(1)</script>', [text('<script>alert(1)</script>')]],
  ['**open', [text('**open')]],
])('%s', (written, spans) => {
  expect(parseSpans(written)).toEqual(spans);
});

test('lines, headings, quotes and code blocks', () => {
  expect(parseMarkdown('## Race\n> said\n- one\n```\nraw **text**\n```').map(({ kind }) => kind)).toEqual([
    'heading',
    'quote',
    'item',
    'code',
  ]);
});
