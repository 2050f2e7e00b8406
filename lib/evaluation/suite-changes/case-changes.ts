import type { GivenMessage } from "@/lib/template/given-message";

/** The content of a case that is compared between two revisions. */
export type CaseBody = {
  name: string;
  variables: Record<string, unknown>;
  placeholders: Record<string, GivenMessage[]> | null;
  expected: unknown;
  tags: string[];
  checks: unknown[] | null;
};

/** A field of a case that differs. Null on a side: the field is not set there. */
export type FieldChange = {
  field: "name" | "variable" | "expected" | "tags" | "checks" | "turns";
  /** The name of the variable. Empty for other fields. */
  variable: string;
  before: string | null;
  after: string | null;
};

/** A case that differs between two revisions. */
export type ChangedCase = {
  key: string;
  title: string;
  kind: "added" | "changed" | "removed";
  fields: FieldChange[];
};

function textOf(value: unknown): string | null {
  if (value === null || value === undefined || value === "") return null;
  if (Array.isArray(value) && value.length === 0) return null;
  if (typeof value === "object" && Object.keys(value).length === 0) return null;
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

type Field = Pick<FieldChange, "field" | "variable">;

const readField = (body: CaseBody | null, { field, variable }: Field): string | null => {
  if (!body) return null;
  if (field === "variable") return textOf(body.variables[variable]);
  if (field === "tags") return textOf(body.tags.toSorted().join(", "));
  if (field === "turns") return textOf(body.placeholders);
  return textOf(body[field]);
};

/** Returns the fields of a case that differ: the name, then the variables in the order of the newer side. Pure. */
export function caseChanges(before: CaseBody | null, after: CaseBody | null): FieldChange[] {
  const variables = new Set([...Object.keys(after?.variables ?? {}), ...Object.keys(before?.variables ?? {})]);
  const plain = (field: FieldChange["field"]): Field => ({ field, variable: "" });
  const fields: Field[] = [
    plain("name"),
    ...[...variables].map((variable): Field => ({ field: "variable", variable })),
    plain("expected"),
    plain("tags"),
    plain("turns"),
    plain("checks"),
  ];
  return fields
    .map((field) => ({ ...field, before: readField(before, field), after: readField(after, field) }))
    .filter((change) => change.before !== change.after);
}
