import { valuesFromInput } from "@/lib/evaluation/suites/case-from-interaction";
import { type Content, isPlaceholder } from "@/lib/template/content";
import { messageLines } from "@/lib/template/message-text";
import { compileContent } from "@/lib/template/render";
import { messageTexts } from "@/lib/template/requests/spoken";

type FilledMessage = { role: string; text: string };

/**
 * The messages that the model received. filled: the version's template with the reported values. template: the values
 * are unknown, so variables are not replaced. `values` are the inserted texts, for highlighting.
 */
export type FilledPrompt = { kind: "filled" | "template"; messages: FilledMessage[]; values: string[] };

const placeholderText = (name: string) => `{{ ${name} }}`;

/** Returns the texts among values, the longest first. They are highlighted in the filled prompt. */
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

/** Fills a version's content with the values that an application reported as the input. Pure. */
export function fillPrompt(content: Content, input: unknown): FilledPrompt {
  const placeholders = content.messages.flatMap((message) => (isPlaceholder(message) ? [message.placeholder] : []));
  const values = valuesFromInput(input, { variables: content.variables ?? [], placeholders });
  if (values) {
    try {
      const entries = compileContent(content).renderEntries(values.variables, values.placeholders);
      // A placeholder without messages was not sent.
      const sent = entries.flatMap((entry) => (entry.kind === "open" ? [] : [entry.message]));
      const messages = messageTexts(sent).map(({ role, text }) => ({ role, text }));
      return { kind: "filled", messages, values: textsIn(Object.values(values.variables)) };
    } catch {
      // The version cannot be filled with these values. They come from an application, not from resolve.
    }
  }
  const messages = content.messages.map((message) =>
    isPlaceholder(message)
      ? { role: "placeholder", text: placeholderText(message.placeholder) }
      : { role: message.role, text: messageLines(message) },
  );
  return { kind: "template", messages, values: [] };
}
