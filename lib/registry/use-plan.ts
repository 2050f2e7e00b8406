import type { Variable } from "@/lib/template/content";

/** The data for the code examples of an application. */
export type UseOptions = {
  /** The address of this server: "https://prompts.example.com". */
  baseUrl: string;
  name: string;
  environment: string;
  variables?: readonly Pick<Variable, "name" | "type" | "required">[];
  /** Values of a sample set. Short ones are sent instead of made-up ones. */
  samples?: Readonly<Record<string, unknown>>;
  /** The prompt's message placeholders. Each is sent empty. */
  placeholders?: readonly string[];
  /** The provider of the prompt's model. Null if the prompt has no model, so that the program chooses it. */
  provider?: string | null;
};

type Value = string | number | boolean | Value[] | { [key: string]: Value };

const longestSample = 120;

/** A sample value, so that the example runs unchanged. A string is the name of its variable. */
function sampleValue({ name, type }: Pick<Variable, "name" | "type">): Value {
  if (type === "number") return 1;
  if (type === "boolean") return true;
  if (type === "array") return ["first", "second"];
  if (type === "object") return { key: "value" };
  return name.replaceAll("_", " ").trim() || "text";
}

/** How to call a provider: address, key, and where its response contains the text and the token counts. */
type Provider = {
  format: "openai" | "anthropic";
  variable: string;
  address: string;
  path: string;
  /** Header lines. `$` is replaced by the key. */
  headers: readonly (readonly [string, string])[];
  text: readonly (string | number)[];
  tokens: readonly [string, string];
};

const providers: Record<"openai" | "anthropic", Provider> = {
  openai: {
    format: "openai",
    variable: "OPENAI",
    address: "https://api.openai.com/v1",
    path: "/chat/completions",
    headers: [["authorization", "Bearer $"]],
    text: ["choices", 0, "message", "content"],
    tokens: ["prompt_tokens", "completion_tokens"],
  },
  anthropic: {
    format: "anthropic",
    variable: "ANTHROPIC",
    address: "https://api.anthropic.com/v1",
    path: "/messages",
    headers: [
      ["x-api-key", "$"],
      ["anthropic-version", "2023-06-01"],
    ],
    text: ["content", 0, "text"],
    tokens: ["input_tokens", "output_tokens"],
  },
};

/** The model that is called if a prompt has none. */
export const modelOfNone = "gpt-4.1-mini";

export type UsePlan = { url: string; body: { [key: string]: Value }; provider: Provider; hasModel: boolean };

export function planOf({
  baseUrl,
  name,
  environment,
  variables = [],
  samples = {},
  placeholders = [],
  provider,
}: UseOptions): UsePlan {
  const needed = variables.filter(({ required }) => required);
  const hasModel = provider !== null;
  const called = providers[provider === "anthropic" ? "anthropic" : "openai"];
  const sentValue = (variable: Pick<Variable, "name" | "type">): Value => {
    const sample = Object.hasOwn(samples, variable.name) ? (samples[variable.name] ?? null) : null;
    return sample !== null && JSON.stringify(sample).length <= longestSample
      ? (sample as Value)
      : sampleValue(variable);
  };
  const open = placeholders.map((placeholder): [string, Value] => [placeholder, []]);
  const body = {
    name,
    environment,
    userId: "u_1",
    ...(hasModel && { format: called.format }),
    variables: Object.fromEntries(needed.map((variable) => [variable.name, sentValue(variable)])),
    ...(open.length > 0 && { placeholders: Object.fromEntries(open) }),
  };
  return { url: `${baseUrl.replace(/\/+$/, "")}/api/v1`, body, provider: called, hasModel };
}

type Language = { isTrue: string; isFalse: string; step: string; key: (name: string) => string };

export const json: Language = { isTrue: "true", isFalse: "false", step: "  ", key: JSON.stringify };
export const python: Language = { isTrue: "True", isFalse: "False", step: "    ", key: JSON.stringify };
export const typescript: Language = {
  ...json,
  key: (name) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)),
};

// Strings are written as JSON, which JavaScript and Python both accept.
export function literal(value: Value, language: Language, indent: string, depth = 0): string {
  if (typeof value === "boolean") return value ? language.isTrue : language.isFalse;
  if (typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => literal(item, language, indent, depth + 1)).join(", ")}]`;
  const entries = Object.entries(value);
  if (entries.length === 0) return "{}";
  const comma = language === json ? "" : ",";
  const lines = entries.map(([key, item]) => `${language.key(key)}: ${literal(item, language, indent, depth + 1)}`);
  if (depth > 1) return `{ ${lines.join(", ")} }`;
  const inner = `${indent}${language.step.repeat(depth + 1)}`;
  return `{\n${inner}${lines.join(`,\n${inner}`)}${comma}\n${indent}${language.step.repeat(depth)}}`;
}

/** Quotes text for a POSIX shell. */
export const shellQuoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
