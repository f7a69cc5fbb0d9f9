// What a button carries in its custom_id, so that a press needs no memory: `1|<kind>|<expiry>|<command>|<arguments>`. Arguments
// that do not fit into Discord's 100 characters (the reason of a cancellation) are parked in memory and named by a key; after a
// restart such a button, which lives for a minute anyway, says that it is too late.

import type { Button } from '../../server/present/words/index.ts';
import { CUSTOM_ID_LENGTH } from './limits.ts';
import type { Parking } from './parking.ts';

/** What a press asks for; as in an answer's offers. */
export type PressedAsk = {
  readonly command: string;
  readonly args: Readonly<Record<string, string>>;
  readonly confirmed: boolean;
};
export type Pressed =
  | { readonly kind: 'ask'; readonly ask: PressedAsk; readonly expiresAt: number | null }
  | { readonly kind: 'dismiss' }
  /** Parked, and not there any more. */
  | { readonly kind: 'forgotten' };

const VERSION = '1';
const KINDS = { ask: 'a', confirmed: 'c', parked: 'p', dismiss: 'd' } as const;
const EXPIRY_BASE = 36;

/** Undefined for links: those have none. */
export function makeCustomId({ action, expiresAt }: Button, parking: Pick<Parking, 'put'>): string | undefined {
  const expiry = expiresAt === null ? '' : expiresAt.toString(EXPIRY_BASE);
  const join = (kind: string, ...rest: readonly string[]) => [VERSION, kind, expiry, ...rest].join('|');
  switch (action.kind) {
    case 'link':
      return undefined;
    case 'dismiss':
      return join(KINDS.dismiss);
    case 'ask': {
      const { command, confirmed } = action;
      const args = Object.fromEntries(Object.entries(action.args).map(([name, value]) => [name, String(value)]));
      const whole = join(confirmed ? KINDS.confirmed : KINDS.ask, command, makeArgs(args));
      if (whole.length <= CUSTOM_ID_LENGTH) return whole;
      return join(KINDS.parked, parking.put({ command, args, confirmed }));
    }
  }
}

/** Undefined: none of ours, or of another version. */
export function parseCustomId(id: string, parking: Pick<Parking, 'get'>): Pressed | undefined {
  const [version, kind, expiry, third, args, ...more] = id.split('|');
  if (version !== VERSION || expiry === undefined || more.length > 0) return undefined;
  const expiresAt = expiry === '' ? null : Number.parseInt(expiry, EXPIRY_BASE);
  if (Number.isNaN(expiresAt)) return undefined;
  if (kind === KINDS.dismiss) return { kind: 'dismiss' };
  if (third === undefined) return undefined;
  if (kind === KINDS.parked) {
    const ask = parking.get(third);
    return ask === undefined ? { kind: 'forgotten' } : { kind: 'ask', ask, expiresAt };
  }
  if ((kind !== KINDS.ask && kind !== KINDS.confirmed) || args === undefined) return undefined;
  const ask = { command: third, args: parseArgs(args), confirmed: kind === KINDS.confirmed };
  return { kind: 'ask', ask, expiresAt };
}

const makeArgs = (args: Readonly<Record<string, string>>): string =>
  Object.entries(args)
    .map(([name, value]) => `${name}=${makeValue(value)}`)
    .join('&');

const parseArgs = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    text
      .split('&')
      .filter((part) => part.includes('='))
      .map((part) => [part.slice(0, part.indexOf('=')), parseValue(part.slice(part.indexOf('=') + 1))]),
  );

/** Only what the format itself uses; everything else stays as short as it is. */
const makeValue = (text: string): string =>
  text.replace(/[%|&]/g, (mark) => `%${mark.charCodeAt(0).toString(16).padStart(2, '0')}`);
const parseValue = (text: string): string =>
  text.replace(/%([0-9a-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
