import { capitalize } from "@/lib/core/words";
import type { Variable } from "@/lib/template/content";
import type { Change, ContentDiff } from "./diff";
import type { MessageDiff } from "./message-diff";
import { settingName, valueWords } from "./value-words";

/** A change as a sentence. `code` is a name after the sentence, `lines` the numbers of changed lines. */
export type ChangeNote = { text: string; code?: string; lines?: { added: number; removed: number } };

/** Summarizes the changes between two contents for people who decide about a move. */
export function describeChanges(diff: ContentDiff): ChangeNote[] {
  const { type, messages, model, variables, examples, snippets, responseSchema, tools } = diff;
  return [
    ...(type ? [{ text: `Type ${type.before} to ${type.after}` }] : []),
    ...messages.flatMap(noteOfMessage),
    ...model.map(({ setting, ...change }) => noteOfValue(capitalize(settingName(setting)), change)),
    ...variables.map(noteOfVariable),
    ...(examples.length > 0 ? [{ text: `${examples.length} ${examples.length === 1 ? "example" : "examples"}` }] : []),
    ...snippets.map(({ name, before, after }) => ({
      text:
        before === null
          ? `New snippet, v${after}`
          : after === null
            ? "Snippet gone"
            : `Snippet v${before} to v${after}`,
      code: name,
    })),
    ...(responseSchema ? [{ text: "Response schema", lines: responseSchema }] : []),
    ...(tools ? [{ text: "Tools", lines: tools }] : []),
  ].map(({ lines, ...note }: ChangeNote) =>
    lines ? { ...note, lines: { added: lines.added, removed: lines.removed } } : note,
  );
}

function noteOfMessage({ status, before, after, added, removed }: MessageDiff): ChangeNote[] {
  const side = after ?? before;
  if (status === "same" || !side) return [];
  const name = side.placeholder === null ? `${capitalize(side.role ?? "")} message` : "Chat history";
  if (status === "moved") return [{ text: `${name} moved` }];
  const lines = { added, removed };
  if (status === "added") return [{ text: `${name} added`, ...(added > 0 && { lines }) }];
  if (status === "removed") return [{ text: `${name} removed`, ...(removed > 0 && { lines }) }];
  return [{ text: name, lines }];
}

function noteOfValue(name: string, { before, after }: Change<unknown>): ChangeNote {
  if (before === null) return { text: `${name} ${valueWords(after)}, not set before` };
  if (after === null) return { text: `${name} ${valueWords(before)} removed` };
  return { text: `${name} ${valueWords(before)} to ${valueWords(after)}` };
}

function noteOfVariable({ name, before, after }: Change<Variable> & { name: string }): ChangeNote {
  if (!after) return { text: "Variable gone", code: name };
  const needed = after.required && (after.default ?? null) === null;
  if (!before) return { text: needed ? "New required variable" : "New optional variable", code: name };
  if (needed && !(before.required && (before.default ?? null) === null)) return { text: "Now required", code: name };
  return { text: "Variable changed", code: name };
}
