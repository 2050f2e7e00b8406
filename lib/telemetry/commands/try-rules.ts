import type { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { replaceIn } from "../content-policy";
import type { redactionTrial } from "../content-policy-schema";

/** Returns a text with redaction rules applied. Stores nothing. */
export async function tryRules(actor: Actor, { rules = [], text }: z.output<typeof redactionTrial>) {
  authorize(actor, "workspace:write");
  return { text: replaceIn(text, rules) };
}
