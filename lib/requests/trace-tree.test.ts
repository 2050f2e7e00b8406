import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cases } from "@/lib/testing/properties";
import { treeOf } from "./trace-tree";

const step = (id: string, parentId: string | null, at: number) => ({ id, parentId, at });
const shown = (...steps: ReturnType<typeof step>[]) =>
  treeOf(steps).map(({ id, depth, isInCycle }) => `${" ".repeat(depth)}${id}${isInCycle ? " (cycle)" : ""}`);

describe("treeOf", () => {
  test("puts each step under its parent, the earliest first", () => {
    expect(
      shown(step("tool", "root", 3), step("inner", "llm", 2), step("llm", "root", 1), step("root", null, 0)),
    ).toEqual(["root", " llm", "  inner", " tool"]);
  });

  test("starts a new tree if the parent is missing", () => {
    const steps = [step("a", "lost", 0), step("b", "a", 1)];
    expect(shown(...steps)).toEqual(["a", " b"]);
    expect(treeOf(steps).map(({ isOrphan }) => isOrphan)).toEqual([true, false]);
  });

  test("breaks cycles at their earliest step, and says where", () => {
    expect(
      shown(
        step("b", "a", 1),
        step("a", "b", 0),
        step("under", "b", -1),
        step("self", "self", 2),
        step("c", "self", 4),
      ),
    ).toEqual(["self (cycle)", " c", "a (cycle)", " b", "  under"]);
  });

  test("contains every step exactly once, with any parents", () => {
    const ids = fc.integer({ min: 0, max: 12 }).map(String);
    const steps = fc.uniqueArray(fc.record({ id: ids, parentId: fc.option(ids), at: fc.nat(100) }), {
      selector: ({ id }) => id,
    });
    fc.assert(
      fc.property(steps, (list) => {
        expect(
          treeOf(list)
            .map(({ id }) => id)
            .toSorted(),
        ).toEqual(list.map(({ id }) => id).toSorted());
      }),
      { numRuns: cases(200) },
    );
  });
});
