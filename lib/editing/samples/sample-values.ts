import type { SampleSetView } from "@/lib/evaluation/samples/queries";
import type { PlaceholderValues } from "@/lib/evaluation/values";
import { type Content, isPlaceholder, type Variable } from "@/lib/template/content";
import { readValue } from "../value-text";
import { writeValue } from "../write-value";

/** The content of the fields: texts by variable, turns by placeholder. */
export type Fields = { values: Readonly<Record<string, string>>; turns: PlaceholderValues };

export const noFields: Fields = { values: {}, turns: {} };

/** Converts a sample set to the texts of the fields. */
export function fieldsOf({ variables, placeholders }: Pick<SampleSetView, "variables" | "placeholders">): Fields {
  const values = Object.entries(variables).map(([name, value]) => [name, writeValue(value)]);
  return { values: Object.fromEntries(values), turns: placeholders };
}

/**
 * Converts the texts to values of the declared types. Omits empty texts. A text that cannot be converted is kept as
 * text.
 */
export function valuesOf({ values }: Fields, variables: readonly Variable[]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, text]) => {
      if (text === "") return [];
      const type = variables.find((variable) => variable.name === name)?.type ?? "string";
      const read = readValue(text, type);
      return [[name, read.ok ? read.value : text]];
    }),
  );
}

/** Returns the turns to send and store, without empty ones. */
export function turnsOf({ turns }: Fields): PlaceholderValues {
  return Object.fromEntries(
    Object.entries(turns)
      .map(
        ([name, list]) =>
          [name, list.filter(({ content }) => typeof content !== "string" || content.trim() !== "")] as const,
      )
      .filter(([, list]) => list.length > 0),
  );
}

/** Whether the fields have the same content as the set. */
export function isSame(fields: Fields, set: SampleSetView): boolean {
  const texts = (values: Fields["values"]) => Object.entries(values).filter(([, text]) => text !== "");
  const plain = (one: Fields) =>
    JSON.stringify([texts(one.values).sort(([a], [b]) => (a < b ? -1 : 1)), Object.entries(turnsOf(one)).sort()]);
  return plain(fields) === plain(fieldsOf(set));
}

/** Returns the placeholders that the application fills, without the one for examples. */
export function openPlaceholders({ messages }: Pick<Content, "messages">): string[] {
  return messages.flatMap((entry) =>
    isPlaceholder(entry) && entry.placeholder !== "examples" ? [entry.placeholder] : [],
  );
}

/** Returns the names of variables with an invalid value, and of required ones with neither a value nor a default. */
export function missingNames(fields: Fields, variables: readonly Variable[]): string[] {
  return variables
    .filter(({ name, type, required, default: fallback }) => {
      const text = fields.values[name] ?? "";
      if (text !== "" && !readValue(text, type).ok) return true;
      return required && text === "" && fallback === undefined;
    })
    .map(({ name }) => name);
}
