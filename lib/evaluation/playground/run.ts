import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { recordAct } from "@/lib/auth/commands/record-read";
import { invalidField } from "@/lib/core/errors";
import { prepareContent } from "@/lib/registry/commands/insert-version";
import { findPrompt } from "@/lib/registry/queries/find-prompt";
import { getVersionOrThrow } from "@/lib/registry/queries/versions";
import type { Content } from "@/lib/template/content";
import { compileContent } from "@/lib/template/render";
import { streamModel } from "../models/stream";
import type { ModelEvent, ModelRequest } from "../models/types";
import { takeRun } from "./limits";
import type { RunInput } from "./schema";

/** The events of a run: first the request that is sent, then the model's answer as it streams. */
export type RunEvent = { type: "request"; request: ModelRequest } | ModelEvent;

/**
 * Runs a prompt once. The first step throws errors that are found before the call (missing_variables, template faults,
 * 429 rate_limited). Later errors are reported as the last event, `failed`.
 */
export async function* runPrompt(
  actor: Actor,
  input: RunInput,
  { signal }: { signal: AbortSignal },
): AsyncGenerator<RunEvent> {
  authorize(actor, "playground:run");
  const content = await loadContent(actor, input);
  const request = toModelRequest(content, input);
  const prompt = await findPrompt(actor.workspaceId, input.prompt);
  const ended = takeRun(actor);
  let last: ModelEvent | null = null;
  try {
    yield { type: "request", request };
    for await (const event of streamModel(actor, request, { signal })) {
      last = event;
      yield event;
    }
  } finally {
    ended();
    await recordAct(actor, "playground.run", prompt ?? { id: "", name: input.prompt }, outcomeOf(request, last));
  }
}

/** The audit data of a run: the model and the cost, without texts. */
function outcomeOf({ provider, name }: ModelRequest, last: ModelEvent | null) {
  const model = `${provider}/${name}`;
  if (last?.type === "failed") return { model, outcome: last.code };
  if (last?.type !== "finished") return { model, outcome: "stopped" };
  const { costUsd, inputTokens, outputTokens } = last;
  return { model, outcome: "finished", costUsd, inputTokens, outputTokens };
}

async function loadContent(actor: Actor, { prompt, version, content }: RunInput): Promise<Content> {
  if (version !== undefined) {
    const saved = await getVersionOrThrow(actor, prompt, version);
    return saved.expanded ?? saved.content;
  }
  const prepared = await prepareContent(actor, prompt, content);
  return prepared.expanded ?? prepared.content;
}

/** Builds the model call from a filled content. A placeholder without messages is empty here. Pure. */
export function toModelRequest(
  content: Content,
  { model: chosen, variables, placeholders }: Pick<RunInput, "model" | "variables" | "placeholders">,
): ModelRequest {
  const model = chosen ?? content.model;
  if (!model) throw invalidField("/model", "This prompt has no model. Choose one.");
  const entries = compileContent(content)
    .renderEntries(variables, placeholders)
    .filter((entry) => entry.kind !== "open");
  if (entries.length === 0) throw invalidField("/placeholders", "There is no message to send. Fill the chat history.");
  const placeholderIndexes = entries.flatMap(({ kind }, index) => (kind === "given" ? [index] : []));
  const parameters = chosen?.parameters ?? content.model?.parameters;
  return {
    provider: model.provider,
    name: model.name,
    messages: entries.map(({ message }) => message),
    ...(placeholderIndexes.length > 0 && { placeholderIndexes }),
    ...(parameters && { parameters }),
    ...(content.responseSchema && { responseSchema: content.responseSchema }),
    ...(content.responseFormat && { responseFormat: content.responseFormat }),
    ...(content.tools && { tools: content.tools }),
  };
}
