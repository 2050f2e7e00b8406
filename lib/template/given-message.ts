import { isRecord } from "@/lib/core/records";

/**
 * A message that a caller puts into a placeholder, in the form of any provider: `{ role, content }` of Chat Completions
 * with tool calls, Anthropic's blocks, Google's parts, items of the Responses API, messages of the AI SDK or LangChain.
 */
export type GivenMessage = Readonly<Record<string, unknown>>;

const instructions: readonly unknown[] = ["system", "developer"];

/** Returns why a message is refused, or null. Callers cannot add instructions, by role or by LangChain's type. */
export function givenMessageFault(message: unknown): { path: string[]; message: string } | null {
  if (!isRecord(message)) return { path: [], message: "A message is an object." };
  const { role, type } = message;
  if (instructions.includes(role)) return { path: ["role"], message: "A system message cannot be inserted here." };
  if (instructions.includes(type)) return { path: ["type"], message: "A system message cannot be inserted here." };
  if (typeof role === "string" || typeof type === "string") return null;
  return { path: ["role"], message: "A message has a role." };
}
