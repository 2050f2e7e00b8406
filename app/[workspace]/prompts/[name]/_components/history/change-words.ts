import type { Variable } from "@/lib/template/content";
import { typeNames } from "../type-names";

const longest = 80;

/** A value in a sentence: text as it is, the rest as JSON, cut when long. */
export function valueWords(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "none");
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** "order_status text, required, default none": a declared variable in a line. */
export function variableWords({ name, type, required, default: fallback, description }: Variable): string {
  const parts = [`${name} ${typeNames[type]}`, required ? "required" : "optional"];
  if (fallback !== undefined && fallback !== null) parts.push(`default ${valueWords(fallback)}`);
  return `${parts.join(", ")}${description ? `. ${description}` : ""}`;
}

/** A model setting's name: "parameters.max_tokens" is "max_tokens", "name" is "model". */
export function settingName(setting: string): string {
  if (setting === "name") return "model";
  return setting.replace(/^parameters\./, "");
}

/** The first letter in upper case, the rest as it is. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
