import { randomFillSync } from "node:crypto";

let lastMs = -1;
let prefix = "";

// Random digits are generated for many ids at a time. Generating them per id costs more than the rest of an id.
const digitsPerId = 20;
const store = Buffer.alloc(4096 - (4096 % (digitsPerId / 2)));
let digits = "";
let used = 0;

/** Returns a UUIDv7 (RFC 9562): 48 bits of time, 74 random bits. */
export function uuidV7(): string {
  const now = Date.now();
  if (now !== lastMs) {
    lastMs = now;
    const hex = now.toString(16).padStart(12, "0");
    prefix = `${hex.slice(0, 8)}-${hex.slice(8)}-7`;
  }
  if (used === digits.length) {
    digits = randomFillSync(store).toString("hex");
    used = 0;
  }
  const at = used;
  used += digitsPerId;
  const variant = "89ab".charAt((store[at / 2] as number) & 3);
  return `${prefix + digits.slice(at + 1, at + 4)}-${variant}${digits.slice(at + 4, at + 7)}-${digits.slice(at + 7, at + 19)}`;
}
