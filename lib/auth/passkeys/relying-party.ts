import { isIP } from "node:net";
import { AppError } from "@/lib/core/errors";
import { serverUrl } from "@/lib/core/server-url";

/** The WebAuthn relying party: the host of the public address, and the origin of its pages. */
export type RelyingParty = { id: string; origin: string };

/** Null if passkeys are impossible: the address has no host name, or is neither https nor localhost. Pure. */
export function relyingPartyOf(url: string): RelyingParty | null {
  const { hostname, origin, protocol } = new URL(url);
  const isLocal = hostname === "localhost" || hostname.endsWith(".localhost");
  if (isIP(hostname.replace(/^\[|\]$/g, "")) !== 0 || (protocol !== "https:" && !isLocal)) return null;
  return { id: hostname, origin };
}

/** Throws 409 `invalid_state` if the server's address does not support passkeys. */
export function relyingParty(): RelyingParty {
  const found = relyingPartyOf(serverUrl());
  if (!found)
    throw new AppError("invalid_state", "Passkeys need an address with https and a host name: UNDERSTUDY_URL.");
  return found;
}

/** The WebAuthn user handle of a person, as bytes, and as authenticators return it in base64url. */
export const handleBytes = (userId: string) => new TextEncoder().encode(userId);
export const handleOf = (userId: string): string => Buffer.from(userId).toString("base64url");
