import type { Actor } from "@/lib/auth/actor";
import { isAppError } from "@/lib/core/errors";
import { valuesFromInput } from "@/lib/evaluation/suites/case-from-interaction";
import type { FilledValues } from "@/lib/evaluation/values";
import { getVersionOrThrow } from "@/lib/registry/queries/versions";
import { getInteractionOrThrow } from "@/lib/telemetry/queries/interactions";

/**
 * Returns the values that a request was filled with. Null if the request is missing, not readable, or has no values.
 */
export async function findRequestValues(actor: Actor, interactionId: string): Promise<FilledValues | null> {
  try {
    const { prompt, version, input } = await getInteractionOrThrow(actor, interactionId);
    const { content } = await getVersionOrThrow(actor, prompt, version);
    const placeholders = content.messages.flatMap((message) => ("placeholder" in message ? [message.placeholder] : []));
    return valuesFromInput(input, { variables: content.variables ?? [], placeholders });
  } catch (error) {
    if (isAppError(error) && error.status < 500) return null;
    throw error;
  }
}
