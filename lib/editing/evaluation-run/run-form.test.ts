import { expect, test } from "vitest";
import { dollarText } from "@/lib/evaluation/runs/figures";
import {
  emptyForm,
  firstBaseline,
  firstSuite,
  firstVersion,
  priceWords,
  suiteLabel,
  suitesFor,
  versionLabel,
  workWords,
} from "./run-form";
import { runSchema } from "./run-schema";

const versions = [
  { version: 4, message: "", liveIn: [], copy: "Softer" },
  { version: 3, message: "Shorter", liveIn: ["staging"], copy: null },
  { version: 2, message: "", liveIn: ["production"], copy: null },
];
const faultsOf = (typed: typeof emptyForm) =>
  (runSchema.safeParse(typed).error?.issues ?? []).map(({ path }) => path.join("."));
const filled = { ...emptyForm, prompt: "a/b", version: "3", suite: "s" };

test("starts with the newest version of the prompt itself, compared with the live one in production", () => {
  expect(firstVersion(versions, undefined)).toBe("3");
  expect(firstVersion(versions, 4)).toBe("4");
  expect(firstBaseline(versions, "3")).toBe("2");
  expect(firstBaseline(versions, "2")).toBe("");
  expect(firstBaseline([], "2")).toBe("");
});

test("sends the input, and nothing while it is invalid", () => {
  expect(faultsOf(emptyForm)).toEqual(["prompt", "version", "suite"]);
  expect(runSchema.parse(filled)).toEqual({ prompt: "a/b", version: 3, suite: "s", repeats: 1, concurrency: 10 });
  expect(runSchema.parse({ ...filled, model: "our-gateway/meta/llama", budget: "2.5", baseline: "2" })).toMatchObject({
    model: { provider: "our-gateway", name: "meta/llama" },
    budgetUsd: 2.5,
    baselineVersion: 2,
  });
  for (const wrong of [
    { repeats: "11" },
    { repeats: "1.5" },
    { concurrency: "0" },
    { budget: "-1" },
    { budget: "two" },
  ])
    expect(faultsOf({ ...filled, ...wrong })).toEqual(Object.keys(wrong));
});

test("describes the run and its cost", () => {
  const preview = { cases: 120, repeats: 2, answers: 240, judgements: 240, costUsd: 0.4211, seconds: 95 } as never;
  expect(workWords(preview)).toBe("120 cases × 2: 240 answers and 240 judgements");
  expect(priceWords(preview)).toBe("About $0.42, about 1\u00a0min 35\u00a0s");
  expect([dollarText(0.00042), dollarText(0), dollarText(12)]).toEqual(["$0.00042", "$0", "$12.00"]);
  expect(versionLabel(versions[1] as never)).toBe("v3, live in staging: Shorter");
});

test("lists the prompt's own suites first", () => {
  const suite = (id: string, prompt: string | null) => ({ id, name: id, prompt, cases: 1 });
  const suites = [suite("a", null), suite("b", "x"), suite("c", "y")];
  expect(suitesFor(suites, "y").map(({ id }) => id)).toEqual(["c", "a", "b"]);
  expect(suites.map((one) => suiteLabel(one, "y"))).toEqual(["a (1 case)", "b (1 case, for x)", "c (1 case)"]);
});

test("proposes a suite of the chosen prompt, never one of another prompt", () => {
  const suite = (id: string, prompt: string | null) => ({ id, name: id, prompt, cases: 1 });
  const suites = [suite("b", "x"), suite("a", null), suite("c", "y")];
  expect(firstSuite(suites, "")).toBe("");
  expect(firstSuite(suites, "y")).toBe("c");
  expect(firstSuite(suites, "z")).toBe("a");
  expect(firstSuite([suite("b", "x")], "z")).toBe("");
});
