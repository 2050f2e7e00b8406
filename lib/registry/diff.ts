import serialize from "canonicalize";
import { pluralize } from "@/lib/core/words";
import type { Content, Example, Variable } from "@/lib/template/content";
import { diffMessages, type MessageDiff } from "./message-diff";
import { diffText, type TextDiff } from "./text-diff";

/** An item with a name that was added, removed or changed. */
export type Change<T> = { status: "added" | "removed" | "changed"; before: T | null; after: T | null };

/** The differences between two contents. `messages` has all messages; the other lists have only changes. */
export type ContentDiff = {
  isSame: boolean;
  /** "1 message, 2 variables, 1 model setting" or "no changes". */
  summary: string;
  type: Change<Content["type"]> | null;
  messages: MessageDiff[];
  variables: (Change<Variable> & { name: string })[];
  /** `setting` is "provider", "name", "parameters.…" or "responseFormat.…". */
  model: (Change<unknown> & { setting: string })[];
  /** By position, starting at 0. */
  examples: (Change<Example> & { index: number })[];
  /** Changes of pinned versions. */
  snippets: (Change<number> & { name: string })[];
  /** The difference of the indented JSON; null if it did not change. */
  responseSchema: TextDiff | null;
  tools: TextDiff | null;
};

/** Compares two contents. `diffContents(x, x).isSame` is true. Pure. */
export function diffContents(before: Content, after: Content): ContentDiff {
  const type = change(before.type, after.type);
  const messages = diffMessages(before.messages, after.messages);
  const variables = diffNamed(before.variables ?? [], after.variables ?? [], (variable) => variable);
  const model = diffEntries(modelSettings(before), modelSettings(after)).map(({ key, ...rest }) => ({
    setting: key,
    ...rest,
  }));
  const examples = diffExamples(before.examples ?? [], after.examples ?? []);
  const snippets = diffNamed(before.snippets ?? [], after.snippets ?? [], (pin) => pin.version);
  const responseSchema = diffJson(before.responseSchema, after.responseSchema);
  const tools = diffJson(before.tools, after.tools);
  const parts = [
    type && "the type",
    count(messages.filter((message) => message.status !== "same").length, "message"),
    count(variables.length, "variable"),
    count(model.length, "model setting"),
    count(examples.length, "example"),
    count(snippets.length, "snippet"),
    responseSchema && "the response schema",
    tools && "the tools",
  ].filter((part) => part !== null);
  const summary = parts.join(", ") || "no changes";
  return {
    isSame: parts.length === 0,
    summary,
    type,
    messages,
    variables,
    model,
    examples,
    snippets,
    responseSchema,
    tools,
  };
}

function change<T>(before: T | undefined, after: T | undefined): Change<T> | null {
  if (serialize(before) === serialize(after)) return null;
  const status = before === undefined ? "added" : after === undefined ? "removed" : "changed";
  return { status, before: before ?? null, after: after ?? null };
}

function diffEntries<T>(
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
): (Change<T> & { key: string })[] {
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys].flatMap((key) => {
    const found = change(before.get(key), after.get(key));
    return found ? [{ key, ...found }] : [];
  });
}

function diffNamed<I extends { name: string }, T>(before: readonly I[], after: readonly I[], value: (item: I) => T) {
  const byName = (items: readonly I[]) => new Map(items.map((item) => [item.name, value(item)]));
  return diffEntries(byName(before), byName(after)).map(({ key, ...rest }) => ({ name: key, ...rest }));
}

function modelSettings({ model, responseFormat }: Content): Map<string, unknown> {
  const settings = new Map<string, unknown>();
  for (const [name, value] of Object.entries(responseFormat ?? {})) settings.set(`responseFormat.${name}`, value);
  if (!model) return settings;
  settings.set("provider", model.provider).set("name", model.name);
  for (const [name, value] of Object.entries(model.parameters ?? {})) settings.set(`parameters.${name}`, value);
  return settings;
}

function diffExamples(before: readonly Example[], after: readonly Example[]) {
  return Array.from({ length: Math.max(before.length, after.length) }, (_, index) => index).flatMap((index) => {
    const found = change(before[index], after[index]);
    return found ? [{ index, ...found }] : [];
  });
}

function diffJson(before: unknown, after: unknown): TextDiff | null {
  if (serialize(before) === serialize(after)) return null;
  const text = (value: unknown) => (value === undefined ? null : JSON.stringify(value, null, 2));
  return diffText(text(before), text(after));
}

function count(number: number, noun: string): string | null {
  return number === 0 ? null : pluralize(number, noun);
}
