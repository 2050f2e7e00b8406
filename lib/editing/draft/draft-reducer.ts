import type { Pin, Role } from "@/lib/template/content";
import { analyzeTemplate } from "@/lib/template/parse";
import type { Draft, DraftEntry, DraftExample, DraftMessage, DraftModel, DraftPart, DraftVariable } from "./draft";

/** All actions on a draft. New items include their ids, so that the reducer is pure. */
export type DraftAction =
  /** With `over`, applied only if the draft is still this one, so that no later edit is lost. */
  | { do: "replace"; draft: Draft; over?: Draft }
  /** Takes over the results of saving `saved`: found variables, and pinned snippets. */
  | { do: "settle"; saved: Draft; variables: DraftVariable[]; pins: Pin[] }
  | { do: "write"; id: string; content: string }
  | { do: "set role"; id: string; role: Role }
  /** A single text part without a marker becomes a plain text. */
  | { do: "set parts"; id: string; parts: DraftPart[] }
  | { do: "set optional"; id: string; optional: boolean }
  | { do: "set calls"; id: string; change: Partial<Pick<DraftMessage, "calls" | "tool_call_id">> }
  | { do: "insert entry"; entry: DraftEntry; at?: number }
  | { do: "remove entry"; id: string }
  | { do: "move entry"; id: string; to: number }
  | { do: "insert example"; example: DraftExample; at?: number }
  | { do: "write example"; id: string; side: "input" | "output"; text: string }
  | { do: "set example parts"; id: string; side: "input" | "output"; parts: DraftPart[] }
  | { do: "remove example"; id: string }
  | { do: "declare"; variable: DraftVariable; at?: number }
  | { do: "rename variable"; from: string; to: string }
  | { do: "remove variable"; name: string }
  | { do: "set model"; model: Partial<DraftModel> }
  | { do: "set json"; field: "responseSchema" | "tools"; text: string }
  | { do: "set format"; format: NonNullable<Draft["responseFormat"]> }
  | { do: "pin"; pin: Pin };

export function editDraft(draft: Draft, action: DraftAction): Draft {
  switch (action.do) {
    case "replace":
      return action.over && action.over !== draft ? draft : action.draft;
    case "settle":
      return {
        ...draft,
        variables: draft.variables === action.saved.variables ? action.variables : draft.variables,
        pins: draft.pins === action.saved.pins ? action.pins : draft.pins,
        removed: draft.removed === action.saved.removed ? [] : draft.removed,
      };
    case "write":
      return mapEntry(draft, action.id, (entry) =>
        entry.kind === "message" ? { ...entry, content: action.content } : entry,
      );
    case "set role":
      return mapEntry(draft, action.id, (entry) =>
        entry.kind === "message" ? { ...entry, role: action.role } : entry,
      );
    case "set parts":
      return mapEntry(draft, action.id, (entry) => (entry.kind === "message" ? withParts(entry, action.parts) : entry));
    case "set optional":
      return mapEntry(draft, action.id, (entry) =>
        entry.kind === "slot" ? { ...entry, optional: action.optional } : entry,
      );
    case "set calls":
      return mapEntry(draft, action.id, (entry) => (entry.kind === "message" ? { ...entry, ...action.change } : entry));
    case "insert entry":
      return { ...draft, entries: insert(draft.entries, action.entry, action.at) };
    case "remove entry":
      return { ...draft, entries: draft.entries.filter(({ id }) => id !== action.id) };
    case "move entry":
      return { ...draft, entries: move(draft.entries, action.id, action.to) };
    case "insert example":
      return { ...draft, examples: insert(draft.examples, action.example, action.at) };
    case "write example":
      return {
        ...draft,
        examples: draft.examples.map((one) => (one.id === action.id ? { ...one, [action.side]: action.text } : one)),
      };
    case "set example parts":
      return {
        ...draft,
        examples: draft.examples.map((one) =>
          one.id === action.id ? withExampleParts(one, action.side, action.parts) : one,
        ),
      };
    case "remove example":
      return { ...draft, examples: draft.examples.filter(({ id }) => id !== action.id) };
    case "declare":
      return declare(draft, action.variable, action.at);
    case "rename variable":
      return rename(draft, action.from, action.to);
    case "remove variable":
      return {
        ...draft,
        variables: draft.variables.filter(({ name }) => name !== action.name),
        removed: [...draft.removed.filter((name) => name !== action.name), action.name],
      };
    case "set model":
      return { ...draft, model: { ...draft.model, ...action.model } };
    case "set json":
      return { ...draft, [action.field]: action.text };
    case "set format":
      return withFormat(draft, action.format);
    case "pin":
      return { ...draft, pins: [...draft.pins.filter(({ name }) => name !== action.pin.name), action.pin] };
  }
}

function withParts({ parts: _, ...message }: DraftMessage, parts: DraftPart[]): DraftMessage {
  const text = textAlone(parts);
  return text === null ? { ...message, content: "", parts } : { ...message, content: text };
}

function withExampleParts(example: DraftExample, side: "input" | "output", parts: DraftPart[]): DraftExample {
  const key = side === "input" ? "inputParts" : "outputParts";
  const { [key]: _, ...rest } = example;
  const text = textAlone(parts);
  return text === null ? { ...rest, [side]: "", [key]: parts } : { ...rest, [side]: text };
}

/** Returns the text of parts that consist of a single text, or null. */
function textAlone([only, ...more]: readonly DraftPart[]): string | null {
  if (!only) return "";
  return more.length === 0 && only.type === "text" && !only.cache_control ? (only.text ?? "") : null;
}

function withFormat(
  { responseFormat: _, ...draft }: Draft,
  { name, ...rest }: NonNullable<Draft["responseFormat"]>,
): Draft {
  const responseFormat = { ...rest, ...(name && { name }) };
  return Object.keys(responseFormat).length > 0 ? { ...draft, responseFormat } : draft;
}

function mapEntry(draft: Draft, id: string, change: (entry: DraftEntry) => DraftEntry): Draft {
  return { ...draft, entries: draft.entries.map((entry) => (entry.id === id ? change(entry) : entry)) };
}

function insert<T>(items: readonly T[], item: T, at = items.length): T[] {
  return items.toSpliced(Math.min(at, items.length), 0, item);
}

function move(entries: readonly DraftEntry[], id: string, to: number): DraftEntry[] {
  const from = entries.findIndex((entry) => entry.id === id);
  const entry = entries[from];
  if (!entry) return [...entries];
  return entries.toSpliced(from, 1).toSpliced(Math.max(0, Math.min(to, entries.length - 1)), 0, entry);
}

function declare(draft: Draft, variable: DraftVariable, at?: number): Draft {
  const index = draft.variables.findIndex(({ name }) => name === variable.name);
  const variables = index === -1 ? insert(draft.variables, variable, at) : draft.variables.with(index, variable);
  return { ...draft, variables, removed: draft.removed.filter((name) => name !== variable.name) };
}

/** Renames a variable in its declaration and in all templates. */
function rename(draft: Draft, from: string, to: string): Draft {
  const change = (text: string) => renameIn(text, from, to);
  return {
    ...draft,
    variables: draft.variables.map((variable) => (variable.name === from ? { ...variable, name: to } : variable)),
    removed: draft.removed.filter((name) => name !== to),
    entries: draft.entries.map((entry) =>
      entry.kind === "message"
        ? {
            ...entry,
            content: change(entry.content),
            ...(entry.parts && { parts: renameInParts(entry.parts, from, to) }),
          }
        : entry,
    ),
    examples: draft.examples.map((one) => ({
      ...one,
      input: change(one.input),
      output: change(one.output),
      ...(one.inputParts && { inputParts: renameInParts(one.inputParts, from, to) }),
      ...(one.outputParts && { outputParts: renameInParts(one.outputParts, from, to) }),
    })),
  };
}

/** Renames every use of the variable in the parts. */
export const renameInParts = (parts: readonly DraftPart[], from: string, to: string) =>
  parts.map((part) => ({
    ...part,
    ...(part.text !== undefined && { text: renameIn(part.text, from, to) }),
    ...(part.url !== undefined && { url: renameIn(part.url, from, to) }),
    ...(part.variable === from && { variable: to }),
  }));

/** Renames every use of the variable in a template. Similar names are unchanged. */
export function renameIn(text: string, from: string, to: string): string {
  const uses = analyzeTemplate(text).variables.filter(({ name }) => name === from);
  const lines = text.split("\n");
  // From the end to the start, so that a change does not shift the remaining positions.
  for (const { line, column } of uses.toReversed()) {
    const before = lines[line - 1] ?? "";
    if (before.startsWith(from, column - 1))
      lines[line - 1] = before.slice(0, column - 1) + to + before.slice(column - 1 + from.length);
  }
  return lines.join("\n");
}
