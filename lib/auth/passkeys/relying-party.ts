import { isIP } from "node:net";
import { AppError } from "@/lib/core/errors";
import { serverUrl } from "@/lib/core/server-url";

/** Who passkeys are made for: the host of the public address, and the origin of its pages. */
export type RelyingParty = { id: string; origin: string };

/** Null where there can be none: an address without a host name, or one that is neither https nor localhost. Pure. */
export function relyingPartyOf(url: string): RelyingParty | null {
  const { hostname, origin, protocol } = new URL(url);
  const isLocal = hostname === "localhost" || hostname.endsWith(".localhost");
  if (isIP(hostname.replace(/^\[|\]$/g, "")) !== 0 || (protocol !== "https:" && !isLocal)) return null;
  return { id: hostname, origin };
}

/** Throws 409 `invalid_state` where this server's address allows no passkeys. */
export function relyingParty(): RelyingParty {
  const found = relyingPartyOf(serverUrl());
  if (!found)
    throw new AppError("invalid_state", "Passkeys need an address with https and a host name: UNDERSTUDY_URL.");
  return found;
}

/** A person as authenticators know them: bytes, and as they come back, in base64url. */
export const handleBytes = (userId: string) => new TextEncoder().encode(userId);
export const handleOf = (userId: string): string => Buffer.from(userId).toString("base64url");
