import { isIPv6 } from "node:net";

/** How many wrong tries are free, and the longest wait after more, in milliseconds. */
export type TryRule = { free: number; longestMs: number };

/**
 * How long the next try waits after this many wrong ones: not at all for the free ones, then 1 s, 2 s, 4 s up to the
 * longest. Nobody is shut out for longer than that. Pure.
 */
export function delayAfter(wrong: number, { free, longestMs }: TryRule): number {
  return wrong < free ? 0 : Math.min(1_000 * 2 ** (wrong - free), longestMs);
}

/** What one client can choose among: a single IPv4 address, the /64 of an IPv6 one. Pure. */
export function networkOf(address: string): string {
  const [plain = ""] = address.replace(/^\[|\]$/g, "").split("%");
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1];
  if (mapped) return mapped;
  if (!isIPv6(plain)) return address;
  const [head = "", tail] = plain.split("::");
  const first = head === "" ? [] : head.split(":");
  const last = tail === undefined || tail === "" ? [] : tail.split(":");
  // An IPv4 address at the end stands for two groups; it lies behind the first four in any case.
  const width = (groups: string[]) => groups.reduce((sum, group) => sum + (group.includes(".") ? 2 : 1), 0);
  const zeros = tail === undefined ? 0 : 8 - width(first) - width(last);
  const groups = [...first, ...new Array<string>(Math.max(0, zeros)).fill("0"), ...last];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}
