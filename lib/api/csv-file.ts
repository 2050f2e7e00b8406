/** Spreadsheets know UTF-8 by this mark before it. */
export const byteOrderMark = "\uFEFF";

/** The headers of a CSV file; characters that a file's name should not have become "-". */
export const csvHeaders = (name: string) => ({
  "content-type": "text/csv; charset=utf-8",
  "content-disposition": `attachment; filename="${name.replaceAll(/[^a-z0-9._-]+/gi, "-")}.csv"`,
});
