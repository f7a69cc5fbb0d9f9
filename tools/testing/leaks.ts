// Whether something secret stands where it must not: tokens, links, passwords and keys, in clear or merely written differently, in log
// lines, answers, posts and rows. Whose own screen a text is may hold that person's own link.

export type Secret = { readonly what: string; readonly value: string; readonly owner?: string };
export type Text = { readonly where: string; readonly text: string; readonly owner?: string };

/** Shorter ones would be found by chance. */
const SHORTEST = 8;
const AROUND = 40;

/** A sentence for each that was found; the secret itself is in none. Throws for a secret that is too short to look for. */
export function findLeaks(secrets: readonly Secret[], texts: readonly Text[]): readonly string[] {
  return secrets.flatMap((secret) => {
    const spellings = spellingsOf(secret);
    return texts
      .filter((text) => secret.owner === undefined || secret.owner !== text.owner)
      .flatMap(({ where, text }) => {
        const [found] = spellings.filter((one) => text.includes(one.spelled));
        return found === undefined
          ? []
          : [`${secret.what} stands in ${where}${found.how}: ${around(text, found.spelled)}`];
      });
  });
}

function spellingsOf({ what, value }: Secret): readonly { readonly how: string; readonly spelled: string }[] {
  if (value.length < SHORTEST) throw new Error(`${what} is too short to be looked for`);
  const bytes = Buffer.from(value);
  return [
    { how: '', spelled: value },
    { how: ', as in an address', spelled: encodeURIComponent(value) },
    { how: ', as in a form', spelled: encodeURIComponent(value).replaceAll('%20', '+') },
    { how: ', as in JSON', spelled: JSON.stringify(value).slice(1, -1) },
    { how: ', in base64', spelled: bytes.toString('base64').replace(/=+$/, '') },
    { how: ', in base64url', spelled: bytes.toString('base64url') },
    { how: ', in hex', spelled: bytes.toString('hex') },
  ];
}

function around(text: string, spelled: string): string {
  const at = text.indexOf(spelled);
  const end = at + spelled.length;
  const before = text.slice(Math.max(0, at - AROUND), at);
  return `${before}<...>${text.slice(end, end + AROUND)}`.replaceAll(spelled, '<...>');
}
