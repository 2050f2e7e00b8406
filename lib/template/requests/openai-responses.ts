import { addressOf, type Item, isInstruction, notConvertible, onlyText, sortBlocks } from "./items";
import { defined, schemaFields, toolFields } from "./openai";
import type { RequestInput, WrittenRequest } from "./request-input";
import { namesOf } from "./settings";
import type { ContentBlock } from "./turns";

type Fields = Record<string, unknown>;

/** Writes the body of `responses.create`. */
export function writeOpenAiResponses({
  items,
  model,
  settings,
  tools,
  responseSchema,
  responseFormat,
}: RequestInput): WrittenRequest {
  const { reasoningEffort, rest } = settings;
  const body: Fields = {
    model: model.name,
    input: items.flatMap((item) => ("native" in item ? [item.native] : writeTurn(item))),
    ...defined({
      temperature: settings.temperature,
      top_p: settings.topP,
      max_output_tokens: settings.maxTokens,
      service_tier: settings.serviceTier,
      reasoning: reasoningEffort === undefined ? undefined : { effort: reasoningEffort },
    }),
    ...(responseSchema && {
      text: { format: { type: "json_schema", ...schemaFields(responseSchema, responseFormat) } },
    }),
    ...toolFields(
      tools,
      settings,
      // `strict` is required here. It is off unless the version sets it.
      ({ function: fields }) => ({ type: "function", strict: false, ...(fields as Fields) }),
      (choice) => (typeof choice === "string" ? choice : { type: "function", ...choice }),
    ),
    ...rest,
  };
  const omitted = namesOf(settings, ["topK", "stop", "seed", "presencePenalty", "frequencyPenalty", "thinkingBudget"]);
  return { body, omitted };
}

function writeTurn({ turn, pointer }: Extract<Item, { pointer: string }>): Fields[] {
  const { contentBlocks, calls, results } = sortBlocks(turn);
  const answers = results.map(({ id, content }) => ({
    type: "function_call_output",
    call_id: id,
    output: writeParts(content),
  }));
  if (turn.role === "assistant") {
    if (contentBlocks.some(({ type }) => type !== "text"))
      throw notConvertible(pointer, "an assistant's image or file", "openai-responses");
    const text = contentBlocks.map((block) => (block.type === "text" ? block.text : "")).join("\n\n");
    const items = calls.map(({ id, name, input }) => ({ type: "function_call", call_id: id, name, arguments: input }));
    return [
      ...(contentBlocks.length > 0 || items.length === 0 ? [{ role: "assistant", content: text }] : []),
      ...items,
    ];
  }
  if (contentBlocks.length === 0 && answers.length > 0) return answers;
  const role = isInstruction(turn) ? turn.role : "user";
  return [...answers, { role, content: writeParts(contentBlocks) }];
}

function writeParts(blocks: readonly ContentBlock[]): string | Fields[] {
  const text = onlyText(blocks);
  if (text !== null) return text;
  return blocks.map((block): Fields => {
    if (block.type === "text") return { type: "input_text", text: block.text };
    if (block.type === "image")
      return { type: "input_image", image_url: addressOf(block), detail: block.detail ?? "auto" };
    if (block.url !== undefined) return { type: "input_file", file_url: block.url };
    return { type: "input_file", file_data: addressOf(block), filename: block.filename ?? "file" };
  });
}
