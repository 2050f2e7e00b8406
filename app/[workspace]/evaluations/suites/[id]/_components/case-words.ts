import { writeValue } from "../../../../prompts/[...name]/_components/edit/value-text";

type Values = Readonly<Record<string, unknown>>;

/** What a case is about: its longest text, usually what the person wrote; and the other values. */
export function headline(variables: Values): { name: string; text: string } | null {
  const texts = Object.entries(variables)
    .filter((pair): pair is [string, string] => typeof pair[1] === "string" && pair[1].trim() !== "")
    .sort(([, one], [, other]) => other.length - one.length);
  const [first] =
    texts.length > 0 ? texts : Object.entries(variables).map(([name, value]) => [name, writeValue(value)]);
  return first ? { name: first[0] ?? "", text: first[1] ?? "" } : null;
}

/** The values besides the headline, those that say something. */
export function restOf(variables: Values, name: string | undefined): { name: string; text: string }[] {
  return Object.entries(variables)
    .filter(([key, value]) => key !== name && value !== "" && value !== null)
    .map(([key, value]) => ({ name: key, text: writeValue(value) }));
}

/** The expected answer as it is read: a text as it is, anything else as JSON. */
export function expectedText(expected: unknown): string {
  if (expected === null || expected === undefined) return "";
  return typeof expected === "string" ? expected : JSON.stringify(expected, null, 2);
}

/** What was typed as an expected answer: JSON where it was JSON before, else a text; null when empty. */
export function readExpected(text: string, before: unknown): unknown {
  if (text.trim() === "") return null;
  const wasJson = before !== null && before !== undefined && typeof before !== "string";
  if (!wasJson) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
