import papa from "papaparse";
import { formula } from "./formula";

/**
 * Formats rows as CSV lines (RFC 4180), safe to open in a spreadsheet: text that looks like a formula gets an
 * apostrophe. Numbers remain numbers, and null is an empty cell. Pure.
 */
export const toCsv = (rows: readonly (readonly unknown[])[]): string =>
  `${papa.unparse(
    rows.map((row) => [...row]),
    { newline: "\r\n", escapeFormulae: formula },
  )}\r\n`;
