// Words in a terminal: title, text, lines, and the buttons as numbered choices.

import type { Button, Words } from '../../server/present/words/index.ts';

export type Choices = readonly Button[];

/** Lines to print; `choices` in the order of their numbers. Addresses of links are printed, not numbered. */
export function renderWords(words: Words): { readonly lines: readonly string[]; readonly choices: Choices } {
  const choices = words.buttons.filter((button) => button.action.kind === 'ask');
  const links = words.buttons.flatMap(({ label, action }) =>
    action.kind === 'link' ? [`  ${label}: ${action.url}`] : [],
  );
  const title = words.title === null ? [] : [words.url === null ? words.title : `${words.title}  ${words.url}`];
  return {
    lines: [
      ...title,
      ...(words.text === '' ? [] : [words.text]),
      ...words.lines.flatMap((line) => line.split('\n')).map((line) => `  ${line}`),
      ...links,
      ...choices.map((button, index) => `  [${index + 1}] ${button.label}`),
    ],
    choices,
  };
}
