import type { Actor } from "@/lib/auth/actor";
import { failure } from "../../models/failures";
import { streamModel } from "../../models/stream";
import type { ModelFailure, ModelRequest } from "../../models/types";
import type { GivenAnswer } from "../commands/work";
import { storable, storableJson } from "../storable";
import type { Providers } from "./providers";

/** Calls a model once and waits for the whole answer. Throws the reason of the signal if aborted. */
export async function ask(
  actor: Actor,
  request: ModelRequest,
  { signal, findConnection }: { signal: AbortSignal; findConnection: Providers["findConnection"] },
): Promise<Omit<GivenAnswer, "attempts"> | ModelFailure> {
  let output = "";
  const toolCalls: GivenAnswer["toolCalls"] = [];
  for await (const event of streamModel(actor, request, { signal, findConnection })) {
    if (event.type === "text") output += event.text;
    else if (event.type === "tool") toolCalls.push({ name: storable(event.name), input: storableJson(event.input) });
    else if (event.type === "failed") {
      signal.throwIfAborted();
      return { ...event, message: storable(event.message) };
    } else {
      const { type: _, ...finish } = event;
      return { output: storable(output), toolCalls, ...finish };
    }
  }
  signal.throwIfAborted();
  return failure("provider_unavailable", `${request.provider} did not complete its answer.`);
}
