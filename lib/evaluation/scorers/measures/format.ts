import { listWords, pluralize } from "@/lib/core/words";
import { readJson } from "../json-answer";
import { firstMisfit } from "../json-schema";
import { clip } from "../wording";
import { type Finding, passOrFail } from "./finding";
import { wordsOf } from "./similarity";

/** Whether the answer is JSON that matches a schema. The explanation names the first mismatch. */
export function measureJsonSchema(schema: Record<string, unknown>, isFenceAllowed: boolean, output: string): Finding {
  const read = readJson(output, isFenceAllowed);
  if (!read.ok) return passOrFail(false, read.why);
  const misfit = firstMisfit(schema, read.value);
  return misfit === null ? passOrFail(true, "It is JSON that fits the schema.") : passOrFail(false, misfit);
}

const maxLines = 20_000;
// "## 2. **Next steps:**" is compared as "next steps".
const plainLine = (line: string) =>
  line
    .slice(0, 600)
    .normalize("NFC")
    .toLowerCase()
    .replace(/^[\s#>*_+•–-]*(?:\d{1,3}[.)]\s*)?[\s*_]*/, "")
    .replace(/[\s*_#]+$/, "");

/** Whether a line is this heading, or begins with it as a label. */
function isSection(line: string, section: string): boolean {
  if (!line.startsWith(section)) return false;
  return /^[\s*_]*(?:[:：.–—-]|$)/.test(line.slice(section.length));
}

/** The share of the expected headings or labels with which a line of the answer begins. */
export function measureSections(
  { sections, inOrder }: { sections: readonly string[]; inOrder: boolean },
  output: string,
): Finding {
  const lines = output.split(/\r?\n/, maxLines).map(plainLine);
  const placed = sections.map((section) => {
    const plain = plainLine(section);
    return { section, place: lines.findIndex((line) => isSection(line, plain)) };
  });
  const missing = placed.filter(({ place }) => place < 0).map(({ section }) => `“${clip(section, 60)}”`);
  const value = (sections.length - missing.length) / sections.length;
  const word = missing.length === 1 ? "The section" : "The sections";
  if (missing.length > 0)
    return {
      value,
      explanation: `${word} ${listWords(missing.slice(0, 8))} ${missing.length === 1 ? "is" : "are"} missing.`,
    };
  const late = placed.find(({ place }, index) => index > 0 && place <= (placed[index - 1]?.place ?? -1));
  if (inOrder && late) return passOrFail(false, `The section “${clip(late.section, 60)}” is not in its place.`);
  return passOrFail(
    true,
    sections.length === 1 ? "The section is there." : `All ${sections.length} sections are there.`,
  );
}

/** The length of a text in grapheme clusters, words or lines. */
export function lengthOf(text: string, unit: "characters" | "words" | "lines"): number {
  if (unit === "words") return wordsOf(text, Number.POSITIVE_INFINITY).length;
  if (unit === "lines") return text.trim() === "" ? 0 : text.trim().split(/\r\n|\r|\n/).length;
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

type LengthRules = { unit: "characters" | "words" | "lines"; min: number | null; max: number | null };

/** 1 for a length within the bounds. Outside, the value decreases with the distance from the bound. */
export function measureLength({ unit, min, max }: LengthRules, output: string): Finding {
  const length = lengthOf(output, unit);
  const has = pluralize(length, unit.slice(0, -1));
  if (min !== null && length < min)
    return {
      value: length / min,
      explanation: `It has ${has}; at least ${min.toLocaleString("en-US")} are asked for.`,
    };
  if (max !== null && length > max)
    return { value: max / length, explanation: `It has ${has}; at most ${max.toLocaleString("en-US")} are allowed.` };
  return passOrFail(true, `It has ${has}.`);
}
