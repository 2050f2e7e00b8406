import type { IncomingMessage } from "node:http";
import { env } from "@/lib/core/env";
import { logger } from "@/lib/core/logger";
import { singleton } from "@/lib/core/singleton";

/** Larger counts are recorded as five. */
const mostCounted = 5;
const own = () =>
  singleton("client-address", () => ({
    isAdded: false,
    isWarned: false,
    forwarded: new Array<number>(mostCounted + 1).fill(0),
  }));

/**
 * Appends the connection's own address to X-Forwarded-For, after the addresses set by proxies or the client. Without a
 * trusted proxy, removes X-Forwarded-Host: the client can forge it, and origins are compared with it.
 */
export function addConnectionAddress(
  { headers, socket }: Pick<IncomingMessage, "headers" | "socket">,
  trustedProxies = env().TRUSTED_PROXIES,
): void {
  if (trustedProxies === 0) delete headers["x-forwarded-host"];
  const forwardedFor = headers["x-forwarded-for"];
  const hops = forwardedFor ? String(forwardedFor).split(",").length : 0;
  const { forwarded } = own();
  forwarded[Math.min(hops, mostCounted)] = (forwarded[Math.min(hops, mostCounted)] ?? 0) + 1;
  if (hops > 0 && trustedProxies === 0) warnOnce();
  headers["x-forwarded-for"] = [forwardedFor, socket.remoteAddress].flat().filter(Boolean).join(", ");
  own().isAdded = true;
}

/** Without the setting, all clients behind a proxy share one address. Logs this once; the doctor reports it too. */
function warnOnce(): void {
  if (own().isWarned) return;
  own().isWarned = true;
  logger().warn(
    "a request brought X-Forwarded-For, but TRUSTED_PROXIES is 0: sign-in limits count everyone behind a proxy as one. Set it to the number of proxies in front.",
  );
}

/** The number of requests by the number of addresses in their X-Forwarded-For: index 0 to 4, and 5 for five or more. */
export function forwardedAddresses(): readonly number[] {
  return own().forwarded;
}

/** Records that a runtime process has already appended the connection's address to every request. */
export function noteAddressAdded(): void {
  own().isAdded = true;
}

/**
 * The address of the client: the connection's, or the one `trustedProxies` hops before it. Empty if it cannot be
 * determined.
 */
export function clientAddress(forwardedFor: string | undefined, trustedProxies: number): string {
  const hops = (forwardedFor ?? "").split(",").map((hop) => hop.trim());
  const back = trustedProxies + (own().isAdded ? 1 : 0);
  return back > 0 ? (hops.at(-back) ?? "") : "";
}
