// Tokens: what comes back, and that nothing else does.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ParticipantId } from '../race/ids.ts';
import { makeTokens } from './tokens.ts';

const tokens = makeTokens('k'.repeat(32));
const uuid = fc.uuid().map((id) => id.toLowerCase() as ParticipantId);

it('reads back what it derived, for its purpose alone', () => {
  fc.assert(
    fc.property(uuid, fc.integer({ min: 0, max: 0xffff_ffff }), (participant, generation) => {
      const token = tokens.derive('mod', participant, generation);
      expect(tokens.read('mod', token)).toEqual({ participant, generation });
      expect(tokens.read('download', token)).toBeUndefined();
      expect(makeTokens('z'.repeat(32)).read('mod', token)).toBeUndefined();
    }),
  );
});

it('takes no other spelling and no changed byte', () => {
  const token = tokens.derive('mod', '11111111-2222-4333-8444-555555555555' as ParticipantId, 1);
  for (const other of [`${token}=`, `${token} `, token.slice(1), '', `${token}A`]) {
    expect(tokens.read('mod', other)).toBeUndefined();
  }
  for (let at = 0; at < token.length; at += 1) {
    const changed = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
    expect(tokens.read('mod', changed)).toBeUndefined();
  }
});

it('never throws, whatever it is given', () => {
  fc.assert(fc.property(fc.string(), (text) => tokens.read('mod', text) === undefined));
});
