import { type Content, isPlaceholder } from "@/lib/template/content";
import { plainText } from "@/lib/template/message-text";
import type { SearchTerm } from "./search-query";

/** The field of a prompt that contains a text. `index` counts messages and examples from 0. */
type ExcerptPlace =
  | { field: "name" | "description" | "tags" }
  | { field: "message"; index: number; role: string }
  | { field: "example"; index: number };

/** Text around a match. `marks` are the matching ranges in it, [from, to). */
export type Excerpt = ExcerptPlace & { text: string; marks: [number, number][] };

type Source = { name: string; description: string; tags: readonly string[]; content: Content | null };

const longest = 160;
const before = 40;

/** All searched texts of a prompt, in order of weight. */
function* textsOf({ name, description, tags, content }: Source): Generator<[ExcerptPlace, string]> {
  for (const [index, entry] of (content?.messages ?? []).entries())
    if (!isPlaceholder(entry)) yield [{ field: "message", index, role: entry.role }, plainText(entry.content)];
  for (const [index, { input, output }] of (content?.examples ?? []).entries()) {
    yield [{ field: "example", index }, plainText(input)];
    yield [{ field: "example", index }, plainText(output)];
  }
  yield [{ field: "description" }, description];
  yield [{ field: "tags" }, tags.join(", ")];
  yield [{ field: "name" }, name];
}

const escaped = (word: string) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** A pattern that finds the wanted terms: consecutive words, separated by punctuation. */
function patternOf(terms: readonly SearchTerm[]): RegExp | null {
  const included = terms.filter(({ isExcluded }) => !isExcluded);
  if (included.length === 0) return null;
  const parts = included.map(
    ({ words, isOpen }) =>
      `${words.map(escaped).join("[^\\p{L}\\p{N}]+")}${isOpen ? "[\\p{L}\\p{N}]*" : "(?![\\p{L}\\p{N}])"}`,
  );
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${parts.join("|")})`, "giu");
}

/** The place that matches the most terms, as a one-line excerpt; null if nothing matches. Pure. */
export function findExcerpt(source: Source, terms: readonly SearchTerm[]): Excerpt | null {
  const pattern = patternOf(terms);
  if (!pattern) return null;
  let best: { place: ExcerptPlace; text: string; at: number; found: number } | null = null;
  for (const [place, text] of textsOf(source)) {
    const matches = [...text.matchAll(pattern)].slice(0, 200);
    const found = new Set(matches.map(([match]) => match.toLowerCase())).size;
    const [first] = matches;
    if (first && found > (best?.found ?? 0)) best = { place, text, at: first.index, found };
  }
  if (!best) return null;
  const text = cut(best.text, best.at);
  const marks = [...text.matchAll(pattern)].map(({ index, 0: match }): [number, number] => [
    index,
    index + match.length,
  ]);
  return { ...best.place, text, marks };
}

/** The text around a position, starting at a word boundary, on one line. */
function cut(text: string, at: number): string {
  const roughly = Math.max(0, at - before);
  const start = roughly === 0 ? 0 : at - (text.slice(roughly, at).match(/\s(\S.*)?$/s)?.[1]?.length ?? at - roughly);
  const piece = text.slice(start, start + longest);
  const isWhole = start + longest >= text.length;
  const end = isWhole ? piece : piece.replace(/\s+\S*$/, "");
  const line = end.replaceAll(/\s+/g, " ").trim();
  return `${start > 0 ? "… " : ""}${whole(line)}${isWhole ? "" : " …"}`;
}

// Cutting inside a surrogate pair leaves half a character, which must be removed.
const whole = (text: string) => text.replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, "");
