import type { Content, Example, Message, Model, ResponseFormat, Variable } from "@/lib/template/content";

const model: Required<Model> = { provider: "openai", name: "gpt-4o", parameters: { temperature: 0.2, top_p: 0.9 } };

const responseFormat: Required<ResponseFormat> = { name: "reply", description: "A reply.", strict: true };

const topic: Required<Omit<Variable, "inferred">> = {
  name: "topic",
  type: "object",
  required: false,
  default: { name: "tents" },
  description: "What it is about.",
  schema: { type: "object", properties: { name: { type: "string" } } },
};

const photo: Variable = { name: "photo", type: "image", required: true };

const lookUp: Message = {
  role: "assistant",
  content: "I look that up.",
  tool_calls: [{ id: "call_1", type: "function", function: { name: "find", arguments: '{"id":"A-1"}' } }],
};

const example: Required<Example> = { input: "Where is it?", output: "On its way." };

/** A content with every field. The compiler refuses it while a field of the type is missing. */
export const wholeContent: Required<Omit<Content, "snippets">> = {
  type: "chat",
  messages: [
    { role: "system", content: "Write about {{ topic.name }}.", name: "fern" },
    {
      role: "user",
      content: [
        { type: "text", text: "Look.", cache_control: { type: "ephemeral", ttl: "1h" } },
        { type: "image", variable: "photo", detail: "low" },
        { type: "file", data: "JVBERi0=", media_type: "application/pdf", filename: "a.pdf" },
      ],
    },
    lookUp,
    { role: "tool", content: "It left on Monday.", tool_call_id: "call_1" },
    { placeholder: "history", optional: true },
  ],
  examples: [example],
  model,
  variables: [topic, photo],
  responseSchema: { type: "object", properties: { text: { type: "string" } } },
  responseFormat,
  tools: [{ type: "function", function: { name: "find" } }],
};
