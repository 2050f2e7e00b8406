import { randomBytes } from "node:crypto";
import { sha256Hex } from "@/lib/core/hash";
import { toBase32 } from "./totp";

/** The number of recovery codes per person. */
export const recoveryCodes = 10;
const recoveryBytes = 10;

/** Creates a recovery code: 80 random bits in base32, in groups of four. */
export const mintRecoveryCode = (): string => (toBase32(randomBytes(recoveryBytes)).match(/.{4}/g) ?? []).join("-");

/** The stored form of a recovery code: SHA-256 of its letters, hexadecimal. Null if the text cannot be a code. Pure. */
export function hashRecoveryCode(code: string): string | null {
  const letters = code.toUpperCase().replace(/[\s-]/g, "");
  return /^[A-Z2-7]{16}$/.test(letters) ? sha256Hex(letters) : null;
}

/** The number of consecutive wrong codes without a delay. */
const freeFailures = 4;
const longestLockMinutes = 60;

/**
 * How long codes are refused after this many consecutive wrong ones, in minutes: 0, then 1, 2, 4 … 60. A person who
 * knows the password can try about 30 of a million codes per day. Pure.
 */
export function lockMinutes(failures: number): number {
  return failures <= freeFailures ? 0 : Math.min(longestLockMinutes, 2 ** (failures - freeFailures - 1));
}
