import { AppError } from "@/lib/core/errors";

/** How many spans one request has at most: a collector sends 8,192 at a time. */
export const mostSpans = 20_000;
/** So many spans with 15 attributes each have some 1.5 million fields. */
const mostParts = 2_000_000;

const counted = { left: Number.POSITIVE_INFINITY };

/** Counts fields of a message, or items of a list, that are read now. Throws 413 `payload_too_large`. */
export function countParts(count: number): void {
  counted.left -= count;
  if (counted.left < 0)
    throw new AppError("payload_too_large", "These spans have more than two million fields. Send fewer at a time.");
}

/** Reads one body: few bytes can hold millions of empty fields. Nothing else is read meanwhile, as it is synchronous. */
export function withinParts<Read>(read: () => Read): Read {
  counted.left = mostParts;
  try {
    return read();
  } finally {
    counted.left = Number.POSITIVE_INFINITY;
  }
}
