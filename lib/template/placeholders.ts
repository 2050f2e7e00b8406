import { AppError, type FieldError } from "@/lib/core/errors";
import { jsonPointer } from "@/lib/core/text";
import type { Message } from "./content";

/** Messages for the prompt's placeholders, by the placeholder's name: usually `{ history: [...] }`. */
export type PlaceholderMessages = Readonly<Record<string, readonly Message[]>>;

const allowedRoles: readonly unknown[] = ["user", "assistant", "tool"];

/** Throws `invalid_request` unless every message is of user, assistant or tool with a text: nobody adds instructions here. */
export function checkPlaceholders(placeholders: PlaceholderMessages): void {
  const errors: FieldError[] = [];
  const report = (path: PropertyKey[], message: string) =>
    errors.push({ pointer: jsonPointer(["placeholders", ...path]), code: "invalid_request", message });

  for (const [name, messages] of Object.entries(placeholders)) {
    if (!Array.isArray(messages)) {
      report([name], "A placeholder is filled with a list of messages.");
      continue;
    }
    for (const [index, message] of messages.entries() as ArrayIterator<[number, Partial<Message> | null]>) {
      if (!allowedRoles.includes(message?.role))
        report([name, index, "role"], "Only messages of user, assistant and tool may be put in.");
      if (typeof message?.content !== "string") report([name, index, "content"], "A message's content is a text.");
    }
  }
  const [first] = errors;
  if (first) throw new AppError("invalid_request", first.message, { errors });
}
