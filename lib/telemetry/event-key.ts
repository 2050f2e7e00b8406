import { sha256Hex } from "@/lib/core/hash";

const uuid = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/;

const asUuid = (hex: string) =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;

/** The 16 bytes an event's id is known by: itself when it is a UUID, else the start of its SHA-256 as a UUIDv8. */
export function eventKey(id: string): string {
  return uuid.test(id) ? id : asUuid(sha256Hex(id));
}

/** Equal for equal payloads, as they were sent: a retry sends the same. */
export function eventFingerprint(payload: object): string {
  return asUuid(sha256Hex(JSON.stringify(payload)));
}
