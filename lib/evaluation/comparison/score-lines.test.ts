import { describe, expect, it } from "vitest";
import type { Score } from "../scorers/types";
import { isGood, scoreLines } from "./score-lines";
import type { CaseSide } from "./views";

const score = (scorer: string, dimension: Score["dimension"], value: number, passed = value > 0.5): Score => ({
  scorer,
  version: 1,
  dimension,
  explanation: `${scorer} says ${value}.`,
  costUsd: 0,
  state: "scored",
  value,
  passed,
});
const invalid: Score = {
  scorer: "judge",
  version: 1,
  dimension: "safety",
  explanation: "No answer.",
  costUsd: null,
  state: "invalid",
  code: "judge_invalid_output",
  raw: "rather good",
};
const side = (version: number, scores: Score[], agreement: number | null = null): CaseSide => ({
  run: { id: `run-${version}`, version, repeats: 1 },
  result: {
    scores: { accuracy: null, format: null, safety: null, consistency: agreement },
    passed: { accuracy: null, format: null, safety: null, consistency: agreement === null ? null : agreement > 0.7 },
    answers: 1,
    failed: 0,
    invalid: 0,
    latencyMs: null,
    costUsd: null,
  },
  answers: [
    {
      repeat: 1,
      output: "x",
      toolCalls: [],
      error: null,
      latencyMs: 1,
      ttftMs: 1,
      inputTokens: 1,
      outputTokens: 1,
      costUsd: 0,
      scores,
    },
  ],
});
const scorers = [{ id: "judge", type: "judge", name: "Judge" }] as const;

describe("the scores of an answer", () => {
  it("list failures first, with the value before", () => {
    const now = side(5, [score("same", "accuracy", 1), score("schema", "format", 0), invalid], 0.97);
    const before = side(2, [score("same", "accuracy", 1), score("schema", "format", 1)], 1);
    const lines = scoreLines(now, before, 1, scorers);
    expect(lines.map(({ dimension, state }) => [dimension, state])).toEqual([
      ["format", "failed"],
      ["accuracy", "passed"],
      ["safety", "invalid"],
      ["consistency", "passed"],
    ]);
    expect(lines[0]?.before).toBe("v2 passed: schema says 1.");
    expect(lines[1]?.before).toBeNull();
    expect(lines[2]).toMatchObject({ by: "Judge", raw: "rather good" });
    expect(lines[3]).toMatchObject({ by: "Agreement, 0.97", before: "v2 1.00" });
  });

  it("show the value if it is more than yes or no", () => {
    const [first] = scoreLines(side(1, [score("judge", "accuracy", 0.9)]), null, 1, scorers);
    expect(first?.by).toBe("Judge, 0.90");
    expect(scoreLines(side(1, [score("same", "accuracy", 1)]), null, 1, scorers)[0]?.by).toBe("same");
  });

  it("count against an answer only if something failed", () => {
    const [answer] = side(1, [score("a", "format", 1), invalid]).answers;
    expect(answer && isGood(answer)).toBe(true);
    expect(answer && isGood({ ...answer, scores: [score("a", "format", 0)] })).toBe(false);
    expect(answer && isGood({ ...answer, error: { code: "x", message: "y" } })).toBe(false);
  });
});
