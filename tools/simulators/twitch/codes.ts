// Authorization codes and device codes: what was agreed to, waiting to be exchanged for tokens. Each serves once and goes stale.
// Deliberately absent: pages and HTTP.
import type { Clock } from './clock.ts';
import { CODE_LIFE_MS, DEVICE_CODE_LIFE_MS } from './limits.ts';
import type { RuleIdBy } from './rules.ts';
import { makeSecret } from './tokens.ts';

export type Agreement = {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly userId: string;
  readonly scopes: readonly string[];
};

export type Redeemed = { userId: string; scopes: readonly string[] } | { refused: RuleIdBy<'json'> };

export type Codes = {
  issue(agreement: Agreement): string;
  redeem(code: string, clientId: string, redirectUri: string): Redeemed;
};

export function createCodes(clock: Clock): Codes {
  const waiting = new Map<string, Agreement & { untilMs: number; used: boolean }>();
  return {
    issue(agreement) {
      const code = makeSecret();
      waiting.set(code, { ...agreement, untilMs: clock.now() + CODE_LIFE_MS, used: false });
      return code;
    },
    redeem(code, clientId, redirectUri) {
      const found = waiting.get(code);
      if (!found || found.clientId !== clientId || found.untilMs <= clock.now()) return { refused: 'token.code' };
      if (found.used) return { refused: 'token.code-once' };
      if (found.redirectUri !== redirectUri) return { refused: 'token.redirect' };
      found.used = true;
      return { userId: found.userId, scopes: found.scopes };
    },
  };
}

export type Devices = {
  start(clientId: string, scopes: readonly string[]): { deviceCode: string; userCode: string };
  /** The user with this code on the screen says yes. False when the code is unknown or stale. */
  approve(userCode: string, userId: string): boolean;
  redeem(deviceCode: string, clientId: string): Redeemed;
};

export function createDevices(clock: Clock): Devices {
  type Device = { userCode: string; clientId: string; scopes: readonly string[]; untilMs: number };
  const waiting = new Map<string, Device & { userId: string | null }>();
  const fresh = (device: Device) => device.untilMs > clock.now();
  return {
    start(clientId, scopes) {
      const deviceCode = makeSecret() + makeSecret();
      const userCode = makeSecret().slice(0, 8).toUpperCase();
      waiting.set(deviceCode, { userCode, clientId, scopes, untilMs: clock.now() + DEVICE_CODE_LIFE_MS, userId: null });
      return { deviceCode, userCode };
    },
    approve(userCode, userId) {
      const device = [...waiting.values()].find((one) => one.userCode === userCode && fresh(one));
      if (device) device.userId = userId;
      return device !== undefined;
    },
    redeem(deviceCode, clientId) {
      const device = waiting.get(deviceCode);
      if (!device || device.clientId !== clientId || !fresh(device)) return { refused: 'device.code' };
      if (device.userId === null) return { refused: 'device.pending' };
      waiting.delete(deviceCode);
      return { userId: device.userId, scopes: device.scopes };
    },
  };
}
