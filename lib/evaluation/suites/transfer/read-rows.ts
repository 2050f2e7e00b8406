import type { ReadValue } from "@/lib/core/read-value";
import { isRecord } from "@/lib/core/records";
import { jsonFaults } from "@/lib/core/text";
import { type CaseInput, caseInput } from "../schema";
import { readCellAs, unguardCell } from "./cells";
import { type ColumnMapping, caseFileLimits, type FileRow, type FileTable, type RowError } from "./format";

export type FileCaseInput = { row: number; one: CaseInput };
/**
 * The cases of a file and the errors of its rows. `errorCount` also counts errors that are not listed. `left`: the rows
 * without a value in any imported column.
 */
export type ReadRows = { cases: FileCaseInput[]; left: number[]; errors: RowError[]; errorCount: number };

type CellFault = { message: string; column?: string };

/** Converts the rows of a file to cases by the mapping of its columns. Pure. */
export function readRows({ columns, rows, empty }: FileTable, mapping: readonly ColumnMapping[]): ReadRows {
  const uses = mapping
    .map((one) => ({ ...one, index: columns.indexOf(one.column) }))
    .filter(({ to }) => to !== "ignore");
  const missing = uses.filter(({ index }) => index === -1);
  const twice = uses.filter((one, at) => uses.findIndex((other) => keyOf(other) === keyOf(one)) < at);
  const wrong = [
    ...missing.map(({ column }) => ({ row: 0, column, message: `The file has no column ${column}.` })),
    ...twice.map(({ column }) => ({ row: 0, column, message: "Another column is for the same." })),
    ...(uses.length === 0 ? [{ row: 0, column: "", message: "No column is imported. Assign at least one." }] : []),
  ];
  if (wrong.length > 0) return { cases: [], left: [], errors: wrong, errorCount: wrong.length };
  const cases: FileCaseInput[] = [];
  const errors: RowError[] = [];
  const left = [...empty];
  for (const row of rows) {
    const { value, isBlank, faults } = readRow(row, uses);
    if (isBlank) {
      left.push(row.number);
      continue;
    }
    const found = faults.length > 0 ? faults : check(value, uses, row.number, cases);
    errors.push(...found.map(({ message, column = "" }) => ({ row: row.number, column, message })));
  }
  left.sort((a, b) => a - b);
  return { cases, left, errors: errors.slice(0, caseFileLimits.errors), errorCount: errors.length };
}

const keyOf = ({ to, variable }: ColumnMapping) => `${to} ${variable ?? ""}`;

type ColumnUse = ColumnMapping & { index: number };
type Raw = { variables: Record<string, unknown> } & Record<string, unknown>;

type ReadRow = { value: Raw; isBlank: boolean; faults: CellFault[] };

function readRow({ cells }: FileRow, uses: readonly ColumnUse[]): ReadRow {
  const variables: Record<string, unknown> = Object.create(null);
  const value: Raw = { variables };
  const faults: CellFault[] = [];
  let isBlank = true;
  for (const use of uses) {
    const read = readOne(cells[use.index], use);
    if (!read.ok || read.value !== undefined) isBlank = false;
    if (!read.ok) faults.push({ message: read.message, column: use.column });
    else if (read.value !== undefined) {
      if (use.to === "variable") variables[use.variable ?? use.column] = read.value;
      else if (use.to === "variables") Object.assign(variables, read.value);
      else value[use.to] = read.value;
    }
  }
  return { value: { ...value, variables: { ...variables } }, isBlank, faults };
}

/** An empty CSV cell is no value. A JSON value is used as it is. */
function readOne(cell: unknown, { to, type }: ColumnUse): ReadValue {
  const isNothing = cell === undefined || (cell === null && to !== "variable");
  const isBlank = typeof cell === "string" && (type === "text" ? cell === "" : cell.trim() === "");
  if (isNothing || (isBlank && type !== "given")) return { ok: true, value: undefined };
  if (type === "given") return fits(cell, to);
  const text = typeof cell === "string" ? unguardCell(cell) : JSON.stringify(cell);
  const read = readCellAs(text, type);
  return read.ok ? fits(read.value, to) : read;
}

function fits(value: unknown, to: ColumnMapping["to"]): ReadValue {
  if ((to === "variables" || to === "placeholders") && !isRecord(value))
    return { ok: false, message: "This is not an object with a value for each name." };
  if (to === "tags" && typeof value === "string") return { ok: true, value: splitTags(value) };
  if (to === "name" && typeof value !== "string") return { ok: true, value: JSON.stringify(value) };
  return { ok: true, value };
}

const splitTags = (text: string) => [
  ...new Set(
    text
      .split(/[,;\n]/)
      .map((tag) => tag.trim())
      .filter(Boolean),
  ),
];

/** Validates a case and reports each error at the column it came from. */
function check(value: Raw, uses: readonly ColumnUse[], row: number, cases: FileCaseInput[]): CellFault[] {
  const [dirty] = jsonFaults(value);
  if (dirty) return [{ message: dirty.message, ...at(dirty.pointer.split("/").slice(1), uses) }];
  const result = caseInput.safeParse({ ...value, source: { kind: "import" } });
  if (result.success) {
    cases.push({ row, one: result.data });
    return [];
  }
  return result.error.issues.slice(0, 10).map(({ path, message }) => {
    const [field, ...rest] = path.map(String);
    const place = (field === "variables" && at([field, ...rest], uses).column ? rest.slice(1) : rest).join(".");
    return { message: place ? `${place}: ${message}` : message, ...at([field ?? "", ...rest], uses) };
  });
}

/** Finds the column that a path in a case came from. */
function at([field, name]: readonly string[], uses: readonly ColumnUse[]): { column?: string } {
  const own = uses.find(({ to, variable }) => field === "variables" && to === "variable" && variable === name);
  const use = own ?? uses.find(({ to }) => to === field);
  return use ? { column: use.column } : {};
}
