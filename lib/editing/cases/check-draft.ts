import { type CaseCheck, type CheckType, caseCheck } from "@/lib/evaluation/scorers/check-schema";
import { jsonFaults } from "../json-faults";
import { type CheckField, checkFields, usualDimension } from "./check-fields";

/** A check while it is edited: the texts of its fields. */
export type CheckDraft = {
  id: string;
  type: CheckType;
  dimension: CaseCheck["dimension"];
  texts: Readonly<Record<string, string>>;
  flags: Readonly<Record<string, boolean>>;
};

/** Errors by the name of the field. */
export type CheckFaults = Readonly<Record<string, string>>;

const write = (field: CheckField, value: unknown): string => {
  if (field.kind === "choice") return String(value ?? field.options[0]?.value ?? "");
  if (value === undefined || value === null) return "";
  if (field.kind === "lines") return (value as string[]).join("\n");
  return field.kind === "json" ? JSON.stringify(value, null, 2) : String(value);
};

/** The fields of a check as a person would fill them in, or those of a new check. */
export function draftOf(id: string, type: CheckType, check?: CaseCheck): CheckDraft {
  const values = (check ?? {}) as Record<string, unknown>;
  const fields = checkFields[type];
  return {
    id,
    type,
    dimension: check?.dimension ?? usualDimension[type],
    texts: Object.fromEntries(
      fields.filter(({ kind }) => kind !== "flag").map((field) => [field.name, write(field, values[field.name])]),
    ),
    flags: Object.fromEntries(
      fields.flatMap((field) =>
        field.kind === "flag" ? [[field.name, (values[field.name] as boolean | undefined) ?? field.isOnAtFirst]] : [],
      ),
    ),
  };
}

type ReadDraft = { ok: true; check: CaseCheck } | { ok: false; faults: CheckFaults };

/** Parses a draft as a check. Returns the errors by field if it is invalid. */
export function readDraft({ type, dimension, texts, flags }: CheckDraft): ReadDraft {
  const faults: Record<string, string> = {};
  const values: Record<string, unknown> = { type, dimension, ...flags };
  for (const field of checkFields[type]) {
    const text = texts[field.name] ?? "";
    if (field.kind === "flag") continue;
    if (field.kind === "lines")
      values[field.name] = text
        .split("\n")
        .map((line) => line.trim())
        .filter(Boolean);
    else if (field.kind === "number") {
      if (text.trim() === "" && field.isOptional) continue;
      const number = Number(text);
      if (text.trim() === "" || !Number.isFinite(number)) faults[field.name] = "Write a number.";
      else values[field.name] = number;
    } else if (field.kind === "json") {
      const [fault] = jsonFaults(text || "?", () => []);
      if (fault) faults[field.name] = text.trim() ? `Line ${fault.line}: ${fault.message}` : "Write a JSON Schema.";
      else values[field.name] = JSON.parse(text);
    } else values[field.name] = text;
  }
  if (Object.keys(faults).length > 0) return { ok: false, faults };
  const result = caseCheck.safeParse(values);
  if (result.success) return { ok: true, check: result.data };
  const named = result.error.issues.map(({ path, message }) => [String(path[0] ?? "type"), message] as const);
  return { ok: false, faults: Object.fromEntries(named.toReversed()) };
}
