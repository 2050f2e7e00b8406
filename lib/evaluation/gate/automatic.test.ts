import { describe, expect, it } from "vitest";
import type { GateResult } from "@/lib/registry/gate/result";
import { automaticRefusal, type Candidate } from "./automatic";

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
  prompt: "support/reply",
  result,
  liveVersion: 2,
  wasLive: false,
  isTakenBack: false,
  isOfThisGate: true,
  ...more,
});

describe("a version that passed", () => {
  it("does not go live automatically by answers of the offline model", () => {
    const progress = { done: 1, total: 1 };
    const run = { id: "r", status: "finished", progress, finishedAt: null, repeats: 1, isStandIn: true } as const;
    expect(automaticRefusal(candidate({ result: { ...result, run } }))).toContain("no provider is connected");
  });

  it("goes live automatically when it is newer than what is live, or nothing is", () => {
    expect(automaticRefusal(candidate())).toBeNull();
    expect(automaticRefusal(candidate({ liveVersion: null }))).toBeNull();
  });

  it("does not when something newer went live meanwhile, or it was taken back once", () => {
    expect(automaticRefusal(candidate({ liveVersion: 4 }))).toContain("v4, which is newer");
    expect(automaticRefusal(candidate({ wasLive: true }))).toContain("does not go live again automatically");
    expect(automaticRefusal(candidate({ liveVersion: 3 }))).toContain("already");
    expect(automaticRefusal(candidate({ isTakenBack: true }))).toContain("was rolled back since");
  });

  it("does not by a run that the gate no longer asks for", () => {
    expect(automaticRefusal(candidate({ isOfThisGate: false }))).toContain("changed since");
  });
});

it("says why a version that did not pass stays where it is", () => {
  const reasons = [{ dimension: "format" as const, code: "below_minimum" as const, message: "Format is 5 %." }];
  expect(automaticRefusal(candidate({ result: { ...result, state: "failed", reasons } }))).toContain("Format is 5 %.");
});
