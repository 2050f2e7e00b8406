import type { CaseCheck } from "./check-schema";

const quoted = (texts: readonly string[]) => texts.map((text) => `“${text}”`).join(", ");
const bounds = (min: number | null, max: number | null, unit: string) =>
  min === null ? `at most ${max} ${unit}` : max === null ? `at least ${min} ${unit}` : `${min} to ${max} ${unit}`;

/** Describes a check of a case in one line: "Contains “refund”". Pure. */
export function describeCheck(check: CaseCheck): string {
  switch (check.type) {
    case "contains":
      return `Contains ${check.texts.length > 1 ? `${check.match} of ` : ""}${quoted(check.texts)}`;
    case "not_contains":
      return `Does not contain ${quoted(check.texts)}`;
    case "regex":
      return `${check.shouldMatch ? "Matches" : "Does not match"} /${check.pattern}/${check.flags}`;
    case "numeric": {
      const off = check.tolerance === 0 ? "" : ` ± ${check.tolerance}${check.mode === "relative" ? " of it" : ""}`;
      return `Contains the number ${check.value}${off}`;
    }
    case "json_schema":
      return "Is JSON that matches a schema";
    case "required_sections":
      return `Has the sections ${quoted(check.sections)}${check.inOrder ? ", in this order" : ""}`;
    case "length":
      return `Has ${bounds(check.min, check.max, check.unit)}`;
    case "rubric":
      return `Judge: ${check.criteria}`;
  }
}
