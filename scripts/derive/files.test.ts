import { describe, expect, test } from "vitest";
import { markdownTable, replaceBlock } from "./block";
import { derivedFiles } from "./files";
import { withCrons } from "./jobs";

describe("derived files", () => {
  test.each(derivedFiles())("$path is up to date: run `npm run derive`", ({ current, derived }) => {
    expect(current).toBe(derived);
  });

  test("a stale schedule is replaced and other settings are kept", () => {
    const stale = JSON.stringify({
      $schema: "x",
      regions: ["fra1"],
      crons: [{ path: "/gone", schedule: "0 0 * * *" }],
    });
    const fresh = JSON.parse(withCrons(stale));
    expect(fresh).toMatchObject({ $schema: "x", regions: ["fra1"] });
    expect(fresh.crons).toContainEqual({ path: "/api/cron/retention", schedule: "17 * * * *" });
    expect(fresh.crons).not.toContainEqual({ path: "/gone", schedule: "0 0 * * *" });
  });
});

describe("a block of a document", () => {
  const document = "before\n<!-- a: written by `npm run derive` -->\nold\n<!-- end of a -->\nafter\n";

  test("is replaced between its marks, and repeating it changes nothing", () => {
    const once = replaceBlock(document, "a", ["new"]);
    expect(once).toBe("before\n<!-- a: written by `npm run derive` -->\nnew\n<!-- end of a -->\nafter\n");
    expect(replaceBlock(once, "a", ["new"])).toBe(once);
  });

  test("must be there", () => {
    expect(() => replaceBlock(document, "b", [])).toThrow("no block");
  });

  test("may contain a table with a bar in its cells", () => {
    expect(markdownTable(["a", "b"], [["1|2", "3"]])).toEqual(["| a | b |", "|---|---|", "| 1\\|2 | 3 |"]);
  });
});
