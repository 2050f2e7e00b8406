import { AppError, type FieldError } from "@/lib/core/errors";
import { isRecord } from "@/lib/core/records";
import { jsonPointer } from "@/lib/core/text";

/**
 * A message that a caller puts into a placeholder, in the form of any provider: `{ role, content }` of Chat Completions
 * with tool calls, Anthropic's blocks, Google's parts, items of the Responses API, messages of the AI SDK or LangChain.
 */
export type GivenMessage = Readonly<Record<string, unknown>>;

/** Messages by the name of the placeholder: usually `{ history: [...] }`. */
export type PlaceholderMessages = Readonly<Record<string, readonly GivenMessage[]>>;

/** The maximum number of messages in one placeholder. */
export const maxPlaceholderMessages = 1_000;

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

/** Throws `invalid_request` with the pointer of the first refused message. */
export function checkPlaceholders(placeholders: PlaceholderMessages): void {
  const errors: FieldError[] = [];
  const report = (path: PropertyKey[], message: string) =>
    errors.push({ pointer: jsonPointer(["placeholders", ...path]), code: "invalid_request", message });

  for (const [name, messages] of Object.entries(placeholders)) {
    if (!Array.isArray(messages)) {
      report([name], "A placeholder is filled with a list of messages.");
      continue;
    }
    for (let index = 0; index < messages.length; index++) {
      const fault = givenMessageFault(messages[index]);
      if (fault) report([name, index, ...fault.path], fault.message);
    }
  }
  const [first] = errors;
  if (first) throw new AppError("invalid_request", first.message, { errors });
}
