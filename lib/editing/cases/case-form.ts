import * as z from "zod/mini";
import type { ReadValue } from "@/lib/core/read-value";
import type { CaseView } from "@/lib/evaluation/suites/views";
import type { PlaceholderValues } from "@/lib/evaluation/values";
import type { Content, Variable } from "@/lib/template/content";
import { jsonFaults } from "../json-faults";
import { fieldsOf, turnsOf, valuesOf } from "../samples/sample-values";
import { readValue, typeOfValue } from "../value-text";
import { expectedText } from "./case-text";
import { type CheckDraft, draftOf, readDraft } from "./check-draft";

/** The prompt's variables, then further variables of the case. */
export function fieldVariables(content: Content | null, one: CaseView | null): Variable[] {
  const declared = content?.variables ?? [];
  const known = new Set(declared.map(({ name }) => name));
  const more = Object.entries(one?.variables ?? {})
    .filter(([name]) => !known.has(name))
    .map(([name, value]): Variable => ({ name, type: typeOfValue(value), required: false }));
  return [...declared, ...more];
}

/** A case as typed. `values` are the texts of its variables in order; `free` has all values if no variable is known. */
const fields = z.object({
  name: z.string(),
  values: z.array(z.string()),
  free: z.string(),
  turns: z.custom<PlaceholderValues>(),
  expected: z.string(),
  isJson: z.boolean(),
  checks: z.custom<readonly CheckDraft[]>(),
  tags: z.array(z.string()),
});
export type CaseFields = z.infer<typeof fields>;

/** The fields of a case, or the empty fields of a new one. */
export function toCaseFields(
  one: CaseView | null,
  content: Content | null,
  variables: readonly Variable[],
): CaseFields {
  const { values, turns } = fieldsOf(one ?? { variables: {}, placeholders: {} });
  return {
    name: one?.name ?? "",
    values: variables.map(({ name }) => values[name] ?? ""),
    free: "{}",
    turns,
    expected: expectedText(one?.expected),
    isJson: isJsonAtFirst(one, content),
    checks: (one?.checks ?? []).map((check, index) => draftOf(`kept ${index}`, check.type, check)),
    tags: [...(one?.tags ?? [])],
  };
}

const isJsonAtFirst = (one: CaseView | null, content: Content | null): boolean =>
  one === null || one.expected === null ? content?.responseSchema !== undefined : typeof one.expected !== "string";

/**
 * Validates a typed case and returns the value to send. `isFree`: no variable is known, all are typed as one object.
 */
export function caseSchema(variables: readonly Variable[], isFree: boolean) {
  return z.pipe(
    fields,
    z.transform((typed, { issues }) => {
      const fault = (path: (string | number)[], message: string) =>
        void issues.push({ code: "custom", input: typed, path, message });
      const free = isFree ? readValue(typed.free, "object") : null;
      if (free && !free.ok) fault(["free"], free.message);
      for (const [index, { type }] of variables.entries()) {
        const read = typed.values[index] ? readValue(typed.values[index], type) : null;
        if (read && !read.ok) fault(["values", index], read.message);
      }
      const answer = readAnswer(typed);
      if (!answer.ok) fault(["expected"], answer.message);
      const checks = typed.checks.map(readDraft);
      if (checks.some(({ ok }) => !ok)) fault(["checks"], "A check is not complete. Fill it in, or remove it.");
      const texts = Object.fromEntries(variables.map(({ name }, index) => [name, typed.values[index] ?? ""]));
      return {
        name: typed.name,
        variables: free?.ok
          ? (free.value as Record<string, unknown>)
          : valuesOf({ values: texts, turns: typed.turns }, variables),
        placeholders: turnsOf({ values: texts, turns: typed.turns }),
        expected: answer.ok ? answer.value : null,
        checks: checks.flatMap((each) => (each.ok ? [each.check] : [])),
        tags: typed.tags,
      };
    }),
  );
}

/** Parses the typed expected answer. Null if it is empty. */
function readAnswer({ expected, isJson }: Pick<CaseFields, "expected" | "isJson">): ReadValue {
  if (expected.trim() === "") return { ok: true, value: null };
  if (!isJson) return { ok: true, value: expected };
  const [fault] = jsonFaults(expected, () => []);
  if (fault) return { ok: false, message: `Line ${fault.line}: ${fault.message}` };
  return { ok: true, value: JSON.parse(expected) };
}

/** The first check that cannot be saved yet. */
export const firstIncomplete = (checks: readonly CheckDraft[]): CheckDraft | undefined =>
  checks.find((check) => !readDraft(check).ok);
