import type { ProviderKind } from "@/lib/core/generated/prisma/enums";
import type { Message } from "@/lib/template/content";
import type { RenderedEntry } from "@/lib/template/fill";
import type { RequestFormat } from "@/lib/template/requests/formats";
import { googleBody } from "@/lib/template/requests/google";
import { toRequest } from "@/lib/template/requests/to-request";
import type { ModelRequest } from "./types";

// OpenAI serves these through its Responses API alone.
const responsesOnly = /^(gpt-5.*-(pro|codex)|o\d-(pro|deep-research)|.*-codex|computer-use)/;

/** Whether a model of OpenAI is reached through the Responses API. */
export const isResponsesOnly = (name: string) => responsesOnly.test(name);

/** The format that a kind of provider is spoken to in. */
function formatFor(kind: ProviderKind, name: string): RequestFormat {
  if (kind === "openai_compatible") return "openai";
  return kind === "openai" && isResponsesOnly(name) ? "openai-responses" : kind;
}

/** The body of the call, written by the function that writes what resolve answers. Throws as `toRequest` does. Pure. */
export function providerBody(kind: ProviderKind, request: ModelRequest): Record<string, unknown> {
  const { provider, name, parameters, messages, given = [], tools, responseSchema, responseFormat } = request;
  const entries = messages.map((message, index): RenderedEntry => {
    const pointer = `/messages/${index}`;
    return given.includes(index)
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
  // Without it the Responses API keeps what was said.
  return format === "openai-responses" ? { store: false, ...body } : body;
}
