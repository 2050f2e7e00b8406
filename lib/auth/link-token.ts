import { randomBytes } from "node:crypto";
import { sha256Hex } from "@/lib/core/hash";

/** Creates a token for a one-time link: 32 random bytes, base64url. */
export function mintLinkToken(): string {
  return randomBytes(32).toString("base64url");
}

/** The stored form of a token: SHA-256, hexadecimal. Null if the text cannot be a token. */
export function hashLinkToken(token: string): string | null {
  return /^[A-Za-z0-9_-]{43}$/.test(token) ? sha256Hex(token) : null;
}
