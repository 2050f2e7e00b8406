import { describe, expect, it } from "vitest";
import type { DiffRow } from "@/lib/registry/diff-lines";
import { changeStarts, foldRows } from "./fold";

/** "..+.-": a dot is an unchanged line. */
const rows = (marks: string): DiffRow[] =>
  [...marks].map((mark, index) => {
    const line = { n: index + 1, text: mark };
    if (mark === ".") return { kind: "same", before: line, after: line };
    return mark === "+" ? { kind: "add", after: line } : { kind: "del", before: line };
  });
const shape = (marks: string) => foldRows(rows(marks)).map((block) => `${block.kind} ${block.at} ${block.rows.length}`);

describe("foldRows", () => {
  it("keeps three lines around a change and hides the rest", () => {
    expect(shape(`${".".repeat(10)}+${".".repeat(10)}`)).toEqual(["fold 0 7", "rows 7 7", "fold 14 7"]);
  });

  it("hides nothing shorter than four lines", () => {
    expect(shape(`+${".".repeat(9)}-`)).toEqual(["rows 0 11"]);
    expect(shape(`+${".".repeat(10)}-`)).toEqual(["rows 0 4", "fold 4 4", "rows 8 4"]);
    expect(shape(`...${"."}+`)).toEqual(["rows 0 5"]);
  });

  it("hides everything without changes, and is empty without rows", () => {
    expect(shape(".....")).toEqual(["fold 0 5"]);
    expect(shape("")).toEqual([]);
  });

  it("keeps the surroundings of a kept row", () => {
    const marks = rows(".".repeat(20));
    const blocks = foldRows(marks, (row) => row === marks[10]);
    expect(blocks.map(({ kind, at, rows: { length } }) => `${kind} ${at} ${length}`)).toEqual([
      "fold 0 7",
      "rows 7 7",
      "fold 14 6",
    ]);
  });

  it("loses no row", () => {
    const all = rows("+....................-.+++.........");
    expect(foldRows(all).flatMap((block) => block.rows)).toEqual(all);
  });
});

describe("changeStarts", () => {
  it("marks the first row of every run of changes", () => {
    expect([...changeStarts(rows("+-..-.+++"))]).toEqual([0, 4, 6]);
    expect([...changeStarts(rows("...."))]).toEqual([]);
  });
});
