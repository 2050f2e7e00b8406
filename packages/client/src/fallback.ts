import { released } from "@/lib/runtime/choose";
import type { Content, VariableType } from "@/lib/template/content";
import type { Fallback, ResolveOptions, UnderstudyError } from "./api";
import { type Circumstances, ResolvedPrompt } from "./prompt";
import { ServedVersion } from "./served";

type FallbackOptions = ResolveOptions & {
  name: string;
  environment: string;
  fallback: Fallback;
  error: UnderstudyError;
  newId: Circumstances["newId"];
};

const typeOf = (value: unknown): VariableType => {
  if (Array.isArray(value)) return "array";
  const type = typeof value;
  return type === "number" || type === "boolean" || type === "object" ? type : "string";
};

/** Returns the caller's fallback as a prompt. Templates that cannot be filled are left as they are. Never throws. */
export function serveFallback({
  name,
  environment,
  fallback,
  error,
  newId,
  ...filling
}: FallbackOptions): ResolvedPrompt {
  const isText = typeof fallback === "string";
  const { messages, model } = isText
    ? { messages: [{ role: "user" as const, content: fallback }], model: undefined }
    : fallback;
  const variables = Object.entries(filling.variables ?? {}).map(([key, value]) => ({
    name: key,
    type: typeOf(value),
    required: false,
  }));
  const content: Content = { type: isText ? "text" : "chat", messages, variables, ...(model && { model }) };
  const served = new ServedVersion(name, environment, { versionId: "", version: 0, contentHash: "", content });
  const from: Circumstances = {
    assignment: released,
    source: "fallback",
    stale: true,
    userId: undefined,
    newId,
    error,
  };
  for (const format of [filling.format, "messages"] as const)
    try {
      return new ResolvedPrompt(served, from, { ...filling, format });
    } catch {
      // left as it is
    }
  return new ResolvedPrompt(served, from, {});
}
