import { excerpt } from "@/lib/registry/gate/case-title";
import { writeValue } from "../write-value";

/** The non-empty values except the one used as the title, in the order of the prompt's variables. */
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

/** The expected answer for display: a text unchanged, any other value as JSON, in one line if `indent` is 0. */
export function expectedText(expected: unknown, indent = 2): string {
  if (expected === null || expected === undefined) return "";
  return typeof expected === "string" ? expected : JSON.stringify(expected, null, indent);
}
