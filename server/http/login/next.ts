// Where a login leads back to: a path of our own and nothing else, whatever was asked for.

const LONGEST = 500;

/** The path and query to go to; `/` for everything that is not plainly a path of this site. */
export function localPath(asked: string | undefined): string {
  if (asked === undefined || asked.length > LONGEST) return '/';
  // Browsers read `//host` and `/\host` as another host, and drop tabs and line ends before they look.
  if (!/^\/(?![/\\])[\x21-\x7e]*$/.test(asked) || asked.includes('\\')) return '/';
  const here = 'http://here.invalid';
  const url = URL.canParse(asked, here) ? new URL(asked, here) : undefined;
  if (url === undefined || url.origin !== here) return '/';
  // `/.//host` is a path that becomes `//host` once its dots are resolved.
  if (url.pathname.startsWith('//') || url.pathname.startsWith('/api/auth/')) return '/';
  const path = url.pathname + url.search;
  // Spelling out what a browser would spell out makes it longer.
  return path.length > LONGEST ? '/' : path;
}
