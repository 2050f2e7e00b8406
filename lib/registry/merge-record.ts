/** One thing in its three states: what both sides started from, and what each made of it. */
export type Three<T> = { base: T; ours: T; theirs: T };

/** One thing that both sides have; `base` is undefined when both added it. */
export type Known<T> = { base: T | undefined; ours: T; theirs: T };

export type MergeSide = "ours" | "theirs";

/** How a conflict is settled: one side, both (texts only: our lines, then theirs), or words of one's own. */
export type MergeChoice = { take: MergeSide | "both" } | { text: string };

/** Choices by the id of their conflict. */
export type MergeChoices = Readonly<Record<string, MergeChoice>>;

/** Where something stands in the merged content. */
export type MergePath = { id: string; pointer: string; label: string };

/** A place that both sides changed differently. Null: it is not there on that side. */
export type MergeConflict = MergePath &
  Three<string | null> & {
    /** `text`: lines, which can be kept from both sides or written anew; `value`: one of the two, as JSON unless a string. */
    kind: "text" | "value";
    /** The first line, from 1, within the text on either side; null for values. */
    line: { ours: number; theirs: number } | null;
  };

/** A change that came from one side alone and was taken over. */
export type TakenChange = MergePath & { side: MergeSide; before: string | null; after: string | null };

/** Collects what a merge meets, and answers with what was chosen. */
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

/** The place of a part of something. */
export function inside({ id, pointer, label }: MergePath, key: string | number, name?: string): MergePath {
  const step = String(key).replaceAll("~", "~0").replaceAll("/", "~1");
  return {
    id: `${id}/${step}`,
    pointer: `${pointer}/${step}`,
    label: name === undefined ? label : `${label}: ${name}`,
  };
}
