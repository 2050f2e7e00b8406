import { expect, test } from "vitest";
import { gateSchema, toForm } from "./gate-form";

const form = { ...toForm(null, "s"), minimums: { accuracy: "90", format: "", safety: "99,5", consistency: "" } };
const faultsOf = (typed: typeof form) =>
  (gateSchema.safeParse(typed).error?.issues ?? []).map(({ path }) => path.join(".")).sort();

test("percentages become shares, empty fields are no condition", () => {
  expect(gateSchema.parse({ ...form, model: "openai/ft:gpt/mine", budgetUsd: "2.5", repeats: "3" })).toEqual({
    suite: "s",
    minimums: { accuracy: 0.9, safety: 0.995 },
    isNotWorse: true,
    alpha: 0.05,
    repeats: 3,
    model: { provider: "openai", name: "ft:gpt/mine" },
    budgetUsd: 2.5,
    runOnSave: true,
    autoPromote: false,
  });
  expect(gateSchema.parse(form)).toMatchObject({ model: null, budgetUsd: null });
});

test("every field has its error, all together", () => {
  const minimums = { accuracy: "101", format: "-1", safety: "x", consistency: "" };
  expect(faultsOf({ ...form, minimums, alpha: "0", repeats: "1.5", model: "gpt", budgetUsd: "0" })).toEqual([
    "alpha",
    "budgetUsd",
    "minimums.accuracy",
    "minimums.format",
    "minimums.safety",
    "model",
    "repeats",
  ]);
});

test("a gate without conditions has an error, together with others", () => {
  const minimums = { accuracy: "", format: "", safety: "", consistency: "" };
  expect(faultsOf({ ...form, minimums, isNotWorse: false, repeats: "0" })).toEqual(["minimums", "repeats"]);
  expect(faultsOf({ ...form, minimums, isNotWorse: true })).toEqual([]);
});

test("the level is checked only if versions are compared", () => {
  expect(faultsOf({ ...form, alpha: "0" })).toEqual(["alpha"]);
  expect(faultsOf({ ...form, alpha: "0", isNotWorse: false })).toEqual([]);
});
