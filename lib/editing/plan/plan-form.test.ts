import { expect, test } from "vitest";
import type { ExperimentView } from "@/lib/experiments/views";
import { emptyForm, formOf, freeKey, planSchema, sharesOf, toTypedPlan, withKind } from "./plan-form";

const faultAt = (faults: readonly { pointer: string; message: string }[], at: string) =>
  faults.find(({ pointer }) => pointer === at)?.message;
const chosen = () => {
  const form = emptyForm("support/reply", "production");
  return { ...form, variants: form.variants.map((variant, index) => ({ ...variant, version: 8 + index })) };
};

test("the input becomes a plan, in shares", () => {
  const { plan, faults } = toTypedPlan({
    ...chosen(),
    baseline: "70",
    minimumEffect: "5,5",
    guardrails: [{ metric: "refusal_rate", margin: "0.5" }],
  });
  expect(faults).toEqual([]);
  expect(plan).toMatchObject({ baseline: 0.7, minimumEffect: 0.055, alpha: 0.05, power: 0.8, trafficShare: 1 });
  expect(plan.variants).toEqual([
    { key: "control", version: 8, weight: 0.9 },
    { key: "candidate", version: 9, weight: 0.1 },
  ]);
  expect(plan.guardrails).toEqual([{ metric: "refusal_rate", margin: 0.005 }]);
});

test("an invalid value has an error at its field", () => {
  const empty = toTypedPlan(emptyForm("", "production")).faults;
  expect(faultAt(empty, "/variants/0/version")).toBe("Choose a version.");
  for (const [field, pointer] of [
    ["minimumEffect", "/minimumEffect"],
    ["alpha", "/alpha"],
    ["power", "/power"],
    ["trafficShare", "/trafficShare"],
  ] as const)
    expect(faultAt(toTypedPlan({ ...chosen(), [field]: "much" }).faults, pointer)).toBeTruthy();
  expect(faultAt(toTypedPlan({ ...chosen(), baseline: "most" }).faults, "/baseline")).toBeTruthy();
});

test("a plan is converted to input and back unchanged", () => {
  const windows = { ...chosen().windows, completion: 90 };
  const { plan } = toTypedPlan({ ...chosen(), baseline: "70", windows });
  expect(plan.outcomeWindows).toEqual({
    completion: 90,
    thumbs: 1_440,
    stars: 1_440,
    edit_rate: 60,
    regeneration_rate: 60,
  });
  const view = { ...plan, name: "n", hypothesis: "h", prompt: "p", environment: "production" } as ExperimentView;
  expect(toTypedPlan(formOf(view)).plan).toEqual(plan);
  const cost = toTypedPlan({ ...chosen(), primaryMetric: "cost", baseline: "0.004" }).plan;
  expect(cost.baseline).toBe(0.004);
  expect(formOf({ ...view, ...cost }).baseline).toBe("0.004");
});

test("a bandit starts with equal shares, an A/B test with a small one", () => {
  expect(sharesOf(withKind(chosen(), "thompson"))).toEqual([50, 50]);
  expect(sharesOf(withKind(withKind(chosen(), "ucb1"), "ab"))).toEqual([90, 10]);
  expect(freeKey(chosen().variants)).toBe("candidate-2");
});

test("the form can be sent if its plan and texts are valid", () => {
  const faultsOf = (form: ReturnType<typeof chosen>, isPhase = false) =>
    (planSchema(isPhase).safeParse(form).error?.issues ?? []).map(({ path }) => path.join("."));
  expect(planSchema(false).parse({ ...chosen(), name: " Shorter " })).toMatchObject({
    name: "Shorter",
    plan: { kind: "ab", taskWorthUsd: null },
  });
  expect(faultsOf(chosen())).toEqual(["name"]);
  expect(faultsOf({ ...chosen(), name: "n", prompt: "" })).toEqual(["prompt"]);
  expect(faultsOf(chosen(), true)).toEqual(["reason"]);
  const [first] = chosen().variants;
  const one = { ...chosen(), name: "n", variants: first ? [{ ...first, share: 0 }] : [] };
  expect(faultsOf(one)).toEqual(["variants", "variants", "variants.0.weight"]);
});
