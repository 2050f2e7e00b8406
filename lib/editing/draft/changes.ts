import { pluralize } from "@/lib/core/words";
import type { ContentDiff } from "@/lib/registry/diff";
import type { MessageDiff } from "@/lib/registry/message-diff";
import type { TextDiffRow } from "@/lib/registry/text-diff";
import type { Role, Variable } from "@/lib/template/content";
import { roleNames } from "./draft";

/** Counts changes as a person would: consecutive changed lines, and single settings. */
export function countChanges(diff: ContentDiff): number {
  const single = [diff.type, diff.responseSchema, diff.tools].filter((part) => part !== null).length;
  const listed = diff.variables.length + diff.model.length + diff.examples.length + diff.snippets.length;
  return single + listed + diff.messages.reduce((sum, message) => sum + changesIn(message), 0);
}

function changesIn({ status, lines, before, after }: MessageDiff): number {
  if (status === "same") return 0;
  if (status !== "changed") return 1;
  const isRoleNew = before?.role !== after?.role || before?.name !== after?.name;
  const starts = lines.filter(
    (row, index) => row.kind !== "same" && (index === 0 || lines[index - 1]?.kind === "same"),
  );
  return starts.length + (isRoleNew ? 1 : 0);
}

/** The lines of a text that are new or changed against the version it started from. From 1. */
export type LineMarks = { added: number[]; changed: number[] };

export function lineMarks(rows: readonly TextDiffRow[]): LineMarks {
  const lines = (kind: TextDiffRow["kind"]) =>
    rows.flatMap((row) => (row.kind === kind && row.after ? [row.after.n] : []));
  return { added: lines("add"), changed: lines("change") };
}

/** One line of "what this version changes". */
export type SummaryLine =
  | { kind: "message"; label: string; added: number; removed: number; note: string | null }
  | { kind: "variable"; text: string; names: string[] }
  | { kind: "other"; text: string };

/** Summarizes the changes in a few lines: messages with their changed lines, variables, and the names of the rest. */
export function summarize(diff: ContentDiff): SummaryLine[] {
  return [
    ...(diff.type ? [{ kind: "other" as const, text: "The type" }] : []),
    ...diff.messages.flatMap(messageLine),
    ...variableLines(diff.variables),
    ...counted(diff.model, "model setting", (change) => change.setting.replace("parameters.", "")),
    ...counted(diff.examples, "example", (change) => change.status),
    ...diff.snippets.map(
      ({ name, before, after }): SummaryLine => ({ kind: "other", text: pinText(name, before, after) }),
    ),
    ...(diff.responseSchema ? [{ kind: "other" as const, text: "The response schema" }] : []),
    ...(diff.tools ? [{ kind: "other" as const, text: "The tools" }] : []),
  ];
}

function messageLine({ status, before, after, added, removed }: MessageDiff): SummaryLine[] {
  if (status === "same") return [];
  const label = sideName(after ?? before);
  const role = status === "changed" && before?.role !== after?.role ? `was ${sideName(before)}` : null;
  const notes = { added: "new", removed: "removed", moved: "moved", changed: role };
  return [{ kind: "message", label, added, removed, note: notes[status] }];
}

/** The display name of a message: "System", "Chat history". */
export function sideName(side: MessageDiff["after"]): string {
  if (side?.placeholder) return side.placeholder === "history" ? "Chat history" : `Placeholder ${side.placeholder}`;
  return roleNames[(side?.role ?? "user") as Role];
}

function variableLines(changes: ContentDiff["variables"]): SummaryLine[] {
  const isRequired = (variable: Variable | null) => variable?.required && variable.default === undefined;
  const groups: [string, ContentDiff["variables"]][] = [
    ["new required variable", changes.filter((one) => one.status === "added" && isRequired(one.after))],
    ["new optional variable", changes.filter((one) => one.status === "added" && !isRequired(one.after))],
    ["changed variable", changes.filter((one) => one.status === "changed")],
    ["removed variable", changes.filter((one) => one.status === "removed")],
  ];
  return groups.flatMap(([noun, list]): SummaryLine[] =>
    list.length === 0
      ? []
      : [{ kind: "variable", text: pluralize(list.length, noun), names: list.map(({ name }) => name) }],
  );
}

function counted<T>(changes: readonly T[], noun: string, name: (change: T) => string): SummaryLine[] {
  if (changes.length === 0) return [];
  const names = [...new Set(changes.map(name))].join(", ");
  return [{ kind: "other", text: `${pluralize(changes.length, noun)}: ${names}` }];
}

function pinText(name: string, before: number | null, after: number | null): string {
  if (before === null) return `${name} v${after} is inserted`;
  return after === null ? `${name} is no longer inserted` : `${name} v${after} in place of v${before}`;
}
