import type { IncomingMessage } from "node:http";
import { env } from "@/lib/core/env";
import { logger } from "@/lib/core/logger";
import { singleton } from "@/lib/core/singleton";

/** Five or more count as five. */
const mostCounted = 5;
const own = () =>
  singleton("client-address", () => ({
    isAdded: false,
    isWarned: false,
    forwarded: new Array<number>(mostCounted + 1).fill(0),
  }));

/**
 * Adds the connection's own address behind those that proxies, or the client itself, wrote into X-Forwarded-For. Without a
 * trusted proxy X-Forwarded-Host is the client's own word and goes: origins are compared with it.
 */
export function addConnectionAddress(
  { headers, socket }: Pick<IncomingMessage, "headers" | "socket">,
  trustedProxies = env().TRUSTED_PROXIES,
): void {
  if (trustedProxies === 0) delete headers["x-forwarded-host"];
  const said = headers["x-forwarded-for"];
  const hops = said ? String(said).split(",").length : 0;
  const { forwarded } = own();
  forwarded[Math.min(hops, mostCounted)] = (forwarded[Math.min(hops, mostCounted)] ?? 0) + 1;
  if (hops > 0 && trustedProxies === 0) warnOnce();
  headers["x-forwarded-for"] = [said, socket.remoteAddress].flat().filter(Boolean).join(", ");
  own().isAdded = true;
}

/** Behind a proxy without the setting, everybody shares one address: said once in the log, and by the doctor. */
function warnOnce(): void {
  if (own().isWarned) return;
  own().isWarned = true;
  logger().warn(
    "a request brought X-Forwarded-For, but TRUSTED_PROXIES is 0: sign-in limits count everybody behind a proxy as one. Set it to the number of proxies in front.",
  );
}

/** Requests so far by how many addresses they brought along: none, one, two … five or more. */
export function forwardedAddresses(): readonly number[] {
  return own().forwarded;
}

/** Notes that every request of this process comes with that address already: a runtime process has added it. */
export function noteAddressAdded(): void {
  own().isAdded = true;
}

/**
 * The address of the client, as far as it can be believed: the connection's, or the one `trustedProxies` hops before it.
 * Empty when it cannot be known.
 */
export function clientAddress(forwardedFor: string | undefined, trustedProxies: number): string {
  const hops = (forwardedFor ?? "").split(",").map((hop) => hop.trim());
  const back = trustedProxies + (own().isAdded ? 1 : 0);
  return back > 0 ? (hops.at(-back) ?? "") : "";
}
