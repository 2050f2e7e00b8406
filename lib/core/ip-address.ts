import { BlockList, isIP, isIPv4 } from "node:net";

/** IPv4 networks outside the public internet (IANA special-purpose registry, and cloud metadata). */
const closedV4 = [
  ["0.0.0.0", 8], // this host
  ["10.0.0.0", 8],
  ["100.64.0.0", 10], // carrier-grade NAT; 100.100.100.200 is a metadata service
  ["127.0.0.0", 8],
  ["168.63.129.16", 32], // Azure's platform address
  ["169.254.0.0", 16], // link-local; 169.254.169.254 is the usual metadata service
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4], // multicast
  ["240.0.0.0", 4], // reserved and broadcast
] as const;

/** Networks within 2000::/3, the public range, that are not public or that embed an IPv4 address. */
const closedV6 = [
  ["2001::", 23], // protocol assignments: Teredo, ORCHID
  ["2001:db8::", 32],
  ["2002::", 16], // 6to4
  ["3fff::", 20],
] as const;

const closed = new BlockList();
for (const [network, prefix] of closedV4) closed.addSubnet(network, prefix, "ipv4");
for (const [network, prefix] of closedV6) closed.addSubnet(network, prefix, "ipv6");
const global = new BlockList();
global.addSubnet("2000::", 3, "ipv6");
const translated = new BlockList();
translated.addSubnet("64:ff9b::", 96, "ipv6");

/** Whether an IP address belongs to the public internet. False for an invalid address. Pure. */
export function isPublicAddress(address: string): boolean {
  const [bare = ""] = address.split("%"); // removes a zone: fe80::1%eth0
  if (isIPv4(bare)) return !closed.check(bare, "ipv4");
  if (isIP(bare) !== 6) return false;
  if (translated.check(bare, "ipv6")) return isPublicAddress(lastFourBytes(bare));
  return global.check(bare, "ipv6") && !closed.check(bare, "ipv6");
}

/** Returns the IPv4 address at the end of an IPv6 address, as in NAT64. */
function lastFourBytes(address: string): string {
  const canonical = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const [before = "", after] = canonical.split("::");
  const groups = (text: string) => text.split(":").filter(Boolean);
  const head = groups(before);
  const tail = after === undefined ? [] : groups(after);
  const all = [...head, ...Array<string>(Math.max(0, 8 - head.length - tail.length)).fill("0"), ...tail];
  return all
    .slice(-2)
    .flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255])
    .join(".");
}
