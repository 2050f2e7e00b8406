import { randomBytes } from "node:crypto";
import { sha256Hex } from "@/lib/core/hash";
import { toBase32 } from "./totp";

/** How many recovery codes a person gets. */
export const recoveryCodes = 10;
const recoveryBytes = 10;

/** A recovery code: 80 random bits in base32, in groups of four. */
export const mintRecoveryCode = (): string => (toBase32(randomBytes(recoveryBytes)).match(/.{4}/g) ?? []).join("-");

/** What is stored of a recovery code: SHA-256, hex, of its letters alone. Null for what cannot be one. Pure. */
export function hashRecoveryCode(code: string): string | null {
  const letters = code.toUpperCase().replace(/[\s-]/g, "");
  return /^[A-Z2-7]{16}$/.test(letters) ? sha256Hex(letters) : null;
}

/** Wrong codes in a row that cost nothing. */
const freeFailures = 4;
const longestLockMinutes = 60;

/**
 * How long no code is taken after this many wrong ones in a row, in minutes: 0, then 1, 2, 4 … 60. So somebody who knows
 * the password tries about 30 codes of a million in a day. Pure.
 */
export function lockMinutes(failures: number): number {
  return failures <= freeFailures ? 0 : Math.min(longestLockMinutes, 2 ** (failures - freeFailures - 1));
}
