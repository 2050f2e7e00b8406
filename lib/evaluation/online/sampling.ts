import { createHash } from "node:crypto";

/** How many answers of a version are scored per hour at most, whatever its traffic. */
export const mostPerHour = 1_000;

// 52 bits: exact as a double in both worlds.
const digits = 13;

/** A hash of the interaction's id, between 0 and 1. Interactions below the sample rate are scored. Pure. */
export function sampleHash(interactionId: string): number {
  return Number.parseInt(md5(interactionId).slice(0, digits), 16) / 16 ** digits;
}

/** The same as SQL over a text. */
export const sampleHashSql = (id: string): string =>
  `(('x' || left(md5(${id}), ${digits}))::bit(${digits * 4})::bigint / ${16 ** digits}::float8)`;

/**
 * Whether an interaction is in the half that is judged while the budget is nearly spent. Independent of `sampleHash`.
 * Pure.
 */
export const isOfHalf = (interactionId: string): boolean =>
  Number.parseInt(md5(interactionId).charAt(digits), 16) % 2 === 0;

const md5 = (text: string) => createHash("md5").update(text, "utf8").digest("hex");
