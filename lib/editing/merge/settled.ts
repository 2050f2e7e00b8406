import type { MergeChoice, MergeChoices, MergeConflict } from "@/lib/registry/merge";

export type OwnChoice = MergeChoice;

/** The key of a choice: the id of the conflict with its texts. */
export function keyOf({ id, base, ours, theirs }: MergeConflict): string {
  return JSON.stringify([id, base, ours, theirs]);
}

export function isSettled(choice: OwnChoice | undefined): boolean {
  return choice !== undefined;
}

/** Returns the choices for the merge, by the ids of the current conflicts. */
export function toChoices(conflicts: readonly MergeConflict[], choices: ReadonlyMap<string, OwnChoice>): MergeChoices {
  return Object.fromEntries(
    conflicts.flatMap((conflict) => {
      const choice = choices.get(keyOf(conflict));
      return choice ? [[conflict.id, choice]] : [];
    }),
  );
}

/** Returns the result of a conflict with a choice. Without a choice, returns both sides, ours first. */
export function textOf({ ours, theirs }: MergeConflict, choice: OwnChoice | undefined): string {
  if (choice && "text" in choice) return choice.text;
  if (choice?.take === "ours") return ours ?? "";
  if (choice?.take === "theirs") return theirs ?? "";
  return [ours, theirs].filter((side) => side !== null).join("\n");
}

/** "2 of 3 conflicts left." */
export function placesLeft(total: number, left: number): string {
  if (total === 0) return "There are no conflicts.";
  if (left === 0) return total === 1 ? "The conflict is resolved." : `All ${total} conflicts are resolved.`;
  return total === 1 ? "One conflict left." : `${left} of ${total} conflicts left.`;
}
