import type { Message, Placeholder } from "@/lib/template/content";

/** Messages whose turns of one role go on, around what a caller puts in. */
export const turns: (Message | Placeholder)[] = [
  { role: "system", content: "You help." },
  { role: "developer", content: "Be brief. Grüße 🍎" },
  { role: "user", content: "One" },
  { role: "user", content: "Two" },
  { placeholder: "history" },
  { role: "user", content: "Three" },
];
const history = [
  { role: "user", content: "Before" },
  { role: "assistant", content: "I see." },
];

/** A name, which Anthropic has no field for, stands in what is put in for one model. */
export const historyFor = ({ provider }: { provider: string }) =>
  provider === "google" ? [...history, { role: "user", content: "And", name: "ana" }] : history;

export const models = [
  { provider: "openai", name: "gpt-4o" },
  { provider: "azure-eu", name: "gpt-5-mini" },
  { provider: "openai-compatible", name: "o3" },
  { provider: "anthropic", name: "claude-sonnet-4-5" },
  { provider: "google", name: "gemini-2.5-flash" },
];

const closed = { type: "object", properties: { a: { type: "string" } }, required: ["a"], additionalProperties: false };
export const schemas = [null, closed, { type: "object", properties: { a: closed, b: { anyOf: [closed, {}] } } }];

export const parameters: Record<string, unknown>[] = [
  {},
  { temperature: 0.2, topP: 0.9, max_tokens: 100, maxTokens: 5 },
  { temperature: 1, top_p: 1e-7, top_k: 5, seed: 7, presence_penalty: 0.1, frequencyPenalty: -2 },
  { temperature: null, top_p: "much", max_tokens: true },
  { stop: "END" },
  { stop: ["a", "b"], stop_sequences: ["c"] },
  { stop: [] },
  { stop: ["a", 1] },
  { stopSequences: ["only"] },
  { max_completion_tokens: 9 },
  { max_output_tokens: 10, max_completion_tokens: null },
  { reasoning_effort: "low", reasoningEffort: "high" },
  { reasoningEffort: "high" },
  { reasoning_effort: 3 },
  { service_tier: "auto" },
  { serviceTier: "flex" },
  { user: "u", metadata: { deep: [1, { a: null }] }, "2": "b", "1": "a" },
  { model: "another", stream: true, n: 4, tools: [], messages: [] },
  { tool_choice: "auto", parallel_tool_calls: false },
  { thinking: { type: "enabled", budget_tokens: 1_000 } },
  { reasoning: { effort: "low" } },
  { output_config: { effort: "low" } },
];
