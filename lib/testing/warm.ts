import type { KeyActor } from "@/lib/auth/actor";
import { answerWarm, findWarm, type WarmAnswer, type WarmCall } from "@/lib/runtime/fast-lane";

/** Returns the answer of the fast path. Null: the call is left to the full route. */
export function resolveFromMemory(actor: KeyActor, call: WarmCall): WarmAnswer | null {
  const now = performance.now();
  const cached = findWarm(actor, call, now);
  return cached && answerWarm(cached, call, now);
}
