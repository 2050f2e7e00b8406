import { AppError } from "@/lib/core/errors";

/** The maximum number of spans in one request. A collector sends 8,192 at a time. */
export const mostSpans = 20_000;
/**
 * The maximum number of fields. 8,192 spans with 20 attributes each have about 800,000 fields. Reading this many takes
 * one to two seconds.
 */
const mostParts = 1_000_000;

const counted = { left: Number.POSITIVE_INFINITY };

/** Counts fields or list items that are being read. Throws 413 `payload_too_large` above the maximum. */
export function countParts(count: number): void {
  counted.left -= count;
  if (counted.left < 0)
    throw new AppError("payload_too_large", "These spans have more than a million fields. Send fewer at a time.");
}

/**
 * Reads one body with a limit on its fields, because few bytes can hold millions of empty fields. `read` is
 * synchronous, so only one body is read at a time.
 */
export function withinParts<Read>(read: () => Read): Read {
  counted.left = mostParts;
  try {
    return read();
  } finally {
    counted.left = Number.POSITIVE_INFINITY;
  }
}
