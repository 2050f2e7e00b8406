import Papa from "papaparse";
import { parseJsonExactly } from "@/lib/core/json-exact";
import { isRecord } from "@/lib/core/records";
import { type CaseFileFormat, caseFileLimits, type FileRow, type FileTable, type RowError } from "./format";
import { convertTable } from "./known-tables";

export type ReadTable = { ok: true; table: FileTable } | { ok: false; errors: RowError[] };

const whole = (message: string): ReadTable => ({ ok: false, errors: [{ row: 0, column: "", message }] });

/** Parses the text of a file into rows. Reports syntax errors by row; the meaning of the rows is read later. Pure. */
export function readTable(text: string, format: CaseFileFormat): ReadTable {
  if (text.length > caseFileLimits.characters)
    return whole(`The file is larger than ${caseFileLimits.characters / 1024 / 1024} MiB.`);
  const source = text.startsWith("\uFEFF") ? text.slice(1) : text;
  if (source.trim() === "") return whole("The file is empty.");
  const read = format === "csv" ? readCsv(source) : readJsonLines(source);
  if (!read.ok) return read;
  const table = convertTable(read.table);
  const { columns, rows } = table;
  if (rows.length === 0) return whole("The file has no rows besides its head.");
  if (rows.length > caseFileLimits.rows)
    return whole(`${rows.length.toLocaleString("en-US")} rows are more than a suite's 10,000 cases.`);
  if (columns.length > caseFileLimits.columns) return whole(`More than ${caseFileLimits.columns} columns.`);
  return { ok: true, table };
}

/** A first line "sep=;" (Excel) sets the delimiter. */
const separatorLine = /^"?sep=([,;|\t])"?\r?\n/i;

function readCsv(source: string): ReadTable {
  const named = separatorLine.exec(source);
  // The line is replaced by an empty one, so that row numbers match the spreadsheet.
  const text = named ? source.slice(named[0].length - (named[0].endsWith("\r\n") ? 2 : 1)) : source;
  const delimiter = named?.[1] ?? delimiterOf(text);
  const { data, errors: faults } = Papa.parse<string[]>(text, { header: false, skipEmptyLines: false, delimiter });
  const errors = faults
    .filter(({ type }) => type === "Quotes")
    .map(({ row, code }) => ({ row: (row ?? 0) + 1, column: "", message: quoteWords(code) }));
  if (errors.length > 0) return { ok: false, errors: errors.slice(0, caseFileLimits.errors) };
  const isEmpty = (cells: readonly string[]) => cells.every((cell) => cell.trim() === "");
  const start = data.findIndex((cells) => !isEmpty(cells));
  const head = (data[start] ?? []).map((name) => name.trim());
  const filled = head.findLastIndex((name) => name !== "") + 1;
  const columns = head.slice(0, filled);
  const wrong = headErrors(columns, start + 1);
  const rows: FileRow[] = [];
  const empty: number[] = [];
  // The end of the last line begins a line of its own, and so do more line ends after it. They are no rows.
  const end = data.findLastIndex((cells) => cells.length > 1 || cells[0] !== "");
  for (const [index, cells] of data.entries()) {
    if (index <= start || index > end) continue;
    const number = index + 1;
    if (isEmpty(cells)) {
      empty.push(number);
      continue;
    }
    // Spreadsheets may write empty cells after the last column.
    const rest = cells.slice(columns.length);
    if (cells.length < columns.length || !isEmpty(rest))
      wrong.push({
        row: number,
        column: "",
        message: `This row has ${cells.length === 1 ? "1 cell" : `${cells.length} cells`}, the first row has ${columns.length}.`,
      });
    rows.push({ number, cells: cells.slice(0, columns.length) });
  }
  if (wrong.length > 0) return { ok: false, errors: wrong.slice(0, caseFileLimits.errors) };
  return { ok: true, table: { columns, rows, empty, delimiter } };
}

const quoteWords = (code: string) =>
  code === "MissingQuotes"
    ? "A quotation mark is opened and not closed."
    : "A quotation mark stands inside a quoted cell. Write it twice there.";

/** Chooses the delimiter that gives the header the most columns. The rows below may contain any of them in texts. */
function delimiterOf(text: string): string {
  const widths = [",", ";", "\t", "|"].map((delimiter) => {
    const { data } = Papa.parse<string[]>(text, { header: false, skipEmptyLines: "greedy", preview: 1, delimiter });
    return { delimiter, width: data[0]?.length ?? 0 };
  });
  return widths.reduce((best, next) => (next.width > best.width ? next : best)).delimiter;
}

function headErrors(columns: readonly string[], row: number): RowError[] {
  return columns.flatMap((column, index) => {
    if (column === "") return [{ row, column: "", message: `Column ${index + 1} has no name.` }];
    return columns.indexOf(column) < index ? [{ row, column, message: `The column ${column} is listed twice.` }] : [];
  });
}

function readJsonLines(text: string): ReadTable {
  const errors: RowError[] = [];
  const columns: string[] = [];
  const places = new Map<string, number>();
  const rows: FileRow[] = [];
  const empty: number[] = [];
  for (const [index, line] of text.trimEnd().split("\n").entries()) {
    if (line.trim() === "") {
      empty.push(index + 1);
      continue;
    }
    const one = parseObject(line);
    if (!one) {
      errors.push({ row: index + 1, column: "", message: "This line is not a JSON object." });
      continue;
    }
    const cells: unknown[] = [];
    for (const [name, value] of Object.entries(one)) {
      if (!places.has(name)) {
        places.set(name, columns.length);
        columns.push(name);
      }
      cells[places.get(name) ?? 0] = value;
    }
    rows.push({ number: index + 1, cells });
  }
  if (errors.length > 0) return { ok: false, errors: errors.slice(0, caseFileLimits.errors) };
  return { ok: true, table: { columns, rows, empty, delimiter: null } };
}

function parseObject(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = parseJsonExactly(line);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}
