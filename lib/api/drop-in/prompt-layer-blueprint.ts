import { type Content, isPlaceholder, type Message } from "@/lib/template/content";
import { templateEntries } from "@/lib/template/fill";
import { plainText } from "@/lib/template/message-text";
import { readPlainTemplate } from "@/lib/template/plain-template";
import { toRequest } from "@/lib/template/requests/to-request";
import { type Notation, type Served, translateMessages } from "./served";

/** Whether the client wants a filled prompt, or one that it fills itself. */
type BlueprintOptions = { isFilled: boolean; provider?: string | undefined; model?: string | undefined };

const notation: Notation = { tool: "PromptLayer", value: (path) => `{{ ${path} }}`, reserved: /\{[{%#]/ };
const chatProviders = { openai: "openai", anthropic: "anthropic", google: "google" } as const;

/** A served prompt in the format of PromptLayer's API. Throws the errors of `toRequest`. Pure. */
export function toPromptLayer(served: Served, { isFilled, provider, model }: BlueprintOptions) {
  const own = served.model ?? null;
  const requestedModel = own && { ...own, provider: provider ?? own.provider, name: model ?? own.name };
  const canBeFilled = isFilled || isFillable(served);
  const ready = canBeFilled && !isFilled ? withTexts(served) : served;
  return {
    // The SDK sends it back with the result of the call, so it must identify the prompt.
    id: served.name,
    prompt_name: served.name,
    version: served.version,
    tags: [],
    commit_message: "",
    prompt_template: {
      ...writeTemplate(ready),
      // The SDK does not fill a prompt with a tool of this type. It requests the filled text instead.
      ...(canBeFilled ? toolsOf(ready) : { tools: [{ type: "variable", name: "liquid" }] }),
      input_variables: (served.variables ?? []).map(({ name }) => name),
    },
    metadata: requestedModel && {
      model: {
        provider: requestedModel.provider,
        name: requestedModel.name,
        parameters: requestedModel.parameters ?? {},
        api_type: requestedModel.provider === "openai" ? "chat-completions" : null,
      },
    },
    llm_kwargs: requestedModel && writeRequest(ready, requestedModel),
  };
}

const toolsOf = ({ tools }: Served) => (tools && tools.length > 0 ? { tools } : {});

/** Whether the SDK can fill every text itself. Otherwise it requests the filled text. */
function isFillable({ messages, variables = [] }: Served): boolean {
  return (
    variables.every(({ default: value }) => value === undefined || value === null) &&
    messages.every((entry) => isPlaceholder(entry) || isPlain(entry))
  );
}

function isPlain({ content, tool_calls = [] }: Message): boolean {
  if (tool_calls.length > 0 || (typeof content !== "string" && content.some(({ type }) => type !== "text")))
    return false;
  const pieces = readPlainTemplate(plainText(content));
  return Array.isArray(pieces) && pieces.every((piece) => "path" in piece || !notation.reserved.test(piece.literal));
}

const withTexts = (served: Served): Served => ({
  ...served,
  messages: translateMessages<Content["messages"][number], Content["messages"][number]>(served, notation, {
    message: (message, content) => ({ ...message, content }),
    placeholder: (placeholder) => placeholder,
  }),
});

function writeTemplate({ type, messages }: Served) {
  const texts = messages.map((entry) =>
    isPlaceholder(entry)
      ? { role: "placeholder", name: entry.placeholder, content: [] }
      : {
          role: entry.role,
          content: [{ type: "text", text: plainText(entry.content) }],
          template_format: "jinja2",
          ...(entry.name && { name: entry.name }),
          ...(entry.tool_calls && { tool_calls: entry.tool_calls }),
          ...(entry.tool_call_id && { tool_call_id: entry.tool_call_id }),
        },
  );
  if (type === "text") return { type: "completion", template_format: "jinja2", content: texts[0]?.content ?? [] };
  return { type: "chat", messages: texts };
}

/**
 * The request body for the provider; null for a provider that PromptLayer's SDK does not call with one of these
 * formats.
 */
function writeRequest(served: Served, model: NonNullable<Content["model"]>): Record<string, unknown> | null {
  const format = chatProviders[model.provider as keyof typeof chatProviders];
  if (!format) return null;
  const messages = served.messages.filter((entry) => !isPlaceholder(entry));
  return toRequest(templateEntries({ ...served, messages }), { ...served, model }, format).body;
}
