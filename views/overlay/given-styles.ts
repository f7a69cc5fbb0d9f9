// The field "Custom CSS" of a browser source: OBS puts its text into the page's head as a style element once the page has loaded, and
// the policy of our pages keeps what is inline from counting. Its text becomes a sheet of the page instead, so that the policy can stay
// as strict as everywhere. Deliberately absent: judging it (it comes from whoever shows the overlay, and reaches nothing but looks).

/** From now on, whatever comes and goes. */
export function adoptGivenStyles(): void {
  const { head } = document;
  adopt(head);
  new MutationObserver(() => adopt(head)).observe(head, { childList: true, characterData: true, subtree: true });
}

function adopt(head: HTMLElement): void {
  // One that counts already needs no help.
  const given = [...head.querySelectorAll('style')].filter(({ sheet }) => sheet === null);
  document.adoptedStyleSheets = given.map(({ textContent }) => sheetOf(textContent ?? ''));
}

function sheetOf(text: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
}
