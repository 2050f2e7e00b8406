import papa from "papaparse";
import { formula } from "./formula";

/**
 * Rows as lines of CSV (RFC 4180), safe to open in a spreadsheet: text that it would take for a formula begins with an
 * apostrophe. Numbers stay numbers, and null is an empty cell. Pure.
 */
export const toCsv = (rows: readonly (readonly unknown[])[]): string =>
  `${papa.unparse(
    rows.map((row) => [...row]),
    { newline: "\r\n", escapeFormulae: formula },
  )}\r\n`;
