import { describe, expect, it } from "vitest";
import type { GateFinding } from "./finding";
import type { GateResult } from "./result";
import { brokenCaseWords, comparisonWords, findingWords, sensitivityWords, shortWords } from "./words";

const context = {
  version: 17,
  liveVersion: 16,
  suite: {
    id: "s",
    name: "Replies",
    revision: 4,
    scorersHash: "0",
    casesChangedBy: null,
    scorersChangedBy: null,
    approvedBy: null,
  },
};
const tooMany = "More than 10\u00a0% is too many for reliable results. Run it again.";

describe("why a version does not pass", () => {
  it.each<[GateFinding, string]>([
    [{ code: "not_evaluated", stale: null }, "v17 was not evaluated on “Replies” yet."],
    [
      { code: "not_evaluated", stale: "set" },
      "v17 was evaluated on other cases of “Replies” than the approved ones (revision 4). Run the gate.",
    ],
    [
      { code: "not_evaluated", stale: "scorers" },
      "v17 was evaluated with other scorers than the approved ones of “Replies”. Run the gate.",
    ],
    [
      { code: "not_evaluated", stale: "settings" },
      "v17 was evaluated with another model or other repeats than the gate requires. Run it again.",
    ],
    [{ code: "running", version: 17, done: 0, total: 1 }, "v17 is being evaluated: 0 of 1 answer."],
    [
      { code: "run_stopped", version: 17, isCancelled: true, why: " The budget was spent. " },
      "The run of v17 was cancelled: The budget was spent. Run it again.",
    ],
    [{ code: "run_stopped", version: 17, isCancelled: false, why: "" }, "The run of v17 failed. Run it again."],
    [
      { code: "too_many_failed", version: 16, failed: 20, total: 124, limit: 0.1 },
      `v16: 20 of 124 answers failed. ${tooMany}`,
    ],
    [
      { code: "too_many_invalid", version: 17, invalid: 20, total: 124, limit: 0.1 },
      `v17: the judge gave no usable answer in 20 of 124 judgements. ${tooMany}`,
    ],
    [
      { code: "below_minimum", dimension: "accuracy", score: 0.89964, minimum: 0.9 },
      "Accuracy is 89.96\u00a0%, the minimum is 90\u00a0%.",
    ],
    [
      { code: "worse_than_live", dimension: "safety", broken: 1, fixed: 0, p: 0.0004 },
      "Worse than v16 in safety: 1 case broken, none fixed (p < 0.001).",
    ],
    [{ code: "not_measured", dimension: null }, "No scorer of “Replies” measured anything."],
    [
      { code: "not_measured", dimension: "format", isOfLive: false },
      "Format has a minimum, but no scorer of “Replies” measured it.",
    ],
    [
      { code: "not_measured", dimension: "format", isOfLive: true },
      "Format was measured of v16, but not of this version.",
    ],
    [
      { code: "baseline_missing", why: "not_evaluated" },
      "v16 is live and was not evaluated on this set of “Replies”. Run it to compare.",
    ],
    [
      { code: "baseline_missing", why: "not_finished" },
      "The run of v16, which is live, did not finish. Run it to compare.",
    ],
    [
      { code: "baseline_missing", why: "other_judge" },
      "v16, which is live, was judged by another judge. Run v17 again: both then have the same.",
    ],
  ])("%j", (finding, sentence) => {
    expect(findingWords(finding, context)).toBe(sentence);
  });
});

describe("what a comparison found", () => {
  const compared = { liveVersion: 16, fixed: 1, broken: 0, same: 99, p: 1, worse: [], leastNoticeable: 5 };

  it("mentions chance only if a case broke", () => {
    expect(comparisonWords(compared)).toBe("Not worse than v16: 1 case fixed, none broken, 99 the same.");
    expect(comparisonWords({ ...compared, broken: 2, p: 0.5 })).toBe(
      "Not worse than v16: 1 case fixed, 2 broken, 99 the same. That can be chance (p = 0.5).",
    );
    expect(comparisonWords({ ...compared, broken: 9, p: 0.011, worse: ["format", "safety"] })).toBe(
      "Worse than v16 in format and safety (p = 0.011). Over all dimensions: 1 case fixed, 9 broken, 99 the same.",
    );
  });

  it("states the smallest change it could detect", () => {
    expect(sensitivityWords(compared)).toBe(
      "With 100 cases, the smallest drop that it detects is 5 broken and none fixed.",
    );
    const few = { ...compared, fixed: 1, broken: 1, same: 2 };
    expect(sensitivityWords(few)).toBe("With 4 cases it cannot detect anything: that takes at least 5.");
  });

  it("names a broken case by its title", () => {
    const broken = { caseKey: "k", position: 3, title: "Late parcel", dimensions: ["accuracy" as const] };
    expect(brokenCaseWords(broken, context)).toBe("Case 3 “Late parcel”: v16 passes accuracy, v17 does not.");
  });
});

it("summarizes a result in a few words", () => {
  const passed = { state: "passed", run: null, baseline: null, reasons: [] };
  const words = (more: object) => shortWords({ ...passed, ...more } as unknown as GateResult);
  const at = (status: string, done: number) => ({ status, progress: { done, total: 40 } });
  expect(words({})).toBe("Passed");
  expect(words({ state: "running", run: at("running", 12), baseline: at("finished", 40) })).toBe("Evaluating 12 of 40");
  expect(words({ state: "running", run: at("finished", 40), baseline: at("queued", 0) })).toBe("Evaluating 0 of 40");
  expect(words({ state: "missing" })).toBe("Not evaluated on this set");
  expect(words({ state: "missing", run: at("finished", 40) })).toBe("Waiting for a comparison");
  expect(words({ state: "inconclusive" })).toBe("Blocked, not conclusive");
  const reasons = [{ dimension: "safety" }, { dimension: "accuracy" }, { dimension: null }];
  expect(words({ state: "failed", reasons })).toBe("Blocked by accuracy and safety");
});
