import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { blockOf, isInBlock, moved, readBlock, writeBlock } from "./block";

describe("a block of cells", () => {
  test("is pasted as it was copied, with any content", () => {
    const cell = fc.string({ unit: fc.constantFrom("a", '"', "\t", "\n", "=", ",", " ", "é") });
    const block = fc
      .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }))
      .chain(([rows, columns]) =>
        fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows }),
      )
      // Spreadsheets do not distinguish one empty row at the end from none.
      .filter((rows) => rows.at(-1)?.join("") !== "");
    fc.assert(
      fc.property(block, (rows) => {
        expect(readBlock(writeBlock(rows))).toEqual(rows);
      }),
    );
  });

  test("is read in the format of Excel, Numbers and Sheets", () => {
    expect(readBlock("a\tb\r\nc\td\r\n")).toEqual([
      ["a", "b"],
      ["c", "d"],
    ]);
    expect(readBlock('"two\nlines"\tx')).toEqual([["two\nlines", "x"]]);
    expect(readBlock('"Hi" he said\tx')).toEqual([['"Hi" he said', "x"]]);
    expect(readBlock('"quoted"')).toEqual([['"quoted"']]);
    expect(readBlock("one line")).toEqual([["one line"]]);
    expect(readBlock("")).toEqual([[""]]);
  });

  test("is the rectangle between two corners", () => {
    const block = blockOf({ row: 4, column: 0 }, { row: 2, column: 3 });
    expect(block).toEqual({ top: 2, bottom: 4, left: 0, right: 3 });
    expect(isInBlock(block, 3, 3)).toBe(true);
    expect(isInBlock(block, 5, 3)).toBe(false);
  });
});

test("keys move within the grid", () => {
  const bounds = { rows: 10, columns: 4, page: 5 };
  const from = { row: 2, column: 1 };
  const to = (key: string, isFar = false) => moved(from, key, isFar, bounds);
  expect(to("ArrowDown")).toEqual({ row: 3, column: 1 });
  expect(to("ArrowDown", true)).toEqual({ row: 9, column: 1 });
  expect(to("PageDown")).toEqual({ row: 7, column: 1 });
  expect(to("PageUp")).toEqual({ row: 0, column: 1 });
  expect(to("End")).toEqual({ row: 2, column: 3 });
  expect(to("Home", true)).toEqual({ row: 0, column: 0 });
  expect(to("x")).toBeNull();
  expect(moved({ row: 0, column: 0 }, "ArrowLeft", false, bounds)).toEqual({ row: 0, column: 0 });
});
