import { uuidV7 } from "@/lib/core/uuid";
import { markReason, type Reason } from "./interaction-mark";

/**
 * A UUIDv7 that says why resolve answered as it did. Events bring it back with them, so what a call was is known without a
 * table of calls. 50 bits of chance are left per millisecond.
 */
export function newInteractionId(reason: Reason): string {
  return markReason(uuidV7(), reason);
}
