import { valuesFromInput } from "@/lib/evaluation/suites/case-from-interaction";
import { type Content, isPlaceholder } from "@/lib/template/content";
import { messageLines } from "@/lib/template/message-text";
import { compileContent } from "@/lib/template/render";
import { spokenIn } from "@/lib/template/requests/spoken";

type FilledMessage = { role: string; text: string };

/**
 * What the model was sent. filled: the version's template with the values that were reported. template: the values are
 * not known, so variables stand in it. `values` are texts that were put in, to be marked.
 */
export type FilledPrompt = { kind: "filled" | "template"; messages: FilledMessage[]; values: string[] };

const placeholderText = (name: string) => `{{ ${name} }}`;

/** The texts among values, the longest first: what is marked in the filled prompt. */
function textsIn(values: readonly unknown[]): string[] {
  const texts = values.flatMap((value): string[] => {
    if (typeof value === "string") return [value];
    if (typeof value === "number") return [String(value)];
    if (Array.isArray(value)) return textsIn(value);
    return value !== null && typeof value === "object" ? textsIn(Object.values(value)) : [];
  });
  const marked = [...new Set(texts.map((text) => text.trim()))].filter((text) => text.length > 1);
  return marked.toSorted((a, b) => b.length - a.length).slice(0, 50);
}

/** Fills a version's content with what an application sent along as the input. Pure. */
export function fillPrompt(content: Content, input: unknown): FilledPrompt {
  const placeholders = content.messages.flatMap((message) => (isPlaceholder(message) ? [message.placeholder] : []));
  const given = valuesFromInput(input, { variables: content.variables ?? [], placeholders });
  if (given) {
    try {
      const entries = compileContent(content).renderEntries(given.variables, given.placeholders);
      // A placeholder that nobody filled was not sent.
      const sent = entries.flatMap((entry) => (entry.kind === "open" ? [] : [entry.message]));
      const messages = spokenIn(sent).map(({ role, text }) => ({ role, text }));
      return { kind: "filled", messages, values: textsIn(Object.values(given.variables)) };
    } catch {
      // Values that this version cannot be filled with: they were reported by an application, not by resolve.
    }
  }
  const messages = content.messages.map((message) =>
    isPlaceholder(message)
      ? { role: "placeholder", text: placeholderText(message.placeholder) }
      : { role: message.role, text: messageLines(message) },
  );
  return { kind: "template", messages, values: [] };
}
