import { sha256Hex } from "@/lib/core/hash";
import { type ContentPolicy, type Pace, redact } from "@/lib/telemetry/content-policy";
import type { InteractionDetail } from "@/lib/telemetry/queries/interactions";
import type { SharedTexts } from "./shared-parts";
import { splitCalls } from "./tool-calls";

type Sources = Pick<InteractionDetail, "input" | "output" | "userId" | "sessionId">;
type Rules = Pick<ContentPolicy, "rules" | "fields">;

const leastSecret = 3;

/**
 * Returns the texts that a link may show: redacted by the environment's rules, without the ids of user and session,
 * also in other letters' case and in addresses. Pure.
 */
export function sharedTextsOf({ input, output, userId, sessionId }: Sources, rules: Rules, pace?: Pace): SharedTexts {
  const ids = [userId, sessionId].filter((id) => id !== null).filter((id) => id.length >= leastSecret);
  const secret = [...new Set(ids.flatMap((id) => [id, encodeURIComponent(id)]))].sort((a, b) => b.length - a.length);
  const clean = redact(rules, { input, output }, secret, pace);
  return { input: clean.input ?? null, ...splitCalls(clean.output) };
}

/** Returns a fingerprint of texts, to detect later changes. Pure. */
export const fingerprintOf = (texts: SharedTexts): string =>
  sha256Hex(JSON.stringify([texts.input, texts.answer, texts.toolCalls]));
