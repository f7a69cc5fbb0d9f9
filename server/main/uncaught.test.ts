// What the log says of a fault that nobody caught, and what it must not say.

import { describe, expect, it } from 'vitest';
import { describeUncaught } from './uncaught.ts';

class RequestFailed extends Error {
  readonly code = 'ECONNRESET';
  readonly url = 'https://discord.example/webhooks/1/secret-token';
}

describe('a fault that nobody caught', () => {
  it('is told by its kind, its code and its place, without its words and fields', () => {
    const told = describeUncaught(new RequestFailed('POST /pack/secret-link failed\n    at secret-line'));
    expect(told).toMatchObject({ fault: 'RequestFailed', code: 'ECONNRESET' });
    expect(told.at[0]).toMatch(/uncaught\.test\.ts:\d+:\d+/);
    expect(JSON.stringify(told)).not.toContain('secret');
  });

  it('may be anything', () => expect(describeUncaught('secret')).toEqual({ fault: 'string', at: [] }));
});
