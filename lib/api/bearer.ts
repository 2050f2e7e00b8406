import { timingSafeEqual } from "node:crypto";
import { sha256Hex } from "@/lib/core/hash";

/** Whether an Authorization header has this bearer token. Compares in constant time. */
export function isBearerOf(secret: string, authorization: string | null): boolean {
  return timingSafeEqual(Buffer.from(sha256Hex(authorization ?? "")), Buffer.from(sha256Hex(`Bearer ${secret}`)));
}
