import { uuidV7 } from "@/lib/core/uuid";
import { markReason, type Reason } from "./interaction-mark";

/**
 * Returns a UUIDv7 that contains the reason of a resolve call. Events send it back, so no table of calls is needed. 50
 * random bits per millisecond remain.
 */
export function newInteractionId(reason: Reason): string {
  return markReason(uuidV7(), reason);
}
