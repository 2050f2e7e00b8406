import { writeValue } from "@/lib/editing/value-text";
import { excerpt } from "@/lib/registry/gate/case-title";

/** The values besides the one that is the title, those that say something; the prompt's variables in their order. */
export function restOf(
  variables: Readonly<Record<string, unknown>>,
  title: string,
  order: readonly string[] = [],
): { name: string; text: string }[] {
  const rank = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  return Object.entries(variables)
    .sort(([one], [other]) => rank(one) - rank(other))
    .map(([name, value]) => ({ name, text: value === null ? "" : excerpt(writeValue(value)) }))
    .filter(({ text }) => text !== "" && text !== title);
}

/** The expected answer as it is read: a text as it is, anything else as JSON. */
export function expectedText(expected: unknown): string {
  if (expected === null || expected === undefined) return "";
  return typeof expected === "string" ? expected : JSON.stringify(expected, null, 2);
}
