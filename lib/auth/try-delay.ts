import { isIPv6 } from "node:net";

/** The number of wrong attempts without a delay, and the longest delay after that, in milliseconds. */
export type TryRule = { free: number; longestMs: number };

/**
 * The delay of the next attempt after this many wrong ones: 0 for the free ones, then 1 s, 2 s, 4 s, up to the longest.
 * Pure.
 */
export function delayAfter(wrong: number, { free, longestMs }: TryRule): number {
  return wrong < free ? 0 : Math.min(1_000 * 2 ** (wrong - free), longestMs);
}

/**
 * The network of an address, within which a client can choose its address: a single IPv4 address, or the /64 of an IPv6
 * address. Pure.
 */
export function networkOf(address: string): string {
  const [plain = ""] = address.replace(/^\[|\]$/g, "").split("%");
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1];
  if (mapped) return mapped;
  if (!isIPv6(plain)) return address;
  const [head = "", tail] = plain.split("::");
  const first = head === "" ? [] : head.split(":");
  const last = tail === undefined || tail === "" ? [] : tail.split(":");
  // An IPv4 suffix counts as two groups. It is always behind the first four groups.
  const width = (groups: string[]) => groups.reduce((sum, group) => sum + (group.includes(".") ? 2 : 1), 0);
  const zeros = tail === undefined ? 0 : 8 - width(first) - width(last);
  const groups = [...first, ...new Array<string>(Math.max(0, zeros)).fill("0"), ...last];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}
