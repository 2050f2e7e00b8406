import { capitalize } from "@/lib/core/words";
import type { MessageContent, Variable } from "@/lib/template/content";
import { contentLines } from "@/lib/template/message-text";
import type { Change, ContentDiff } from "./diff";
import type { DiffLine, DiffRow, DiffSection } from "./diff-lines";
import type { MessageDiff, MessageSide } from "./message-diff";
import { diffText, type TextDiff } from "./text-diff";
import { settingName, valueWords, variableWords } from "./value-words";

/**
 * Converts a diff to the sections of the viewer: all messages in order, and of the other parts only those that changed.
 */
export function toSections(diff: ContentDiff): DiffSection[] {
  return [
    ...listed("Type", diff.type ? [diff.type] : [], (change) => valueRows("", change)),
    ...diff.messages.map(messageSection),
    ...listed("Variables", diff.variables, variableRows),
    ...listed("Model", diff.model, (change) => valueRows(`${settingName(change.setting)} `, change)),
    ...diff.examples.flatMap(({ index, before, after }) => [
      ...whole(
        `Example ${index + 1}, question`,
        diffText(linesOf(before?.input), linesOf(after?.input)),
        sidesOf(`/examples/${index}/input`, before, after),
      ),
      ...whole(
        `Example ${index + 1}, answer`,
        diffText(linesOf(before?.output), linesOf(after?.output)),
        sidesOf(`/examples/${index}/output`, before, after),
      ),
    ]),
    ...listed("Snippets", diff.snippets, (change) => valueRows(`${change.name} `, change, (version) => `v${version}`)),
    ...whole("Response schema", diff.responseSchema, sidesOf("/responseSchema", true, true)),
    ...whole("Tools", diff.tools, sidesOf("/tools", true, true)),
  ];
}

function messageSection(message: MessageDiff, position: number): DiffSection {
  const { status, before, after, lines, added, removed } = message;
  const side = after ?? before;
  const isChanged = status === "changed" || status === "added" || status === "removed";
  return {
    id: `message ${position}`,
    title: side ? titleOf(side) : "Message",
    note: noteOf(message),
    ...(isChanged && { counts: { added, removed } }),
    anchor: { before: pointerOf(before), after: pointerOf(after) },
    rows: isChanged ? lines : [],
  };
}

const linesOf = (content: MessageContent | undefined) => (content === undefined ? null : contentLines(content));

/** Returns the pointer for each side that has the part. */
function sidesOf(pointer: string, before: unknown, after: unknown): NonNullable<DiffSection["anchor"]> {
  return { before: before ? pointer : undefined, after: after ? pointer : undefined };
}

/** Returns the pointer to a message's text. Undefined for placeholders. */
function pointerOf(side: MessageSide | null): string | undefined {
  return side && side.placeholder === null ? `/messages/${side.index}/content` : undefined;
}

function titleOf({ role, name, placeholder }: MessageSide): string {
  if (placeholder === "examples") return "Examples";
  if (placeholder !== null) return "Chat history";
  return name ? `${capitalize(role ?? "")} (${name})` : capitalize(role ?? "");
}

function noteOf({ status, before, after }: MessageDiff): string {
  const placeholder = (after ?? before)?.placeholder;
  const what = placeholder && placeholder !== "examples" ? `sent as ${placeholder}, ` : "";
  if (status === "same") return `${what}no change`;
  if (status === "moved")
    return `${what}moved from place ${(before?.index ?? 0) + 1} to ${(after?.index ?? 0) + 1}, no other change`;
  if (status !== "changed") return `${what}${status === "added" ? "new" : "removed"}`;
  const wasTitle = before && titleOf(before);
  return before && after && wasTitle !== titleOf(after) ? `was ${wasTitle}` : "";
}

/** Returns a section with the lines of all changes, without line numbers. Empty without changes. */
function listed<C extends Change<unknown>>(title: string, changes: readonly C[], rows: (change: C) => DiffRow[]) {
  if (changes.length === 0) return [];
  const count = (status: C["status"]) => changes.filter((change) => change.status === status).length;
  const counts = { added: count("added"), removed: count("removed") };
  const anchor = { after: `/${title.toLowerCase()}` };
  const section: DiffSection = { id: title, title, rows: changes.flatMap(rows), counts, anchor };
  return [section];
}

function variableRows({ before, after }: Change<Variable>): DiffRow[] {
  const { lines } = diffText(before && variableWords(before), after && variableWords(after));
  const unnumbered = (line: DiffLine | undefined) => line && { ...line, n: null };
  return lines.map((row) => ({ kind: row.kind, before: unnumbered(row.before), after: unnumbered(row.after) }));
}

/** Returns the lines of a named value. The whole value is marked as changed. */
function valueRows<T>(name: string, { before, after }: Change<T>, words: (value: T) => string = valueWords): DiffRow[] {
  const line = (value: T | null, isChanged: boolean): DiffLine | undefined => {
    if (value === null) return undefined;
    const text = words(value);
    const segments = [
      { text: name, isChanged: false },
      { text, isChanged },
    ];
    return { n: null, text: `${name}${text}`, words: segments };
  };
  if (before === null) return [{ kind: "add", after: line(after, false) }];
  if (after === null) return [{ kind: "del", before: line(before, false) }];
  return [{ kind: "change", before: line(before, true), after: line(after, true) }];
}

function whole(title: string, diff: TextDiff | null, anchor: NonNullable<DiffSection["anchor"]>): DiffSection[] {
  if (!diff || diff.lines.every(({ kind }) => kind === "same")) return [];
  return [{ id: title, title, rows: diff.lines, counts: { added: diff.added, removed: diff.removed }, anchor }];
}
