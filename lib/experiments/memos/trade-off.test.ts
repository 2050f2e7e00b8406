import { expect, test } from "vitest";
import { abPlan, armOf } from "@/lib/testing/experiment-arms";
import type { MadeUser } from "../arms";
import { computeVerdict } from "../results/verdict";
import { tradeOffWords } from "./trade-off";

const users = (done: number, refused: number): MadeUser[] =>
  Array.from({ length: 2_000 }, (_, n) => ({
    completion: [1, n < done ? 1 : 0],
    refusal_rate: [1, n >= 2_000 - refused ? 1 : 0],
  }));
const variants = [
  { key: "control", version: 8, isControl: true },
  { key: "candidate", version: 9, isControl: false },
] as never;

function words(done: number, refused: number, key: string) {
  const [control, candidate] = [armOf("control", users(1_400, 20)), armOf("candidate", users(done, refused))];
  const read = computeVerdict({ plan: abPlan(), control, candidates: [candidate] });
  return tradeOffWords({ variants, verdict: { ...read, sentence: "", detail: "", asOf: "" } }, key);
}

test("lists what got clearly worse with the chosen version", () => {
  expect(words(1_600, 120, "candidate")).toBe("The cost: About 5 more of every 100 answers are refusals.");
  expect(words(1_600, 20, "candidate")).toBe("Nothing that was measured got clearly worse.");
});

test("lists what was clearly better with another version if the control is kept", () => {
  expect(words(1_600, 20, "control")).toBe("Without v9: About 10 more of every 100 tasks are finished.");
  expect(words(1_400, 20, "control")).toBe("");
});

test("is unknown without a verdict", () => {
  expect(tradeOffWords({ variants, verdict: null }, "candidate")).toBe("");
});
