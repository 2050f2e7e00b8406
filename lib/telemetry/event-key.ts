import { sha256Hex } from "@/lib/core/hash";

const uuid = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/;

const asUuid = (hex: string) =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;

/** The 16-byte key of an event: its id if this is a UUID, else the start of the id's SHA-256 as a UUIDv8. */
export function eventKey(id: string): string {
  return uuid.test(id) ? id : asUuid(sha256Hex(id));
}

/** Returns a hash of the payload as it was sent. A retry has the same fingerprint. */
export function eventFingerprint(payload: object): string {
  return asUuid(sha256Hex(JSON.stringify(payload)));
}
