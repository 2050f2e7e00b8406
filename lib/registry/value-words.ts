import type { Variable } from "@/lib/template/content";
import { typeNames } from "@/lib/template/variable-types";

const longest = 80;

/** Formats a value for a sentence: a text unchanged, other values as JSON, truncated after 80 characters. */
export function valueWords(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "none");
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** Formats a declared variable in one line: "order_status text, required, default none". */
export function variableWords({ name, type, required, default: fallback, description }: Variable): string {
  const parts = [`${name} ${typeNames[type]}`, required ? "required" : "optional"];
  if (fallback !== undefined && fallback !== null) parts.push(`default ${valueWords(fallback)}`);
  return `${parts.join(", ")}${description ? `. ${description}` : ""}`;
}

/** Returns the name of a model setting: "parameters.max_tokens" is "max_tokens", "name" is "model". */
export function settingName(setting: string): string {
  if (setting === "name") return "model";
  return setting.replace(/^parameters\./, "");
}
