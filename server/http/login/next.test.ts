// Where a login may lead: our own paths, whatever is tried.

import { describe, expect, it } from 'vitest';
import { localPath } from './next.ts';

describe('a path of ours stays', () => {
  it.each([
    ['/', '/'],
    ['/race/abc', '/race/abc'],
    ['/race/abc?x=1&y=%2F', '/race/abc?x=1&y=%2F'],
    ['/r/K7Q2X#top', '/r/K7Q2X'],
    ['/a/../race/b', '/race/b'],
  ])('%s', (asked, path) => expect(localPath(asked)).toBe(path));
});

describe('everything else leads home', () => {
  it.each([
    ['nothing', undefined],
    ['empty', ''],
    ['another site', 'https://evil.example/'],
    ['without a scheme', '//evil.example/'],
    ['with three slashes', '///evil.example/'],
    ['with a backslash', '/\\evil.example'],
    ['a backslash further on', '/a\\..\\\\evil.example'],
    ['a tab that browsers drop', '/\t/evil.example'],
    ['a line end', '/\n/evil.example'],
    ['a space in front', ' //evil.example'],
    ['dots that resolve to another host', '/.//evil.example'],
    ['dots that climb to another host', '/a/..//evil.example'],
    ['a script', 'javascript:alert(1)'],
    ['a relative path', 'race/abc'],
    ['the login itself', '/api/auth/twitch?next=/'],
    ['a very long one', `/${'a'.repeat(600)}`],
    ['letters beyond ASCII', '/räce'],
  ])('%s', (_what, asked) => expect(localPath(asked)).toBe('/'));
});
