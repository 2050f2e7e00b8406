/** Why resolve answered with this version: as numbers in ids and in the table of interactions. */
export const reasonNumbers = { release: 1, experiment: 2, pinned: 3 } as const;
export type Reason = keyof typeof reasonNumbers;

const reasons = Object.keys(reasonNumbers) as Reason[];
const markedLength = 30;

/** 20 bits over the rest of the id, so that an id of an application's own is not read as one of ours (FNV-1a, mixed). */
function checkOf(text: string, reason: number): number {
  let hash = 0x811c9dc5 ^ reason;
  for (let index = 0; index < markedLength; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) & 0xfffff;
}

/** The UUIDv7 with the reason written into its last 24 bits: 4 for the reason, 20 to recognise it by. */
export function markReason(uuid: string, reason: Reason): string {
  const number = reasonNumbers[reason];
  return uuid.slice(0, markedLength) + number.toString(16) + checkOf(uuid, number).toString(16).padStart(5, "0");
}

/** What resolve recorded in an id; null in an application's own. */
export function reasonOf(interactionId: string): Reason | null {
  if (interactionId.length !== markedLength + 6) return null;
  const text = interactionId.toLowerCase();
  const number = Number.parseInt(text.charAt(markedLength), 16);
  const reason = reasons.find((one) => reasonNumbers[one] === number);
  return reason && Number.parseInt(text.slice(markedLength + 1), 16) === checkOf(text, number) ? reason : null;
}

/** When resolve made the id, in ms since 1970, by the server's clock; null in an application's own. */
export function resolvedAtOf(interactionId: string): number | null {
  return reasonOf(interactionId) ? Number.parseInt(interactionId.replaceAll("-", "").slice(0, 12), 16) : null;
}
