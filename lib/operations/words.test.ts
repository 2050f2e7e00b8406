import { expect, test } from "vitest";
import type { Check, CheckState } from "./schema";
import { headline, worstFirst } from "./words";

const check = (id: string, state: CheckState): Check => ({ id, title: id, state, detail: "", fix: "" });

test("the heading counts failures and warnings", () => {
  expect(headline([check("a", "ok"), check("b", "ok")])).toBe("All 2 checks passed");
  expect(headline([check("a", "failure"), check("b", "ok")])).toBe("1 failure");
  expect(headline([check("a", "warning"), check("b", "failure"), check("c", "warning")])).toBe(
    "1 failure and 2 warnings",
  );
});

test("lists what needs action first, and keeps the order otherwise", () => {
  const checks = [
    check("a", "ok"),
    check("b", "warning"),
    check("c", "failure"),
    check("d", "ok"),
    check("e", "warning"),
  ];
  expect(worstFirst(checks).map(({ id }) => id)).toEqual(["c", "b", "e", "a", "d"]);
});
