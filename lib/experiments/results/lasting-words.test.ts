import { expect, test } from "vitest";
import { lastingWords } from "./lasting-words";
import type { UseResults } from "./schema";

type Change = [difference: number, low: number, high: number] | null;

const usesOf = (...changes: Change[]) =>
  changes.map((change, index) => ({
    from: index + 1,
    differences: change ? [{ variant: "b", difference: change[0], interval: [change[1], change[2]] }] : [],
  })) as unknown as UseResults[];
const words = (...changes: Change[]) => lastingWords(usesOf(...changes), "completion");

test("says whether a change is also there in later uses", () => {
  expect(words([0.06, 0.03, 0.09], [0.05, 0.01, 0.09], [0.06, 0.01, 0.11])).toMatch(
    /^The change is also there in later/,
  );
  expect(words([0.06, 0.03, 0.09], [0.05, -0.01, 0.11])).toMatch(/^Later uses show no sign of a novelty effect/);
  expect(words([0.09, 0.06, 0.12], [0.05, 0.02, 0.08], [0.01, -0.02, 0.04])).toMatch(/It may be a novelty effect\.$/);
  expect(words([-0.09, -0.12, -0.06], [-0.01, -0.04, 0.02])).toMatch(/It may be a novelty effect\.$/);
});

test("says nothing of a change that is not clear, and that nobody came back", () => {
  expect(words([0.02, -0.01, 0.05], [0.05, 0.01, 0.09])).toBe("");
  expect(words(null)).toBe("");
  expect(words([0.06, 0.03, 0.09], null)).toBe("Too few users came back to say whether the change lasts.");
});
