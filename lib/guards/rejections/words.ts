import { formatCount } from "@/lib/experiments/results/figures";
import { inputWords } from "@/lib/telemetry/input-words";
import type { RejectionGroupView, Rejections } from "../queries/rejections";
import { fewestToGroup } from "./group";

type Example = Pick<RejectionGroupView["examples"][number], "comment" | "explanation">;
type Group = { words: readonly string[]; examples: readonly Example[] };
const [shortestSentence, longestSentence] = [8, 90];

/** Returns the sentence of the examples that contains most of the group's words; on a tie, the shortest. */
function sentenceOf({ words, examples }: Group): string | null {
  const ranked = examples
    .flatMap(({ comment, explanation }) => (comment || explanation).split(/(?<=[.!?…])\s+|\n+/u))
    .map((text) => text.trim().replace(/\.$/, ""))
    .filter(({ length }) => length >= shortestSentence && length <= longestSentence)
    .map((text) => ({ text, hits: words.filter((word) => text.toLowerCase().includes(word)).length }))
    .filter(({ hits }) => hits > 0);
  return ranked.toSorted((a, b) => b.hits - a.hits || a.text.length - b.text.length)[0]?.text ?? null;
}

/**
 * Returns the title of a group: a typical sentence, else its words. A group without words contains the remaining
 * answers. Pure.
 */
export function groupTitle(group: Group, isOnly: boolean): string {
  const sentence = sentenceOf(group);
  if (sentence) return `“${sentence.replaceAll("“", "‘").replaceAll("”", "’")}”`;
  if (group.words.length > 0) return group.words.join(", ");
  return isOnly ? "All rejected answers" : "Everything else";
}

/** The name of the suite made from a group, at most 100 characters. Pure. */
export function suiteNameOf(prompt: string, title: string): string {
  const isQuote = title.startsWith("“");
  const words = isQuote ? title.slice(1, -1) : `${title[0]?.toLowerCase()}${title.slice(1)}`;
  return `${prompt}: ${words}`.slice(0, 100).trim();
}

/** Lists which versions answered: "v2", "v2 34, v1 6". Pure. */
export function versionWords(versions: RejectionGroupView["versions"]): string {
  if (versions.length === 1) return `v${versions[0]?.version}`;
  return versions
    .slice(0, 3)
    .map(({ version, count }) => `v${version} ${count}`)
    .join(", ");
}

const longestLink = 4_000;

/** Returns as many ids as fit into an address. Skips ids with a comma, because commas separate the list. Pure. */
export function idsForLink(interactionIds: readonly string[]): string[] {
  let length = 0;
  return interactionIds
    .filter((id) => !id.includes(","))
    .filter((id) => {
      length += encodeURIComponent(id).length + 3;
      return length <= longestLink;
    });
}

/** What was read, and how it is grouped. Pure. */
export function leadOf({
  rejected,
  isCut,
  groups,
}: Pick<Rejections, "rejected" | "isCut"> & { groups: readonly Pick<RejectionGroupView, "words">[] }): string {
  const read = `${isCut ? "The newest " : ""}${formatCount(rejected)} rejected ${rejected === 1 ? "answer" : "answers"}`;
  if (rejected < fewestToGroup) return `${read}. Groups need ${fewestToGroup}.`;
  const named = groups.filter(({ words }) => words.length > 0).length;
  if (named === 0) return `${read}. They have no words in common.`;
  return `${read}, grouped by the words of comments, scorers and texts.`;
}

/** Describes an answer: its comment, else its input with the scorer's explanation or the output. */
export function exampleWords({
  comment,
  explanation,
  input,
  output,
  version,
}: RejectionGroupView["examples"][number]): string {
  if (comment) return `“${comment}”`;
  const question = input === null ? "" : inputWords(input);
  const answer = explanation || (output ?? "");
  return [question, answer].filter(Boolean).join(" → ") || `An answer of v${version} whose texts were not sent`;
}
