import type { ModelMessage as SdkMessage } from "ai";
import type { ProviderKind } from "@/lib/core/generated/prisma/enums";
import type { ModelMessage } from "./types";

const isInstruction = ({ role }: { role: string }) => role === "system" || role === "developer";

/**
 * Messages as the AI SDK takes them. `developer` becomes `system`, which OpenAI's newer models read as developer again.
 * A tool's answer becomes the user's text: without the call it answers, no provider takes it as a tool's. Anthropic and
 * Google take instructions only at the start, and need somebody who speaks.
 */
export function toSdkMessages(kind: ProviderKind, messages: readonly ModelMessage[]): SdkMessage[] {
  const plain = messages.map(({ role, content, name }): SdkMessage => {
    if (isInstruction({ role })) return { role: "system", content };
    if (role === "assistant") return { role, content };
    return { role: "user", content: role === "tool" ? `Result of ${name ?? "the tool"}:\n${content}` : content };
  });
  if (kind !== "anthropic" && kind !== "google") return plain;
  const instructions = plain.filter(isInstruction);
  const spoken = plain.filter((message) => !isInstruction(message));
  if (spoken.length === 0) return instructions.map(({ content }) => ({ role: "user", content: String(content) }));
  const system = instructions.map(({ content }) => content).join("\n\n");
  return system ? [{ role: "system", content: system }, ...spoken] : spoken;
}

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

// What stands beside Google's generationConfig; everything else belongs inside it.
const besideConfig = [
  "safetySettings",
  "toolConfig",
  "cachedContent",
  "labels",
  "systemInstruction",
  "generationConfig",
];

/** The body the SDK wrote, with the parameters it does not know and the names of messages put in. Pure. */
export function completeBody(kind: ProviderKind, body: Json, rest: Json, messages: readonly ModelMessage[]): Json {
  if (kind === "google") {
    const entries = Object.entries(rest);
    const inside = Object.fromEntries(entries.filter(([key]) => !besideConfig.includes(key)));
    const beside = Object.fromEntries(entries.filter(([key]) => besideConfig.includes(key)));
    const config = { ...asObject(body.generationConfig), ...inside, ...asObject(beside.generationConfig) };
    return { ...body, ...beside, ...(Object.keys(config).length > 0 && { generationConfig: config }) };
  }
  const merged = { ...body, ...rest };
  if (kind === "anthropic" || !Array.isArray(body.messages) || body.messages.length !== messages.length) return merged;
  const named = body.messages.map((message: unknown, index) => {
    const { name, role } = messages[index] ?? {};
    return name && role !== "tool" && isObject(message) ? { ...message, name } : message;
  });
  return { ...merged, messages: named };
}

const asObject = (value: unknown): Json => (isObject(value) ? value : {});

/** Whether OpenAI's strict mode takes the schema: every object closed, every property required. Pure. */
export function fitsStrictMode(schema: unknown): boolean {
  if (Array.isArray(schema)) return schema.every(fitsStrictMode);
  if (!isObject(schema)) return true;
  if (schema.type === "object" || schema.properties !== undefined) {
    const names = Object.keys(asObject(schema.properties));
    const required = Array.isArray(schema.required) ? schema.required : [];
    if (schema.additionalProperties !== false || !names.every((name) => required.includes(name))) return false;
  }
  const { properties, $defs, definitions, items, anyOf, oneOf, allOf } = schema;
  const named = [properties, $defs, definitions].flatMap((map) => Object.values(asObject(map)));
  return oneOf === undefined && allOf === undefined && [...named, items, anyOf].every(fitsStrictMode);
}
