import { expect, test } from "vitest";
import { evidenceWords } from "./evidence-words";

test("a release shows its evidence", () => {
  expect(evidenceWords({ gate: { state: "passed", run: "r" }, approvedBy: ["Jonas"], changeRequest: 3 })).toEqual({
    words: ["Approved by Jonas", "Gate passed"],
    runId: "r",
  });
  const past = { override: true, missing: "Format is 5 %.", gate: { state: "failed", run: "r" } };
  expect(evidenceWords(past)).toEqual({
    words: ["Overridden: Format is 5 %."],
    runId: "r",
  });
  for (const nothing of [undefined, null, 7, { gate: 1 }]) expect(evidenceWords(nothing).words).toEqual([]);
});

test("a release names its gate's suite, and what changed since the previous release", () => {
  const suite = {
    name: "Replies",
    revision: 4,
    scorersHash: "b",
    casesChangedBy: { name: "Eve" },
    scorersChangedBy: { name: "Ada" },
  };
  const words = (before: unknown) => evidenceWords({ gate: { state: "passed", run: "r", suite, before } }).words;
  expect(words(null)).toEqual(["Gate passed on “Replies”, revision 4"]);
  expect(words({ version: 3, suite })).toHaveLength(1);
  expect(words({ version: 3, suite: { ...suite, revision: 2, scorersHash: "a" } })[1]).toBe(
    "Since v3 was promoted, its cases changed by Eve and its scorers changed by Ada",
  );
  expect(words({ version: 3, suite: { name: "Replies", revision: 4 } })).toHaveLength(1);
});
