// Whose connection this is, for the limit per address: the peer, or what the nearest trusted proxy says of it (TRUST_PROXY).

import type { IncomingMessage } from 'node:http';

/** `trustedProxies`: how many proxies stand in front; each adds the address it saw at the right end of X-Forwarded-For. */
export function addressOf(request: Pick<IncomingMessage, 'headers' | 'socket'>, trustedProxies: number): string {
  const peer = request.socket.remoteAddress ?? 'unknown';
  if (trustedProxies === 0) return peer;
  const header = request.headers['x-forwarded-for'];
  const chain = (Array.isArray(header) ? header.join(',') : (header ?? ''))
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  return chain.at(-trustedProxies) ?? chain[0] ?? peer;
}

/** Counts what is open per address, or per network (play/network.ts). */
export function makeAddressCount(most: number) {
  const open = new Map<string, number>();
  return {
    /** Undefined: too many. Else the way to give the place back, which may be called twice. */
    take(address: string): (() => void) | undefined {
      const count = open.get(address) ?? 0;
      if (count >= most) return undefined;
      open.set(address, count + 1);
      let taken = true;
      return () => {
        if (!taken) return;
        taken = false;
        const left = (open.get(address) ?? 1) - 1;
        if (left === 0) open.delete(address);
        else open.set(address, left);
      };
    },
  };
}
