import type { KeyActor } from "@/lib/auth/actor";
import { answerWarm, findWarm, type WarmAnswer, type WarmCall } from "@/lib/runtime/fast-lane";

/** What the fast lane answers; null when it leaves the call to the full route. */
export function resolveFromMemory(actor: KeyActor, call: WarmCall): WarmAnswer | null {
  const cached = findWarm(actor, call);
  return cached && answerWarm(cached, call);
}
