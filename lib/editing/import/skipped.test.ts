import { expect, test } from "vitest";
import type { ImportPlan, ImportPlanItem } from "@/lib/registry/transfer/plan-items";
import { skippedIn } from "./skipped";

const item = (source: string, more: Partial<ImportPlanItem> = {}): ImportPlanItem => ({
  source,
  file: "prompts.json",
  format: "bundle",
  name: source,
  action: "create",
  versions: [1],
  latestVersion: null,
  returnsTo: null,
  summary: "",
  diff: null,
  proposals: [],
  problems: [],
  warnings: [],
  losses: [],
  lossCount: 0,
  ...more,
});
const planOf = (...items: ImportPlanItem[]): ImportPlan => ({
  items,
  counts: { create: items.length, update: 0, unchanged: 0, refused: 0 },
  losses: [],
});
const nothing = { plan: null, skipped: new Set<string>() };

test("at first, what cannot be imported or restores an earlier text is deselected", () => {
  const plan = planOf(item("a"), item("b", { action: "refused" }), item("c", { action: "update", returnsTo: 1 }));
  expect([...skippedIn(plan, nothing)]).toEqual(["b", "c"]);
});

test("choices are kept when the prompts get other names", () => {
  const plan = planOf(item("a"), item("b"), item("c", { action: "update", returnsTo: 1 }));
  const next = planOf(
    item("a", { name: "shop/a" }),
    item("b", { name: "shop/b" }),
    item("c", { name: "shop/c" }),
    item("d", { name: "shop/d", action: "refused" }),
  );
  expect([...skippedIn(next, { plan, skipped: new Set(["a"]) })]).toEqual(["shop/a", "shop/d"]);
});
