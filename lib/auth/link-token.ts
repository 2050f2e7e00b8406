import { randomBytes } from "node:crypto";
import { sha256Hex } from "@/lib/core/hash";

/** A new token for a link that opens once: 32 random bytes, base64url. */
export function mintLinkToken(): string {
  return randomBytes(32).toString("base64url");
}

/** What is stored of a token: SHA-256, hex. Null for what cannot be one. */
export function hashLinkToken(token: string): string | null {
  return /^[A-Za-z0-9_-]{43}$/.test(token) ? sha256Hex(token) : null;
}
