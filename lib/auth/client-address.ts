import type { IncomingMessage } from "node:http";
import { singleton } from "@/lib/core/singleton";

const own = () => singleton("client-address", () => ({ isAdded: false }));

/** Adds the connection's own address behind those that proxies, or the client itself, wrote into X-Forwarded-For. */
export function addConnectionAddress({ headers, socket }: Pick<IncomingMessage, "headers" | "socket">): void {
  const said = headers["x-forwarded-for"];
  headers["x-forwarded-for"] = [said, socket.remoteAddress].flat().filter(Boolean).join(", ");
  own().isAdded = true;
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
