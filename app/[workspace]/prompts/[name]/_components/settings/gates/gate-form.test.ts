import { expect, test } from "vitest";
import { fromForm, toForm } from "./gate-form";

const form = { ...toForm(null, "s"), minimums: { accuracy: "90", format: "", safety: "99,5", consistency: "" } };

test("percents become shares, what is empty asks for nothing", () => {
  expect(fromForm({ ...form, model: "openai/ft:gpt/mine", budgetUsd: "2.5", repeats: "3" }, 10)).toEqual({
    faults: {},
    fields: {
      suite: "s",
      minimums: { accuracy: 0.9, safety: 0.995 },
      isNotWorse: true,
      alpha: 0.05,
      repeats: 3,
      model: { provider: "openai", name: "ft:gpt/mine" },
      budgetUsd: 2.5,
      concurrency: 10,
      runOnSave: true,
      autoPromote: false,
    },
  });
});

test("every field says what is wrong with it", () => {
  const minimums = { accuracy: "101", format: "-1", safety: "x", consistency: "" };
  const wrong = { ...form, minimums, isNotWorse: false, repeats: "1.5", model: "gpt", budgetUsd: "0" };
  expect(Object.keys(fromForm(wrong, 10).faults).sort()).toEqual([
    "accuracy",
    "budgetUsd",
    "format",
    "minimums",
    "model",
    "repeats",
    "safety",
  ]);
  expect(fromForm({ ...form, alpha: "0" }, 10).faults.alpha).toBeDefined();
  expect(fromForm({ ...form, alpha: "0", isNotWorse: false }, 10).faults.alpha).toBeUndefined();
});
