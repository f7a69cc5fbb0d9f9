// What every script does with elements of its page: writes a text where it differs, makes one with a class. Text goes in as text only.

/** Nothing where the page has no such element. */
export function write(id: string, text: string): HTMLElement | null {
  const found = document.getElementById(id);
  if (found !== null && found.textContent !== text) found.textContent = text;
  return found;
}

export function element(tag: string, className = '', text = ''): HTMLElement {
  const made = document.createElement(tag);
  if (className !== '') made.className = className;
  if (text !== '') made.textContent = text;
  return made;
}

export function headCell(scope: 'col' | 'row', text: string): HTMLElement {
  const cell = document.createElement('th');
  cell.scope = scope;
  cell.textContent = text;
  return cell;
}
