import { AppError, type FieldError } from "@/lib/core/errors";
import { jsonPointer } from "@/lib/core/text";
import { type GivenMessage, givenMessageFault } from "./given-message";

/** Messages by the name of the placeholder: usually `{ history: [...] }`. */
export type PlaceholderMessages = Readonly<Record<string, readonly GivenMessage[]>>;

/** The maximum number of messages in one placeholder. */
export const maxPlaceholderMessages = 1_000;

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
