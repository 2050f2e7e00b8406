/** Spreadsheets recognise UTF-8 by this mark at the start. */
export const byteOrderMark = "\uFEFF";

/** Content types of exported files, by extension. */
export const fileTypes = {
  csv: "text/csv; charset=utf-8",
  json: "application/json; charset=utf-8",
  jsonl: "application/x-ndjson; charset=utf-8",
  prompt: "text/plain; charset=utf-8",
  zip: "application/zip",
} as const;

/** Makes a file name from a text. Letters, digits and . _ - are safe in every header and file system. */
const safeName = (text: string) => text.replaceAll(/[^a-z0-9._-]+/gi, "-").replace(/^[.-]+|-+$/g, "") || "export";

/** The headers of a downloaded file, from its name without the extension, and the extension. */
export const fileHeaders = (name: string, ending: keyof typeof fileTypes) => ({
  "content-type": fileTypes[ending],
  "content-disposition": `attachment; filename="${safeName(name)}.${ending}"`,
});
