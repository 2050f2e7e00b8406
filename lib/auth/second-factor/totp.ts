import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

// The parameters that all authenticator apps support: RFC 6238 with SHA-1, 6 digits, 30 seconds. RFC 4226 requires 160
// bits of secret.
const digits = 6;
const periodSeconds = 30;
const secretBytes = 20;
/**
 * The number of steps before and after the current one that are accepted, because clocks differ and people type slowly.
 */
const toleratedSteps = 1;
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Encodes base32 without padding (RFC 4648), the format of secrets for authenticator apps. Pure. */
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

/** Creates a secret. */
export const mintSecret = (): Buffer => randomBytes(secretBytes);

/** The number of the 30-second step of a time (ms). Pure. */
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
 * The step that a code matches at `now` (ms); null if there is none. Steps up to `lastStep` are excluded, because a
 * code can be used only once. Pure.
 */
export function matchCode(secret: Buffer, code: string, now: number, lastStep = -1): number | null {
  const entered = Buffer.from(code.replace(/\s/g, ""));
  let found: number | null = null;
  for (let step = stepAt(now) - toleratedSteps; step <= stepAt(now) + toleratedSteps; step++) {
    const expected = Buffer.from(codeAt(secret, Math.max(0, step)));
    const fits = entered.length === expected.length && timingSafeEqual(entered, expected);
    if (fits && step > lastStep) found = step;
  }
  return found;
}

/** The content of a QR code for authenticator apps. Pure. */
export function otpauthUri(secret: Buffer, account: string): string {
  const issuer = "Understudy";
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  const query = new URLSearchParams({
    secret: toBase32(secret),
    issuer,
    digits: String(digits),
    period: String(periodSeconds),
  });
  return `otpauth://totp/${label}?${query}`;
}
