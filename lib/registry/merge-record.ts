/** The three states of a value: the common base and both sides. */
export type Three<T> = { base: T; ours: T; theirs: T };

/** A value that both sides have. `base` is undefined if both added it. */
export type ThreeSides<T> = { base: T | undefined; ours: T; theirs: T };

export type MergeSide = "ours" | "theirs";

/** How to resolve a conflict: one side, both (texts only: our lines, then theirs), or a custom text. */
export type MergeChoice = { take: MergeSide | "both" } | { text: string };

/** Choices by conflict id. */
export type MergeChoices = Readonly<Record<string, MergeChoice>>;

/** A location in the merged content. */
export type MergePath = { id: string; pointer: string; label: string };

/** A location that both sides changed differently. Null means that it does not exist on that side. */
export type MergeConflict = MergePath &
  Three<string | null> & {
    /**
     * `text`: lines, of which both sides can be kept or which can be rewritten. `value`: one of the two, as JSON unless
     * it is a string.
     */
    kind: "text" | "value";
    /** The first line of the conflict in the text of each side, starting at 1; null for values. */
    line: { ours: number; theirs: number } | null;
  };

/** A change that only one side made and that was applied. */
export type TakenChange = MergePath & { side: MergeSide; before: string | null; after: string | null };

/** Collects the changes and conflicts of a merge, and returns the choices for the conflicts. */
export type MergeRecord = {
  conflicts: MergeConflict[];
  taken: TakenChange[];
  choose: (conflict: MergeConflict) => MergeChoice | undefined;
  take: (change: TakenChange) => void;
};

export function startRecord(choices: MergeChoices): MergeRecord {
  const conflicts: MergeConflict[] = [];
  const taken: TakenChange[] = [];
  return {
    conflicts,
    taken,
    choose: (conflict) => {
      conflicts.push(conflict);
      return Object.hasOwn(choices, conflict.id) ? choices[conflict.id] : undefined;
    },
    take: (change) => {
      taken.push(change);
    },
  };
}

/** The path of a part inside a path. */
export function inside({ id, pointer, label }: MergePath, key: string | number, name?: string): MergePath {
  const step = String(key).replaceAll("~", "~0").replaceAll("/", "~1");
  return {
    id: `${id}/${step}`,
    pointer: `${pointer}/${step}`,
    label: name === undefined ? label : `${label}: ${name}`,
  };
}
