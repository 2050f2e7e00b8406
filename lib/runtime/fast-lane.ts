import type { KeyActor } from "@/lib/auth/actor";
import { can } from "@/lib/auth/authorize";
import { isDatabaseUp } from "@/lib/core/database-watch";
import { type Assignment, choose } from "./choose";
import { counts } from "./counts";
import { type CachedPrompt, isFresh, peekEntry } from "./entry";
import { environmentInMemory } from "./environments";
import { noteExposure } from "./exposures";
import { isFilled, type ResolveInput } from "./resolve";

/** A resolve call for the released version. */
export type WarmCall = Omit<ResolveInput, "version">;

/** JSON that is ready to send. `etag` is strong, with its quotes. Null if variables were filled in. */
export type WarmAnswer = {
  text: string;
  byteLength: number;
  etag: string | null;
  reason: Assignment["reason"];
  version: number;
};

/**
 * Returns the prompt synchronously if memory has a current one and the key may use it. Returns null in every other
 * case, including refusals: `resolvePrompt` then answers or throws. `now` is `performance.now()`, read once per call.
 */
export function findWarm(actor: KeyActor, call: WarmCall, now: number): CachedPrompt | null {
  if (!isDatabaseUp()) return null;
  const environment = environmentInMemory(actor, call.environment, now);
  if (!environment || !can(actor, "prompt:resolve", environment)) return null;
  const cached = peekEntry(`${environment.id}::${call.name}`);
  if (!cached || !isFresh(cached, now)) return null;
  return cached.value.load.isHeavy && isFilled(call) ? null : cached;
}

/**
 * Answers with a prompt that `findWarm` returned, with the same counts and records as `resolvePrompt`. Returns null if
 * a thread must fill it, which is detected once per entry: the caller then uses `resolvePrompt`. Throws the template's
 * errors.
 */
export function answerWarm(cached: CachedPrompt, call: WarmCall, now: number): WarmAnswer | null {
  const { userId, format = "messages", variables, placeholders } = call;
  cached.state.usedAt = now;
  counts.memory++;
  const { served, assignment, exposure } = choose(cached.value, call, now);
  if (exposure && userId !== undefined) noteExposure(exposure, userId);
  const { reason } = assignment;
  const { version } = served.record;
  if (variables === undefined && placeholders === undefined) {
    const answer = served.answer(format, assignment, false);
    return answer && { text: answer.text, byteLength: answer.byteLength, etag: answer.etag, reason, version };
  }
  const text = served.fill(format, assignment, false, call);
  return text === null ? null : { text, byteLength: Buffer.byteLength(text), etag: null, reason, version };
}
