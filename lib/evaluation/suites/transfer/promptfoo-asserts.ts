import { isRecord } from "@/lib/core/records";

/** The conversion of promptfoo's assertions: checks, the expected answer, and assertions without a counterpart. */
export type ReadAsserts = { checks: Record<string, unknown>[]; expected: unknown; left: unknown[] };

type Assert = { type: string; value: unknown };

const asTexts = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.filter((each): each is string => typeof each === "string" && each !== "");
  if (typeof value !== "string") return typeof value === "number" ? [String(value)] : [];
  return value
    .split(",")
    .map((each) => each.trim())
    .filter(Boolean);
};
const asText = (value: unknown): string[] =>
  (typeof value === "string" && value !== "") || typeof value === "number" ? [String(value)] : [];
const quoted = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

const contains = (texts: string[], match: "all" | "any", ignoreCase: boolean) =>
  texts.length > 0 && { type: "contains", texts, match, ignoreCase };
const without = (texts: string[], ignoreCase: boolean) =>
  texts.length > 0 && { type: "not_contains", texts, ignoreCase };
const regex = (value: unknown, shouldMatch = true, before = "") =>
  asText(value).length > 0 && {
    type: "regex",
    pattern: `${before}${before ? quoted(String(value)) : String(value)}`,
    shouldMatch,
  };
const rubric = (value: unknown) => asText(value).length > 0 && { type: "rubric", criteria: String(value) };

const checkOf: Record<string, (value: unknown) => Record<string, unknown> | false> = {
  contains: (value) => contains(asText(value), "all", false),
  icontains: (value) => contains(asText(value), "all", true),
  "contains-all": (value) => contains(asTexts(value), "all", false),
  "contains-any": (value) => contains(asTexts(value), "any", false),
  "icontains-all": (value) => contains(asTexts(value), "all", true),
  "icontains-any": (value) => contains(asTexts(value), "any", true),
  "not-contains": (value) => without(asText(value), false),
  "not-icontains": (value) => without(asText(value), true),
  "not-contains-any": (value) => without(asTexts(value), false),
  "not-icontains-any": (value) => without(asTexts(value), true),
  regex: (value) => regex(value),
  "not-regex": (value) => regex(value, false),
  "starts-with": (value) => regex(value, true, "^"),
  "not-starts-with": (value) => regex(value, false, "^"),
  "is-json": (value) => ({ type: "json_schema", schema: isRecord(value) ? value : {}, isFenceAllowed: false }),
  "llm-rubric": rubric,
  "model-graded-closedqa": rubric,
};

/** Reads the assertions of a configuration. An assertion with a weight or a grader is listed in `left`. */
export function readAsserts(list: readonly unknown[]): ReadAsserts {
  const read: ReadAsserts = { checks: [], expected: undefined, left: [] };
  for (const entry of list) {
    if (!isRecord(entry) || typeof entry.type !== "string") read.left.push(entry);
    else take({ type: entry.type, value: entry.value }, read, entry);
  }
  return read;
}

function take({ type, value }: Assert, read: ReadAsserts, source: unknown): void {
  // A template or a script file is not a literal value.
  const isPlain = typeof value !== "string" || !/\{\{|\{%|^file:\/\//.test(value);
  const hasMore = isRecord(source) && Object.keys(source).some((key) => !["type", "value", "metric"].includes(key));
  const check = isPlain && !hasMore && Object.hasOwn(checkOf, type) ? checkOf[type]?.(value) : false;
  if (check) read.checks.push(check);
  else if (type === "equals" && isPlain && !hasMore && value !== undefined && read.expected === undefined)
    read.expected = value;
  else read.left.push(source);
}

const assertCell = /^(not-)?([a-z]+(?:-[a-z]+)*)(\([^)]{0,40}\))?:\s?([\s\S]*)$/;
const scripts = ["javascript", "fn", "eval", "python", "ruby", "file", "webhook"];

/** Reads an `__expected` cell: "contains: hello", "is-json", or the expected answer itself. */
export function readExpectedCell(text: string): ReadAsserts {
  const read: ReadAsserts = { checks: [], expected: undefined, left: [] };
  const trimmed = text.trim();
  const [, not = "", name = "", threshold, value = ""] = assertCell.exec(trimmed) ?? [];
  const type = `${not}${name === "grade" ? "llm-rubric" : name}`;
  if (/^(not-)?is-json$/.test(trimmed)) take({ type: trimmed, value: undefined }, read, trimmed);
  else if (threshold === undefined && (Object.hasOwn(checkOf, type) || type === "equals"))
    take({ type, value }, read, trimmed);
  else if (threshold !== undefined || scripts.includes(name) || isOtherAssert(type)) read.left.push(trimmed);
  else read.expected = text;
  return read;
}

/** Assertions of promptfoo without a counterpart. Without this list they would be read as expected answers. */
const isOtherAssert = (type: string) =>
  /^(not-)?(similar|levenshtein|rouge-[a-z]|bleu|gleu|meteor|latency|cost|perplexity|perplexity-score|contains-json|contains-xml|contains-sql|contains-html|is-sql|is-xml|is-html|is-refusal|is-valid-[a-z-]+|factuality|answer-relevance|context-[a-z]+|classifier|moderation|select-best|guardrails|word-count|g-eval|pi|trace-[a-z-]+|conversation-relevance|model-graded-[a-z]+|equals)$/.test(
    type,
  );
