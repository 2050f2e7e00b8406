import { isRecord } from "@/lib/core/records";
import { readJson } from "../json-answer";
import { show } from "../wording";
import { type Finding, noExpected, passOrFail } from "./finding";

type Rules = { ignorePaths: readonly string[]; tolerance: number; isFenceAllowed: boolean };
type Difference = { path: string; words: string };
type Compare = { tolerance: number; ignored: readonly (readonly string[])[] };

const escaped = (key: string) => key.replaceAll("~", "~0").replaceAll("/", "~1");

const isIgnored = (ignored: Compare["ignored"], path: readonly string[]) =>
  ignored.some((one) => one.length === path.length && one.every((part, index) => part === "*" || part === path[index]));

function isSameNumber(one: number, other: number, tolerance: number): boolean {
  return one === other || Math.abs(one - other) <= tolerance + 1e-12 * Math.max(Math.abs(one), Math.abs(other));
}

/** The first difference of two JSON values, regardless of key order. Null: none. Both are at most 64 levels deep. */
function differenceOf(got: unknown, expected: unknown, rules: Compare, path: readonly string[]): Difference | null {
  if (isIgnored(rules.ignored, path)) return null;
  const at = path.map((part) => `/${escaped(part)}`).join("");
  if (isRecord(got) && isRecord(expected)) {
    for (const key of new Set([...Object.keys(expected), ...Object.keys(got)])) {
      const next = [...path, key];
      if (isIgnored(rules.ignored, next)) continue;
      if (!Object.hasOwn(got, key)) return { path: `${at}/${escaped(key)}`, words: "is missing." };
      if (!Object.hasOwn(expected, key)) return { path: `${at}/${escaped(key)}`, words: "was not expected." };
      const found = differenceOf(got[key], expected[key], rules, next);
      if (found) return found;
    }
    return null;
  }
  if (Array.isArray(got) && Array.isArray(expected)) {
    if (got.length !== expected.length)
      return { path: at || "The list", words: `has ${got.length} entries; ${expected.length} were expected.` };
    for (const [index, one] of got.entries()) {
      const found = differenceOf(one, expected[index], rules, [...path, String(index)]);
      if (found) return found;
    }
    return null;
  }
  const isSame =
    typeof got === "number" && typeof expected === "number"
      ? isSameNumber(got, expected, rules.tolerance)
      : got === expected;
  return isSame ? null : { path: at || "The answer", words: `is ${show(got)}; expected ${show(expected)}.` };
}

/** Whether two JSON values are equal, regardless of the order of keys. */
export const isJsonEqual = (one: unknown, other: unknown): boolean =>
  differenceOf(one, other, { tolerance: 0, ignored: [] }, []) === null;

/** Compares the answer as JSON with the expected JSON, value by value. */
export function measureJsonEquality(rules: Rules, output: string, expected: unknown): Finding {
  if (expected === null || expected === undefined) return noExpected;
  const own = typeof expected === "string" ? readJson(expected) : ({ ok: true, value: expected } as const);
  if (!own.ok) return { skipped: "The expected answer of this case is not JSON." };
  const read = readJson(output, rules.isFenceAllowed);
  if (!read.ok) return passOrFail(false, read.why);
  const ignored = rules.ignorePaths.map((path) =>
    path
      .split("/")
      .slice(1)
      .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~")),
  );
  const found = differenceOf(read.value, own.value, { tolerance: rules.tolerance, ignored }, []);
  return found
    ? passOrFail(false, `${found.path} ${found.words}`)
    : passOrFail(true, "It is the expected JSON, value by value.");
}
