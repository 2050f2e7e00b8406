import { createHash } from "node:crypto";

/** How many answers of a version are scored within an hour at most, so that volume never hurts. */
export const mostPerHour = 1_000;

// 52 bits: exact as a double in both worlds.
const digits = 13;

/** Where an interaction lies between 0 and 1 by its id: below the sample rate it is scored. Pure. */
export function sampleHash(interactionId: string): number {
  return Number.parseInt(md5(interactionId).slice(0, digits), 16) / 16 ** digits;
}

/** The same as SQL over a text. */
export const sampleHashSql = (id: string): string =>
  `(('x' || left(md5(${id}), ${digits}))::bit(${digits * 4})::bigint / ${16 ** digits}::float8)`;

/** Whether an interaction is of the half that is judged while the budget nears its end; tells nothing of `sampleHash`. Pure. */
export const isOfHalf = (interactionId: string): boolean =>
  Number.parseInt(md5(interactionId).charAt(digits), 16) % 2 === 0;

const md5 = (text: string) => createHash("md5").update(text, "utf8").digest("hex");
