/** Spreadsheets know UTF-8 by this mark before it. */
export const byteOrderMark = "\uFEFF";

/** Content types of exported files, by the ending of their name. */
export const fileTypes = {
  csv: "text/csv; charset=utf-8",
  json: "application/json; charset=utf-8",
  jsonl: "application/x-ndjson; charset=utf-8",
  prompt: "text/plain; charset=utf-8",
  zip: "application/zip",
} as const;

/** The text as the name of a file: letters, digits and . _ - are safe in every header and on every disk. */
const safeName = (text: string) => text.replaceAll(/[^a-z0-9._-]+/gi, "-").replace(/^[.-]+|-+$/g, "") || "export";

/** The headers of a file to save: its name without the ending, and the ending. */
export const fileHeaders = (name: string, ending: keyof typeof fileTypes) => ({
  "content-type": fileTypes[ending],
  "content-disposition": `attachment; filename="${safeName(name)}.${ending}"`,
});
