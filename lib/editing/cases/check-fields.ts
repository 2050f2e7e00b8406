import type { CheckType } from "@/lib/evaluation/scorers/check-schema";

/** A field of a check in the form. */
export type CheckField = { name: string; label: string; help?: string } & (
  | { kind: "lines" | "text" | "area" | "json" }
  | { kind: "number"; isOptional?: boolean }
  | { kind: "flag"; isOnAtFirst: boolean }
  | { kind: "choice"; options: readonly { value: string; label: string }[] }
);

/** The title of each kind of check. */
export const checkTitles: Record<CheckType, string> = {
  contains: "Contains",
  not_contains: "Does not contain",
  regex: "Matches a pattern",
  numeric: "Contains a number",
  json_schema: "Matches a JSON Schema",
  required_sections: "Has sections",
  length: "Has a length",
  rubric: "A judge's question",
};

/** The default dimension of a check. */
export const usualDimension: Record<CheckType, "accuracy" | "format" | "safety"> = {
  contains: "accuracy",
  not_contains: "safety",
  regex: "accuracy",
  numeric: "accuracy",
  json_schema: "format",
  required_sections: "format",
  length: "format",
  rubric: "accuracy",
};

const texts: CheckField = { name: "texts", label: "Texts", kind: "lines", help: "One per line." };
const ignoreCase: CheckField = {
  name: "ignoreCase",
  label: "Ignore case",
  kind: "flag",
  isOnAtFirst: true,
};

/** The fields of each kind, in order. */
export const checkFields: Record<CheckType, readonly CheckField[]> = {
  contains: [
    texts,
    {
      name: "match",
      label: "Which number",
      kind: "choice",
      options: [
        { value: "all", label: "all of them" },
        { value: "any", label: "any one of them" },
      ],
    },
    ignoreCase,
  ],
  not_contains: [texts, ignoreCase],
  regex: [
    { name: "pattern", label: "Pattern", kind: "text", help: "RE2 syntax: no look-around, no back-references." },
    {
      name: "flags",
      label: "Flags",
      kind: "text",
      help: "i: ignore case, m: ^ and $ at lines, s: dot takes line ends.",
    },
    {
      name: "shouldMatch",
      label: "The answer must match. If this is off, it must not match",
      kind: "flag",
      isOnAtFirst: true,
    },
  ],
  numeric: [
    { name: "value", label: "Number", kind: "number" },
    { name: "tolerance", label: "Tolerance", kind: "number", isOptional: true },
    {
      name: "mode",
      label: "The tolerance is",
      kind: "choice",
      options: [
        { value: "absolute", label: "a difference" },
        { value: "relative", label: "a share, 0.05 for 5 %" },
      ],
    },
    {
      name: "pick",
      label: "Which number of the answer",
      kind: "choice",
      options: [
        { value: "last", label: "the last" },
        { value: "first", label: "the first" },
      ],
    },
  ],
  json_schema: [
    { name: "schema", label: "JSON Schema", kind: "json" },
    {
      name: "isFenceAllowed",
      label: "A ```json code fence around the answer is allowed",
      kind: "flag",
      isOnAtFirst: true,
    },
  ],
  required_sections: [
    {
      name: "sections",
      label: "Sections",
      kind: "lines",
      help: "Headings or labels at the start of a line, one per line.",
    },
    { name: "inOrder", label: "In this order", kind: "flag", isOnAtFirst: false },
  ],
  length: [
    { name: "min", label: "At least", kind: "number", isOptional: true },
    { name: "max", label: "At most", kind: "number", isOptional: true },
    {
      name: "unit",
      label: "Counted in",
      kind: "choice",
      options: [
        { value: "words", label: "words" },
        { value: "characters", label: "characters" },
        { value: "lines", label: "lines" },
      ],
    },
  ],
  rubric: [
    {
      name: "criteria",
      label: "What the judge checks",
      kind: "area",
      help: "It passes or fails. “It says that the parcel is late and apologises once.”",
    },
  ],
};

/** All kinds, in the order in which they are offered. */
export const checkTypes = Object.keys(checkFields) as CheckType[];
