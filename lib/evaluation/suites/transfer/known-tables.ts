import { isRecord } from "@/lib/core/records";
import type { FileRow, FileTable } from "./format";
import { type ReadAsserts, readAsserts, readExpectedCell } from "./promptfoo-asserts";

type Fields = Record<string, unknown>;
type Cells = Map<string, unknown>;

/**
 * Converts tables of promptfoo and OpenAI evals to the columns of a suite. Any other table is unchanged. Values without
 * a counterpart go to a column of their own, so that the import reports them.
 */
export function convertTable(table: FileTable): FileTable {
  if (table.columns.some((column) => /^__expected\d*$/.test(column))) return mapRows(table, fromPromptfooSheet(table));
  if (holdsAsserts(table)) return mapRows(table, fromPromptfooTest);
  const [input, ideal] = ["input", "ideal"].map((column) => table.columns.indexOf(column));
  if (input !== -1 && ideal !== -1) return mapRows(table, fromEval);
  return table;
}

/** Whether the table contains promptfoo tests: their assertions have types unknown to our checks, or `vars`. */
function holdsAsserts({ columns, rows }: FileTable): boolean {
  const at = columns.indexOf("assert");
  if (at === -1) return false;
  return rows.every(({ cells }) => cells[at] === undefined || cells[at] === null || Array.isArray(cells[at]));
}

function mapRows(table: FileTable, change: (cells: Cells) => Cells): FileTable {
  const columns: string[] = [];
  const places = new Map<string, number>();
  const rows = table.rows.map(({ number, cells }): FileRow => {
    const row: Cells = new Map(table.columns.map((column, index) => [column, cells[index]]));
    const changed: unknown[] = [];
    for (const [column, value] of change(row)) {
      if (!places.has(column)) {
        places.set(column, columns.length);
        columns.push(column);
      }
      changed[places.get(column) ?? 0] = value;
    }
    return { number, cells: changed };
  });
  // In CSV every row needs a text in every cell.
  const filled =
    table.delimiter === null
      ? rows
      : rows.map((row) => ({ ...row, cells: columns.map((_, at) => row.cells[at] ?? "") }));
  return { ...table, columns, rows: filled };
}

const isFilled = (value: unknown) => value !== undefined && value !== null && value !== "";

/** Merges the assertions of several cells of one row. */
function merge(parts: readonly ReadAsserts[]): ReadAsserts {
  const [first, ...others] = parts.filter(({ expected }) => expected !== undefined);
  return {
    checks: parts.flatMap(({ checks }) => checks),
    expected: first?.expected,
    left: [...parts.flatMap(({ left }) => left), ...others.map(({ expected }) => expected)],
  };
}

/** promptfoo's CSV: `__expected…` are assertions, `__metadata:name` tags, `__description` the name. */
function fromPromptfooSheet({ columns, rows }: FileTable): (cells: Cells) => Cells {
  const expected = columns.filter((column) => /^__expected\d*$/.test(column));
  // Tags are separated by commas, semicolons or line breaks, so a value with one of these is not used as a tag.
  const isTag = (at: number) => rows.every(({ cells }) => !/[,;\n]/.test(String(cells[at] ?? "")));
  const metadata = columns.filter((column, at) => /^__metadata:/.test(column) && isTag(at));
  const taken = new Set([...expected, ...metadata, "__description"]);
  return (cells) => {
    const read = merge(
      expected.flatMap((column) => (isFilled(cells.get(column)) ? [readExpectedCell(String(cells.get(column)))] : [])),
    );
    const tags = metadata.flatMap((column) => {
      const value = String(cells.get(column) ?? "").trim();
      return value === "" ? [] : [`${column.slice("__metadata:".length).replace(/\[\]$/, "")}: ${value}`];
    });
    const rest = [...cells].filter(([column]) => !taken.has(column));
    const made: Cells = new Map(rest);
    if (isFilled(cells.get("__description"))) made.set("name", cells.get("__description"));
    if (expected.length > 0) made.set("expected", read.expected ?? "");
    made.set("checks", read.checks.length > 0 ? JSON.stringify(read.checks) : "");
    if (metadata.length > 0) made.set("tags", tags.join("; "));
    if (read.left.length > 0) made.set("__expected (not read)", read.left.map(String).join("\n"));
    return made;
  };
}

/** A test of a promptfoo configuration. */
function fromPromptfooTest(cells: Cells): Cells {
  const read = readAsserts(Array.isArray(cells.get("assert")) ? (cells.get("assert") as unknown[]) : []);
  const made: Cells = new Map([...cells].filter(([column]) => !["assert", "description", "metadata"].includes(column)));
  if (isFilled(cells.get("description"))) made.set("name", cells.get("description"));
  if (read.expected !== undefined) made.set("expected", read.expected);
  if (read.checks.length > 0) made.set("checks", read.checks);
  const metadata = cells.get("metadata");
  if (isRecord(metadata))
    made.set(
      "tags",
      Object.entries(metadata).map(
        ([key, value]) => `${key}: ${typeof value === "string" ? value : JSON.stringify(value)}`,
      ),
    );
  if (read.left.length > 0) made.set("assert (not read)", read.left);
  return made;
}

/** A sample of OpenAI evals: the last user message is the input, earlier turns are the history. */
function fromEval(cells: Cells): Cells {
  const { input, ideal, ...rest } = Object.fromEntries(cells);
  const made: Cells = new Map(Object.entries(rest));
  const turns =
    Array.isArray(input) && input.every((turn) => isRecord(turn) && typeof turn.content === "string")
      ? (input as Fields[])
      : null;
  if (!turns) made.set("input", input);
  else {
    const system = turns.filter(({ role }) => role === "system" || role === "developer").map(({ content }) => content);
    const others = turns.filter(({ role }) => role !== "system" && role !== "developer");
    const endsWithUser = others.at(-1)?.role === "user";
    const history = (endsWithUser ? others.slice(0, -1) : others).map(({ role, content }) => ({ role, content }));
    if (endsWithUser) made.set("input", others.at(-1)?.content);
    if (history.length > 0) made.set("placeholders", { history });
    if (system.length > 0) made.set("system", system.join("\n"));
  }
  made.set("expected", ideal);
  return made;
}
