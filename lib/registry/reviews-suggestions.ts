import type { Content } from "@/lib/template/content";
import { valueAt } from "./reviews-quote";
import { diffText } from "./text-diff";

/** What a suggestion does: replaces a line, inserts lines after it, or removes it. */
type SuggestedAct = "replace" | "insert" | "remove";

/** A change of one line, starting at 1. */
export type SuggestedLine = { line: number; act: SuggestedAct; text: string };

const suggestible = /^\/(messages\/\d+\/content|examples\/\d+\/(input|output))$/;

/** The text at a pointer for which suggestions are possible; null if there is none. Pure. */
export function suggestibleText(content: Content, pointer: string): string | null {
  const value = suggestible.test(pointer) ? valueAt(content, pointer) : undefined;
  return typeof value === "string" ? value : null;
}

/** All texts of a content for which suggestions are possible, by pointer. Pure. */
export function suggestibleTexts({ messages, examples = [] }: Content): Record<string, string> {
  const found: [string, unknown][] = [
    ...messages.map((message, index): [string, unknown] => [
      `/messages/${index}/content`,
      "content" in message ? message.content : undefined,
    ]),
    ...examples.flatMap(({ input, output }, index): [string, unknown][] => [
      [`/examples/${index}/input`, input],
      [`/examples/${index}/output`, output],
    ]),
  ];
  return Object.fromEntries(found.filter((one): one is [string, string] => typeof one[1] === "string"));
}

/** The changes from one text to another, one per line. Pure. */
export function suggestedLines(before: string, after: string): SuggestedLine[] {
  const found: SuggestedLine[] = [];
  // Lines inserted before the first line become part of the change of the first line.
  let lead: string[] = [];
  let last = 0;
  for (const row of diffText(before, after).lines) {
    if (!row.before) {
      const text = row.after?.text ?? "";
      const previous = found.at(-1);
      if (last === 0) lead.push(text);
      else if (previous?.act === "insert" && previous.line === last) previous.text += `\n${text}`;
      else found.push({ line: last, act: "insert", text });
      continue;
    }
    last = row.before.n;
    const replacement = row.after ? [...lead, row.after.text] : lead;
    if (row.kind !== "same" || lead.length > 0)
      found.push({ line: last, act: replacement.length > 0 ? "replace" : "remove", text: replacement.join("\n") });
    lead = [];
  }
  return found;
}

/** Applies the changes to a text, in any order. Pure. */
export function withLines(text: string, suggested: readonly SuggestedLine[]): string {
  const lines = text.split("\n").flatMap((line, index) => {
    const here = suggested.filter((one) => one.line === index + 1);
    const own = here.find(({ act }) => act !== "insert");
    const under = here.filter(({ act }) => act === "insert").map((one) => one.text);
    return [...(own ? (own.act === "remove" ? [] : [own.text]) : [line]), ...under];
  });
  return lines.join("\n");
}

/** Applies the accepted suggestions to a content. Pure. */
export function withSuggestions(content: Content, accepted: readonly (SuggestedLine & { pointer: string })[]): Content {
  const next = structuredClone(content);
  for (const pointer of new Set(accepted.map((one) => one.pointer))) {
    const text = suggestibleText(content, pointer);
    const [list, index, key] = pointer.slice(1).split("/");
    const holder = valueAt(next, `/${list}/${index}`);
    if (text === null || typeof holder !== "object" || holder === null || !key) continue;
    const ofPointer = accepted.filter((one) => one.pointer === pointer);
    Object.assign(holder, { [key]: withLines(text, ofPointer) });
  }
  return next;
}
