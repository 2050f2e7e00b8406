import type { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { AppError } from "@/lib/core/errors";
import { replaceIn } from "../content-policy";
import type { redactionTrial } from "../content-policy-schema";
import { SlowRules, startPace } from "../redaction-pace";

/** Returns a text with redaction rules applied. Stores nothing. Throws 422 `invalid_request` if they take too long. */
export async function tryRules(actor: Actor, { rules = [], text }: z.output<typeof redactionTrial>) {
  authorize(actor, "workspace:write");
  try {
    return { text: replaceIn(text, rules, startPace()) };
  } catch (error) {
    if (!(error instanceof SlowRules)) throw error;
    throw new AppError("invalid_request", "These rules take too long. While they do, no text is stored.");
  }
}
