import type { ProviderKind } from "@/lib/core/generated/prisma/enums";
import type { Message } from "@/lib/template/content";
import type { RenderedEntry } from "@/lib/template/fill";
import type { RequestFormat } from "@/lib/template/requests/formats";
import { googleBody } from "@/lib/template/requests/google";
import { toRequest } from "@/lib/template/requests/to-request";
import type { ModelRequest } from "./types";

// OpenAI serves these models only through its Responses API.
const responsesOnly = /^(gpt-5.*-(pro|codex)|o\d-(pro|deep-research)|.*-codex|computer-use)/;

/** Whether an OpenAI model is called through the Responses API. */
export const isResponsesOnly = (name: string) => responsesOnly.test(name);

/** The request format of a kind of provider. */
function formatFor(kind: ProviderKind, name: string): RequestFormat {
  if (kind === "openai_compatible") return "openai";
  return kind === "openai" && isResponsesOnly(name) ? "openai-responses" : kind;
}

/** Returns the body of the call, built by the same function as the answer of resolve. Throws like `toRequest`. Pure. */
export function providerBody(kind: ProviderKind, request: ModelRequest): Record<string, unknown> {
  const {
    provider,
    name,
    parameters,
    messages,
    placeholderIndexes = [],
    tools,
    responseSchema,
    responseFormat,
  } = request;
  const entries = messages.map((message, index): RenderedEntry => {
    const pointer = `/messages/${index}`;
    return placeholderIndexes.includes(index)
      ? { kind: "given", pointer, message }
      : { kind: "message", pointer, message: message as Message };
  });
  const format = formatFor(kind, name);
  const model = { provider, name, ...(parameters && { parameters }) };
  const { body } = toRequest(
    entries,
    {
      model,
      ...(tools && { tools }),
      ...(responseSchema && { responseSchema }),
      ...(responseFormat && { responseFormat }),
    },
    format,
  );
  if (format === "google") return googleBody(body);
  // Without `store: false` the Responses API stores the conversation.
  return format === "openai-responses" ? { store: false, ...body } : body;
}
