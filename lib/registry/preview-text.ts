import { type Content, isPlaceholder, type Role } from "@/lib/template/content";
import { compileContent, messagesInOrder } from "@/lib/template/render";

/** One part of a preview as a reader sees it; `role` is null for a place that the application fills. */
export type PreviewPart = { role: Role | null; placeholder: string | null; text: string };

export type PreviewText = {
  parts: PreviewPart[];
  /** Required variables without a value: their names stand in their places. */
  unfilled: string[];
  /** Why the templates are shown as they are; null when they were filled. */
  problem: string | null;
};

const stand = (name: string) => ({ string: `[${name}]`, number: 0, boolean: false, array: [], object: {} });

/** A content, snippets put in, with its sample values: what a preview shows. Pure; never throws. */
export function fillPreview(content: Content, values: Readonly<Record<string, unknown>>): PreviewText {
  const declared = content.variables ?? [];
  const given = (name: string) => Object.hasOwn(values, name) && values[name] !== null && values[name] !== "";
  const missing = declared.filter(({ name, default: fallback }) => !given(name) && fallback === undefined);
  const filled = {
    ...values,
    ...Object.fromEntries(
      missing.filter(({ required }) => required).map(({ name, type }) => [name, stand(name)[type]]),
    ),
  };
  const unfilled = missing.filter(({ required }) => required).map(({ name }) => name);
  try {
    return { parts: compileContent(content).render(filled).map(toPart), unfilled, problem: null };
  } catch (error) {
    const problem = error instanceof Error ? error.message : "The text cannot be filled.";
    return { parts: messagesInOrder(content).map(toPart), unfilled, problem };
  }
}

function toPart(entry: Content["messages"][number]): PreviewPart {
  if (isPlaceholder(entry)) return { role: null, placeholder: entry.placeholder, text: "" };
  return { role: entry.role, placeholder: null, text: entry.content };
}
