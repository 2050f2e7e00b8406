import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { AppError } from "@/lib/core/errors";
import { prepareContent } from "@/lib/registry/commands/prepare-content";
import { getVersionOrThrow } from "@/lib/registry/queries/versions";
import { type Content, isPlaceholder } from "@/lib/template/content";
import { compileContent } from "@/lib/template/render";
import { streamModel } from "../models/stream";
import type { ModelEvent, ModelMessage, ModelRequest } from "../models/types";
import { takeRun } from "./limits";
import type { RunInput } from "./schema";

/** What a run gives: first what is sent to the model, then the model's answer as it comes. */
export type RunEvent = { type: "request"; request: ModelRequest } | ModelEvent;

/**
 * Runs a prompt once. The first step throws what is wrong before anything is sent (missing_variables, template faults,
 * 429 rate_limited); from then on what goes wrong is the last event, `failed`.
 */
export async function* runPrompt(
  actor: Actor,
  input: RunInput,
  { signal }: { signal: AbortSignal },
): AsyncGenerator<RunEvent> {
  authorize(actor, "playground:run");
  const content = await loadContent(actor, input);
  const request = toRequest(content, input);
  const ended = takeRun(actor);
  try {
    yield { type: "request", request };
    yield* streamModel(actor, request, { signal });
  } finally {
    ended();
  }
}

async function loadContent(actor: Actor, { prompt, version, content }: RunInput): Promise<Content> {
  if (version !== undefined) {
    const saved = await getVersionOrThrow(actor, prompt, version);
    return saved.expanded ?? saved.content;
  }
  const prepared = await prepareContent(actor, prompt, content);
  return prepared.expanded ?? prepared.content;
}

/** The call that a filled content becomes; placeholders nobody filled are left out. Pure. */
export function toRequest(
  content: Content,
  { model: chosen, variables, placeholders }: Pick<RunInput, "model" | "variables" | "placeholders">,
): ModelRequest {
  const model = chosen ?? content.model;
  if (!model) throw refuse("/model", "This prompt names no model. Choose one.");
  const rendered = compileContent(content).render(variables, placeholders);
  const messages = rendered.flatMap((entry): ModelMessage[] => (isPlaceholder(entry) ? [] : [entry]));
  if (messages.length === 0) throw refuse("/placeholders", "There is no message to send. Fill the chat history.");
  const parameters = chosen?.parameters ?? content.model?.parameters;
  return {
    provider: model.provider,
    name: model.name,
    messages,
    ...(parameters && { parameters }),
    ...(content.responseSchema && { responseSchema: content.responseSchema }),
    ...(content.tools && { tools: content.tools }),
  };
}

function refuse(pointer: string, message: string): AppError {
  return new AppError("invalid_request", message, { errors: [{ pointer, code: "invalid_request", message }] });
}
