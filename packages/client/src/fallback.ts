import type { Content, VariableType } from "@/lib/template/content";
import type { Fallback, UnderstudyError } from "./api";
import { type Circumstances, ResolvedPrompt } from "./prompt";
import { ServedVersion } from "./served";

type Asked = {
  name: string;
  environment: string;
  fallback: Fallback;
  variables: Record<string, unknown> | undefined;
  error: UnderstudyError;
  newId: Circumstances["newId"];
  format: ConstructorParameters<typeof ResolvedPrompt>[2]["format"];
  placeholders: ConstructorParameters<typeof ResolvedPrompt>[2]["placeholders"];
};

const typeOf = (value: unknown): VariableType => {
  if (Array.isArray(value)) return "array";
  const type = typeof value;
  return type === "number" || type === "boolean" || type === "object" ? type : "string";
};

/** The caller's own fallback as a prompt. What its templates cannot be filled with stays as it is. Never throws. */
export function serveFallback({
  name,
  environment,
  fallback,
  variables,
  error,
  newId,
  ...filling
}: Asked): ResolvedPrompt {
  const messages = typeof fallback === "string" ? [{ role: "user" as const, content: fallback }] : fallback.messages;
  const declared = Object.entries(variables ?? {}).map(([key, value]) => ({
    name: key,
    type: typeOf(value),
    required: false,
  }));
  const content: Content = {
    type: typeof fallback === "string" ? "text" : "chat",
    messages,
    variables: declared,
    ...(typeof fallback === "object" && fallback.model && { model: fallback.model }),
  };
  const served = new ServedVersion(name, environment, { versionId: "", version: 0, contentHash: "", content });
  const from: Circumstances = {
    assignment: { reason: "release", experimentId: null, variant: null },
    source: "fallback",
    stale: true,
    userId: undefined,
    newId,
    error,
  };
  try {
    return new ResolvedPrompt(served, from, { ...filling, variables });
  } catch {
    return new ResolvedPrompt(served, from, {});
  }
}
