/** Why resolve returned a version, as numbers in ids and in the interactions table. */
export const reasonNumbers = { release: 1, experiment: 2, pinned: 3 } as const;
export type Reason = keyof typeof reasonNumbers;

const reasons = Object.keys(reasonNumbers) as Reason[];
const markedLength = 30;

/**
 * Returns a 20-bit checksum of the rest of the id (FNV-1a, mixed). It distinguishes our ids from an application's own.
 */
function checkOf(text: string, reason: number): number {
  let hash = 0x811c9dc5 ^ reason;
  for (let index = 0; index < markedLength; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) & 0xfffff;
}

/** Returns the UUIDv7 with the reason in its last 24 bits: 4 bits for the reason, 20 for the checksum. */
export function markReason(uuid: string, reason: Reason): string {
  const number = reasonNumbers[reason];
  return uuid.slice(0, markedLength) + number.toString(16) + checkOf(uuid, number).toString(16).padStart(5, "0");
}

/** Returns the reason stored in an id, or null for an application's own id. */
export function reasonOf(interactionId: string): Reason | null {
  if (interactionId.length !== markedLength + 6) return null;
  const text = interactionId.toLowerCase();
  const number = Number.parseInt(text.charAt(markedLength), 16);
  const reason = reasons.find((one) => reasonNumbers[one] === number);
  return reason && Number.parseInt(text.slice(markedLength + 1), 16) === checkOf(text, number) ? reason : null;
}

/**
 * Returns the time in ms since 1970 when resolve created the id, by the server's clock. Null for an application's own
 * id.
 */
export function resolvedAtOf(interactionId: string): number | null {
  return reasonOf(interactionId) ? Number.parseInt(interactionId.replaceAll("-", "").slice(0, 12), 16) : null;
}
