import { markReason, type Reason } from "@/lib/telemetry/interaction-mark";

// Random digits are generated for many ids at a time. A call per id costs more than the rest of it.
const digitsPerId = 19;
let digits = "";
let used = 0;

export const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

function moreDigits(): void {
  const bytes = new Uint8Array(2_048);
  if (globalThis.crypto) globalThis.crypto.getRandomValues(bytes);
  else for (let index = 0; index < bytes.length; index++) bytes[index] = Math.random() * 256; // Node 18: ids are not secret
  digits = hex(bytes);
  used = 0;
}

/** Returns a UUIDv7 (RFC 9562) of this time in ms since 1970. */
export function uuidV7(now: number): string {
  if (used + digitsPerId > digits.length) moreDigits();
  const random = digits.slice(used, used + digitsPerId);
  used += digitsPerId;
  const time = Math.floor(now).toString(16).padStart(12, "0");
  const variant = "89ab".charAt(Number.parseInt(random.charAt(0), 16) & 3);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(1, 4)}-${variant}${random.slice(4, 7)}-${random.slice(7)}`;
}

/** Returns an interaction id that contains the reason for the version, as the server's ids do. */
export const newInteractionId = (now: number, reason: Reason): string => markReason(uuidV7(now), reason);
