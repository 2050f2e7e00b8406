import { expect, test } from "vitest";
import type { DiffSection } from "@/lib/registry/diff-lines";
import { partOf } from "./part";

const section = (id: string, rows: number, text = "x"): DiffSection => ({
  id,
  title: id,
  counts: { added: rows, removed: 0 },
  rows: Array.from({ length: rows }, (_, index) => ({
    kind: "add",
    after: { n: index + 1, text: `${id}${index} ${text}` },
  })),
});

function parts(sections: readonly DiffSection[]) {
  const all = [partOf(sections)];
  for (let last = all[0]; last?.next != null; last = all.at(-1)) all.push(partOf(sections, last.next));
  return all;
}

test("a small difference is one unchanged part", () => {
  const sections = [section("a", 3), section("none", 0), section("b", 2)];
  expect(partOf(sections)).toEqual({ sections, next: null, rowsLeft: 0 });
});

test("joined parts are complete: every row once, in order, sections without rows once", () => {
  const sections = [section("a", 1_400), section("none", 0), section("b", 4_000), section("c", 99), section("last", 0)];
  const all = parts(sections);
  expect(all.length).toBeGreaterThan(3);
  const rows = all.flatMap((part) => part.sections.flatMap((each) => each.rows));
  expect(rows).toEqual(sections.flatMap((each) => each.rows));
  const ids = all.flatMap((part) => part.sections.map(({ id }) => id));
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => !id.includes("from"))).toEqual(["a", "none", "b", "c", "last"]);
  for (const { sections: some } of all) expect(some.flatMap((each) => each.rows).length).toBeLessThanOrEqual(1_500);
  expect(all.map(({ rowsLeft }) => rowsLeft)).toEqual(
    all.map((_, index) =>
      all
        .slice(index + 1)
        .reduce((sum, part) => sum + part.sections.reduce((n, each) => n + Math.max(1, each.rows.length), 0), 0),
    ),
  );
});

test("long lines count by their length, and one longer than a part is shown", () => {
  const sections = [section("long", 10, "y".repeat(100_000))];
  const all = parts(sections);
  expect(all.map((part) => part.sections[0]?.rows.length)).toEqual([3, 3, 3, 1]);
  expect(parts([section("one", 2, "y".repeat(600_000))]).map((part) => part.sections[0]?.rows.length)).toEqual([1, 1]);
});
