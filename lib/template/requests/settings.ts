import { isRecord } from "@/lib/core/records";

/** Which tool the model must call: any choice, none, at least one, or this one. */
export type ToolChoice = "auto" | "none" | "required" | { name: string };

/** The model parameters of a version under common names. `rest`: provider-specific ones, unchanged. */
export type Settings = {
  temperature?: number;
  topP?: number;
  topK?: number;
  maxTokens?: number;
  stop?: string[];
  seed?: number;
  presencePenalty?: number;
  frequencyPenalty?: number;
  reasoningEffort?: string;
  /** The maximum number of thinking tokens. */
  thinkingBudget?: number;
  toolChoice?: ToolChoice;
  parallelToolCalls?: boolean;
  serviceTier?: string;
  rest: Record<string, unknown>;
};

type Fields = Record<string, unknown>;
type Numbers =
  | "temperature"
  | "topP"
  | "topK"
  | "maxTokens"
  | "seed"
  | "presencePenalty"
  | "frequencyPenalty"
  | "thinkingBudget";

const numbers: Record<Numbers, readonly string[]> = {
  temperature: ["temperature"],
  topP: ["top_p", "topP"],
  topK: ["top_k", "topK"],
  maxTokens: ["max_tokens", "max_completion_tokens", "max_output_tokens", "maxTokens", "maxOutputTokens"],
  seed: ["seed"],
  presencePenalty: ["presence_penalty", "presencePenalty"],
  frequencyPenalty: ["frequency_penalty", "frequencyPenalty"],
  thinkingBudget: ["thinking_budget", "thinkingBudget"],
};
const stops = ["stop", "stop_sequences", "stopSequences"];

// Fields that belong to the call itself. Parameters of a prompt cannot replace them.
const ownFields = ["model", "messages", "input", "contents", "stream", "stream_options", "tools", "n", "__proto__"];

/** Reads the model parameters of a version. Values of unusual types stay in `rest` for the provider to refuse. Pure. */
export function readSettings(parameters: Fields = {}): Settings {
  const rest = { ...parameters };
  const settings: Settings = { rest };
  const take = <Value>(spelling: string, read: (value: unknown) => Value | null): Value | undefined => {
    const value = rest[spelling];
    if (value === undefined) return undefined;
    const found = value === null ? undefined : read(value);
    if (found === null) return undefined;
    delete rest[spelling];
    return found;
  };
  const number = (value: unknown) => (typeof value === "number" ? value : null);
  for (const [setting, spellings] of Object.entries(numbers) as [Numbers, readonly string[]][])
    for (const spelling of spellings) {
      const found = take(spelling, number);
      if (found !== undefined) settings[setting] ??= found;
    }
  for (const spelling of stops) {
    const found = take(spelling, (value) => {
      const list = [value].flat();
      return list.every((one): one is string => typeof one === "string") ? list : null;
    });
    if (found && found.length > 0) settings.stop ??= found;
  }
  const text = (value: unknown) => (typeof value === "string" ? value : null);
  const effort = take("reasoning_effort", text) ?? take("reasoningEffort", text) ?? take("reasoning", effortOf);
  if (effort !== undefined) settings.reasoningEffort = effort;
  const budget = take("thinking", budgetOf);
  if (budget !== undefined) settings.thinkingBudget ??= budget;
  const tier = take("service_tier", text) ?? take("serviceTier", text);
  if (tier !== undefined) settings.serviceTier = tier;
  const flag = (value: unknown) => (typeof value === "boolean" ? value : null);
  const parallel = take("parallel_tool_calls", flag) ?? take("parallelToolCalls", flag);
  if (parallel !== undefined) settings.parallelToolCalls = parallel;
  const choice = take("tool_choice", choiceOf) ?? take("toolChoice", choiceOf);
  if (choice) {
    settings.toolChoice = choice.choice;
    if (choice.isParallel !== undefined) settings.parallelToolCalls ??= choice.isParallel;
  }
  for (const field of ownFields) delete rest[field];
  return settings;
}

const hasOnly = (fields: Fields, ...names: string[]) => Object.keys(fields).every((name) => names.includes(name));

/** { effort } alone, as in the Responses API. */
const effortOf = (value: unknown) =>
  isRecord(value) && hasOnly(value, "effort") && typeof value.effort === "string" ? value.effort : null;

/** { type: "enabled", budget_tokens } of Anthropic. */
const budgetOf = (value: unknown) =>
  isRecord(value) &&
  value.type === "enabled" &&
  hasOnly(value, "type", "budget_tokens") &&
  typeof value.budget_tokens === "number"
    ? value.budget_tokens
    : null;

/** Reads a tool choice in the form of OpenAI or Anthropic. Null: another form. */
function choiceOf(value: unknown): { choice: ToolChoice; isParallel?: boolean } | null {
  if (value === "auto" || value === "none" || value === "required") return { choice: value };
  if (value === "any") return { choice: "required" };
  if (!isRecord(value)) return null;
  const off = value.disable_parallel_tool_use;
  const parallel = typeof off === "boolean" ? { isParallel: !off } : {};
  const inner = isRecord(value.function) ? value.function : value;
  if (typeof inner.name === "string") return { choice: { name: inner.name }, ...parallel };
  if (value.type === "any") return { choice: "required", ...parallel };
  return value.type === "auto" || value.type === "none" ? { choice: value.type, ...parallel } : null;
}

const commonNames: Record<Exclude<keyof Settings, "rest">, string> = {
  temperature: "temperature",
  topP: "top_p",
  topK: "top_k",
  maxTokens: "max_tokens",
  stop: "stop",
  seed: "seed",
  presencePenalty: "presence_penalty",
  frequencyPenalty: "frequency_penalty",
  reasoningEffort: "reasoning_effort",
  thinkingBudget: "thinking_budget",
  toolChoice: "tool_choice",
  parallelToolCalls: "parallel_tool_calls",
  serviceTier: "service_tier",
};

/** The common names of those settings that the version has. */
export function namesOf(settings: Settings, among: readonly Exclude<keyof Settings, "rest">[]): string[] {
  return among.filter((setting) => settings[setting] !== undefined).map((setting) => commonNames[setting]);
}
