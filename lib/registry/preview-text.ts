import { type Content, isPlaceholder, type MessageContent, type Role } from "@/lib/template/content";
import { messagesInOrder } from "@/lib/template/fill";
import { messageLines } from "@/lib/template/message-text";
import { compileContent } from "@/lib/template/render";
import { isMediaType } from "@/lib/template/variables";

/** One part of a preview. `role` is null for a placeholder, which the application fills. */
export type PreviewPart = { role: Role | null; placeholder: string | null; text: string };

export type PreviewText = {
  parts: PreviewPart[];
  /** Required variables without a value. The text shows their names instead. */
  unfilled: string[];
  /** Why the templates are shown unfilled; null if they were filled. */
  problem: string | null;
};

/** A filled text of more characters is not shown. A template has at most 256 KiB. */
const mostCharacters = 300_000;

const stand = (name: string) => ({ string: `[${name}]`, number: 0, boolean: false, array: [], object: {} });

/** The text of a preview: a content with snippets inserted and filled with sample values. Never throws. Pure. */
export function fillPreview(content: Content, values: Readonly<Record<string, unknown>>): PreviewText {
  const declared = content.variables ?? [];
  const hasValue = (name: string) => Object.hasOwn(values, name) && values[name] !== null && values[name] !== "";
  const missing = declared.filter(({ name, default: fallback }) => !hasValue(name) && fallback === undefined);
  const required = missing.filter((variable) => variable.required);
  const unfilled = required.map(({ name }) => name);
  const texts = required.flatMap(({ name, type }) => (isMediaType(type) ? [] : [[name, stand(name)[type]]]));
  const media = new Set(missing.flatMap(({ name, type }) => (isMediaType(type) ? [name] : [])));
  try {
    const entries = compileContent(nameMedia(content, media)).renderEntries({
      ...values,
      ...Object.fromEntries(texts),
    });
    const parts = entries.flatMap((entry) => {
      if (entry.kind === "given") return [];
      return toPart(entry.kind === "open" ? entry.placeholder : entry.message);
    });
    if (parts.reduce((sum, { text }) => sum + text.length, 0) > mostCharacters)
      throw new Error(`The filled text has more than ${mostCharacters.toLocaleString("en")} characters.`);
    return { parts, unfilled, problem: null };
  } catch (error) {
    const problem = error instanceof Error ? error.message : "The text cannot be filled.";
    return { parts: messagesInOrder(content).map(toPart), unfilled, problem };
  }
}

/** The content with the names of these images and files in their places. */
function nameMedia(content: Content, names: ReadonlySet<string>): Content {
  if (names.size === 0) return content;
  const named = (parts: MessageContent): MessageContent =>
    typeof parts === "string"
      ? parts
      : parts.map((part) =>
          part.type !== "text" && part.variable !== undefined && names.has(part.variable)
            ? { type: "text", text: `[${part.type} ${part.variable}]` }
            : part,
        );
  return {
    ...content,
    messages: content.messages.map((entry) =>
      isPlaceholder(entry) ? entry : { ...entry, content: named(entry.content) },
    ),
    ...(content.examples && {
      examples: content.examples.map(({ input, output }) => ({ input: named(input), output: named(output) })),
    }),
    ...(content.variables && { variables: content.variables.filter(({ name }) => !names.has(name)) }),
  };
}

function toPart(entry: Content["messages"][number]): PreviewPart {
  if (isPlaceholder(entry)) return { role: null, placeholder: entry.placeholder, text: "" };
  return { role: entry.role, placeholder: null, text: messageLines(entry) };
}
