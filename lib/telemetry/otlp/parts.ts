import { AppError } from "@/lib/core/errors";

/** How many spans one request has at most: a collector sends 8,192 at a time. */
export const mostSpans = 20_000;
/** 8,192 spans with 20 attributes each have some 800,000 fields. Reading as many as this takes a second or two. */
const mostParts = 1_000_000;

const counted = { left: Number.POSITIVE_INFINITY };

/** Counts fields of a message, or items of a list, that are read now. Throws 413 `payload_too_large`. */
export function countParts(count: number): void {
  counted.left -= count;
  if (counted.left < 0)
    throw new AppError("payload_too_large", "These spans have more than a million fields. Send fewer at a time.");
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
