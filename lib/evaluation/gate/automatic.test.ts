import { describe, expect, it } from "vitest";
import type { GateResult } from "@/lib/registry/gate/result";
import { type AutomaticRefusal, automaticRefusal, type Candidate } from "./automatic";
import { automaticRefusalWords } from "./words";

const result: GateResult = {
  state: "passed",
  environment: "production",
  version: 3,
  liveVersion: 2,
  suite: {
    id: "s",
    name: "Replies",
    revision: 1,
    scorersHash: "0",
    casesChangedBy: null,
    scorersChangedBy: null,
    approvedBy: null,
  },
  run: null,
  baseline: null,
  dimensions: [],
  reasons: [],
  comparison: null,
  brokenCases: [],
};
const candidate = (more: Partial<Candidate> = {}): Candidate => ({
  result,
  liveVersion: 2,
  wasLive: false,
  isTakenBack: false,
  isOfThisGate: true,
  ...more,
});

describe("a version that passed", () => {
  it("does not go live automatically with answers of the offline model", () => {
    const progress = { done: 1, total: 1 };
    const run = { id: "r", status: "finished", progress, finishedAt: null, repeats: 1, isStandIn: true } as const;
    expect(automaticRefusal(candidate({ result: { ...result, run } }))).toBe("offline_answers");
  });

  it("goes live automatically if it is newer than the live version, or none is live", () => {
    expect(automaticRefusal(candidate())).toBeNull();
    expect(automaticRefusal(candidate({ liveVersion: null }))).toBeNull();
  });

  it("does not if a newer one went live, or it was rolled back before", () => {
    expect(automaticRefusal(candidate({ liveVersion: 4 }))).toBe("newer_is_live");
    expect(automaticRefusal(candidate({ wasLive: true }))).toBe("was_live");
    expect(automaticRefusal(candidate({ liveVersion: 3 }))).toBe("already_live");
    expect(automaticRefusal(candidate({ isTakenBack: true }))).toBe("rolled_back");
  });

  it("does not with a run that no longer matches the gate", () => {
    expect(automaticRefusal(candidate({ isOfThisGate: false }))).toBe("gate_changed");
  });
});

it("does not release a version that did not pass", () => {
  expect(automaticRefusal(candidate({ result: { ...result, state: "failed" } }))).toBe("not_passed");
});

describe("the sentence of a refusal", () => {
  const refused = { prompt: "support/reply", result, liveVersion: 4 };

  it.each<[AutomaticRefusal, string]>([
    ["already_live", "v3 is live in production already."],
    ["gate_changed", "The gate of production changed since this run was made. Run it again."],
    [
      "offline_answers",
      "v3 passed by answers of the offline model, because no provider is connected. Connect one and run the gate, or promote it by hand.",
    ],
    ["was_live", "v3 was live in production before. It does not go live again automatically."],
    ["newer_is_live", "v3 passed, but v4, which is newer, is live in production by now."],
    ["rolled_back", "v3 passed, but production was rolled back since its run was made. Promote it by hand."],
  ])("%s", (code, sentence) => {
    expect(automaticRefusalWords(code, refused)).toBe(sentence);
  });

  it("states why the gate did not pass", () => {
    const reasons = [{ dimension: "format" as const, code: "below_minimum" as const, message: "Format is 5 %." }];
    const failed = { ...refused, result: { ...result, reasons } };
    expect(automaticRefusalWords("not_passed", failed)).toBe(
      "v3 of support/reply has not passed the gate of production. Format is 5 %.",
    );
  });
});
