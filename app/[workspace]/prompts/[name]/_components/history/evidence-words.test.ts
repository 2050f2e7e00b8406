import { expect, test } from "vitest";
import { evidenceWords } from "./evidence-words";

test("a release says what stands with it", () => {
  expect(evidenceWords({ gate: { state: "passed", run: "r" }, approvedBy: ["Jonas"], changeRequest: 3 })).toEqual({
    words: ["Approved by Jonas", "Gate passed"],
    runId: "r",
    isOverride: false,
  });
  const past = { override: true, missing: "Format is 5 %.", gate: { state: "failed", run: "r" } };
  expect(evidenceWords(past)).toEqual({
    words: ["Past what was missing: Format is 5 %."],
    runId: "r",
    isOverride: true,
  });
  for (const nothing of [undefined, null, 7, { gate: 1 }]) expect(evidenceWords(nothing).words).toEqual([]);
});
