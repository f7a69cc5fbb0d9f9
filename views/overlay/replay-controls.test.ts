// The log of a race over a network that breaks: none now, and it can be asked for again.

import { afterEach, expect, it, vi } from 'vitest';
import { fetchLog } from './replay-controls.ts';

afterEach(() => vi.unstubAllGlobals());

it.each([
  ['that never came', () => Promise.reject(new TypeError('network'))],
  ['that broke off', () => Promise.resolve(new Response('{"duration_ms": 9'))],
  ['that is refused', () => Promise.resolve(Response.json({ error: {} }, { status: 429 }))],
  ['of a race without time', () => Promise.resolve(Response.json({ duration_ms: 0 }))],
])('a log %s is none', async (_what, answer) => {
  vi.stubGlobal('fetch', answer);
  expect(await fetchLog('/replay')).toBeUndefined();
});
