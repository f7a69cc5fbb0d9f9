// Whose request or connection this is, for limits per address. One customer of a provider has 2^64 IPv6 addresses, a network of
// their own: they are one. Deliberately absent: where the address was read, what is counted.

import { isIPv6 } from 'node:net';

/** Groups of four hex digits that a network has. */
const NETWORK_GROUPS = 4;
const GROUPS = 8;

/** An IPv4 address as it is, also one that is written as IPv6; of an IPv6 address its network, like `2001:db8:0:1::/64`. */
export function networkOf(address: string): string {
  const [, mapped] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? [];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const [head = [], tail = []] = address.split('::').map((part) => part.split(':').filter((group) => group !== ''));
  const all = [...head, ...Array<string>(Math.max(0, GROUPS - head.length - tail.length)).fill('0'), ...tail];
  const groups = all.slice(0, NETWORK_GROUPS).map((group) => Number.parseInt(group, 16).toString(16));
  return `${groups.join(':')}::/64`;
}
