import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

// What every authenticator app takes: RFC 6238 with SHA-1, 6 digits, 30 seconds (RFC 4226 asks for 160 bits of secret).
const digits = 6;
const periodSeconds = 30;
const secretBytes = 20;
/** Steps before and after the current one that count as well: clocks differ, and people type slowly. */
const toleratedSteps = 1;
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Base32 without padding (RFC 4648), as authenticator apps take secrets. Pure. */
export function toBase32(bytes: Uint8Array): string {
  let text = "";
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += alphabet[(value >>> (bits - 5)) & 31];
    value &= (1 << bits) - 1;
  }
  return bits > 0 ? text + alphabet[(value << (5 - bits)) & 31] : text;
}

/** A new secret. */
export const mintSecret = (): Buffer => randomBytes(secretBytes);

/** The 30-second step of an instant (ms). Pure. */
export const stepAt = (now: number): number => Math.floor(now / 1_000 / periodSeconds);

/** The code of a step (RFC 4226, section 5.3). Pure. */
export function codeAt(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const hmac = createHmac("sha1", secret).update(counter).digest();
  const offset = (hmac.at(-1) ?? 0) & 15;
  const value = hmac.readUInt32BE(offset) & 0x7fffffff;
  return String(value % 10 ** digits).padStart(digits, "0");
}

/**
 * The step that a code belongs to, at `now` (ms); null when it fits none. Steps up to `lastStep` do not count any more: a
 * code opens once. Pure.
 */
export function matchCode(secret: Buffer, code: string, now: number, lastStep = -1): number | null {
  const given = Buffer.from(code.replace(/\s/g, ""));
  let found: number | null = null;
  for (let step = stepAt(now) - toleratedSteps; step <= stepAt(now) + toleratedSteps; step++) {
    const expected = Buffer.from(codeAt(secret, Math.max(0, step)));
    const fits = given.length === expected.length && timingSafeEqual(given, expected);
    if (fits && step > lastStep) found = step;
  }
  return found;
}

/** What a QR code for authenticator apps holds. Pure. */
export function otpauthUri(secret: Buffer, account: string, issuer = "Understudy"): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  const query = new URLSearchParams({
    secret: toBase32(secret),
    issuer,
    digits: String(digits),
    period: String(periodSeconds),
  });
  return `otpauth://totp/${label}?${query}`;
}
