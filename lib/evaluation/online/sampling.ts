import { createHash } from "node:crypto";

/** The maximum number of answers of a version that are scored per hour, regardless of traffic. */
export const mostPerHour = 1_000;

// 52 bits: exact as a double in JavaScript and in PostgreSQL.
const digits = 13;

/** A hash of the interaction's id, from 0 to 1. Interactions with a hash below the sample rate are scored. Pure. */
export function sampleHash(interactionId: string): number {
  return Number.parseInt(md5(interactionId).slice(0, digits), 16) / 16 ** digits;
}

/** The same hash in SQL, over a text. */
export const sampleHashSql = (id: string): string =>
  `(('x' || left(md5(${id}), ${digits}))::bit(${digits * 4})::bigint / ${16 ** digits}::float8)`;

/** Whether the interaction is judged while the budget is nearly used (half are). Independent of `sampleHash`. Pure. */
export const isOfHalf = (interactionId: string): boolean =>
  Number.parseInt(md5(interactionId).charAt(digits), 16) % 2 === 0;

const md5 = (text: string) => createHash("md5").update(text, "utf8").digest("hex");
