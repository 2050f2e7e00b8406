import { expect, test } from "vitest";
import { fileHeaders } from "./file-headers";

test.each([
  ["support/reply", "support-reply.csv"],
  ["../../etc/passwd", "etc-passwd.csv"],
  ['a"; filename="b', "a-filename-b.csv"],
  ["a\r\nset-cookie: b", "a-set-cookie-b.csv"],
  ["Café", "Caf.csv"],
  ["日本", "export.csv"],
  ["..", "export.csv"],
])("a file called %j is saved as %s", (name, fileName) => {
  expect(fileHeaders(name, "csv")).toEqual({
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": `attachment; filename="${fileName}"`,
  });
});
