import { capitalize, listWords, pluralize } from "@/lib/core/words";
import type { ChangedCase, FieldChange } from "./case-changes";
import type { WaitingChanges } from "./views";

/** Describes the changes, one sentence each for cases and scorers: "2 cases added and 1 removed." Pure. */
export function changeWords({ cases, scorers }: Pick<WaitingChanges, "cases" | "scorers">): string[] {
  const { added, removed, replaced } = cases;
  const counted = [
    { count: added, verb: "added" },
    { count: removed, verb: "removed" },
    { count: replaced, verb: "changed" },
  ].filter(({ count }) => count > 0);
  const caseParts = counted.map(({ count, verb }) => `${pluralize(count, "case")} ${verb}`);
  const scorerParts = (["added", "changed", "removed"] as const).flatMap((verb) =>
    scorers[verb].length > 0
      ? [`${scorers[verb].length === 1 ? "scorer" : "scorers"} ${listWords(scorers[verb])} ${verb}`]
      : [],
  );
  const parts = [caseParts, scorerParts]
    .filter((list) => list.length > 0)
    .map((list) => `${capitalize(listWords(list))}.`);
  const { renamed } = scorers;
  const names = listWords(renamed.map(({ before, after }) => `${before} to ${after}`));
  const renames = renamed.length > 0 ? [`${renamed.length === 1 ? "Scorer" : "Scorers"} renamed: ${names}.`] : [];
  // Cases that were restored and scorers that were only renamed measure the same as before.
  return [...(parts.length > 0 ? parts : ["Nothing that is measured has changed."]), ...renames];
}

/** What became of a case or a scorer, as a label. */
export const changeKindWords: Record<ChangedCase["kind"], string> = {
  added: "Added",
  changed: "Changed",
  removed: "Removed",
};

/** The fields of a case. A variable has its own name. */
export const caseFieldWords: Record<Exclude<FieldChange["field"], "variable">, string> = {
  name: "Name",
  expected: "Expected answer",
  tags: "Tags",
  checks: "Checks",
  turns: "Earlier turns",
};
