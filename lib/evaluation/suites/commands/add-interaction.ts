import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { AppError } from "@/lib/core/errors";
import { getVersionOrThrow } from "@/lib/registry/queries/versions";
import { getInteractionOrThrow } from "@/lib/telemetry/queries/interactions";
import { valuesFromInput } from "../case-from-interaction";
import type { AddInteractionInput } from "../schema";
import { addCases, type ChangedCases } from "./cases";

/** A live answer's input as a case, without an expected answer: what it should have been is for a person to say. */
export async function addInteraction(actor: Actor, { id, interactionId }: AddInteractionInput): Promise<ChangedCases> {
  authorize(actor, "suite:write");
  const { prompt, version, input } = await getInteractionOrThrow(actor, interactionId);
  const { content } = await getVersionOrThrow(actor, prompt, version);
  const placeholders = content.messages.flatMap((message) => ("placeholder" in message ? [message.placeholder] : []));
  const values = valuesFromInput(input, { variables: content.variables ?? [], placeholders });
  if (!values)
    throw new AppError(
      "invalid_request",
      input === null
        ? "Its input was not sent along, so it cannot become a case."
        : `Its input does not say what ${prompt} v${version} was filled with. Send the variables by name as the input.`,
    );
  const source = { kind: "interaction" as const, prompt, version, interactionId };
  return addCases(actor, { id, cases: [{ ...values, tags: ["live"], source }] });
}
